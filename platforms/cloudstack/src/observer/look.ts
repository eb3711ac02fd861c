import { nameTag, type Observed, ownerTag, unmarked } from "@dinfra/port";
import type { Api, Entity } from "../api/client.js";
import { groupsBehind, groupTypes, ownersOfMembers } from "./groups.js";
import { affinityType, groupType, kinds, tagType } from "./kinds.js";

interface Tag {
  key: string;
  value: string;
  resourceid: string;
  resourcetype: string;
}

interface Marks {
  owner: string;
  name: string | undefined;
}

/** Everything that bears our marks, in as many calls as there are kinds, whatever the number of owners. */
export async function look(api: Api, scope: Record<string, string>, signal?: AbortSignal): Promise<Observed[]> {
  const all = (command: string, params: Record<string, string> = {}) =>
    api.list(command, { ...scope, ...params }, signal);
  // Tags first: what is deleted while we look then shows as a tag without its thing, never as nothing.
  const tags = (await all("listTags")) as unknown as Tag[];
  // In two rounds: a server that counts requests is not asked everything in one moment.
  const [machines, volumes, networks, vpcs, addresses] = await Promise.all([
    all(kinds.instance.list, { details: "min" }),
    all(kinds.disk.list),
    all(kinds.network.list),
    all(kinds.vpc.list),
    all(kinds.address.list),
  ]);
  const [snapshots, spreads, groups, rules, scaled] = await Promise.all([
    all(kinds.snapshot.list),
    all("listAffinityGroups"),
    all("listSecurityGroups"),
    all("listLoadBalancerRules"),
    all("listAutoScaleVmGroups"),
  ]);
  const marks = marksOf(tags);
  const ourRules = described(groupTypes.rule, rules);
  const ourGroups = groupsBehind(ourRules, scaled);
  for (const [id, owner] of ownersOfMembers(machines, ourGroups)) marks.set(id, { owner, name: undefined });
  const seen = [
    ...observed(kinds.instance.type, machines, marks, machineState),
    ...observed(kinds.disk.type, volumes, marks),
    ...observed(kinds.network.type, networks, marks),
    ...observed(kinds.vpc.type, vpcs, marks),
    ...observed(kinds.address.type, addresses, marks),
    ...observed(kinds.snapshot.type, snapshots, marks),
    ...described(affinityType, spreads),
    ...described(groupType, groups),
    ...ourRules,
    ...ourGroups,
  ];
  const own = [
    ...seen,
    ...unmarkedOf(kinds.instance.type, machines, marks),
    ...unmarkedOf(kinds.disk.type, volumes, marks),
    ...unmarkedOf(kinds.network.type, networks, marks),
    ...unmarkedOf(kinds.vpc.type, vpcs, marks),
    ...disksOfMachines(volumes, machines, marks),
    ...snapshotsOfDisks(snapshots, volumes, marks),
  ];
  const known = new Set([...machines, ...volumes, ...networks, ...vpcs, ...addresses, ...snapshots].map((e) => e.id));
  return [...own, ...leftTags(tags, known)];
}

function marksOf(tags: readonly Tag[]): Map<string, Marks> {
  const marks = new Map<string, Marks>();
  const names = new Map(tags.filter((t) => t.key === nameTag).map((t) => [t.resourceid, t.value]));
  for (const { key, value, resourceid } of tags) {
    if (key === ownerTag) marks.set(resourceid, { owner: value, name: names.get(resourceid) });
  }
  return marks;
}

function observed(
  type: string,
  entities: readonly Entity[],
  marks: ReadonlyMap<string, Marks>,
  state: (entity: Entity) => Observed["state"] = () => undefined,
): Observed[] {
  return entities.flatMap((entity) => {
    const mark = marks.get(entity.id);
    if (!mark) return [];
    const name = mark.name ?? String(entity.name ?? entity.id);
    return [{ type, name, id: entity.id, owner: mark.owner, state: state(entity) }];
  });
}

/** The provider tags a thing once it is made: one whose maker was killed in between has its name only. */
function unmarkedOf(type: string, entities: readonly Entity[], marks: ReadonlyMap<string, Marks>): Observed[] {
  return entities
    .filter(({ id }) => !marks.has(id))
    .map(({ id, name }) => ({ type, name: String(name), id, owner: unmarked }));
}

function machineState({ state }: Entity): Observed["state"] {
  return state === "Running" || state === "Starting" ? "running" : "ended";
}

/** A disk that a machine got from its own offering has no mark of ours: it is its machine's owner's while they are together. */
function disksOfMachines(
  volumes: readonly Entity[],
  machines: readonly Entity[],
  marks: ReadonlyMap<string, Marks>,
): Observed[] {
  const ours = new Set(machines.map((m) => m.id).filter((id) => marks.has(id)));
  return volumes.flatMap((volume) => {
    const mark = marks.get(String(volume.virtualmachineid));
    if (volume.type !== "DATADISK" || marks.has(volume.id) || !mark || !ours.has(String(volume.virtualmachineid)))
      return [];
    return [{ type: kinds.disk.type, name: String(volume.name), id: volume.id, owner: mark.owner }];
  });
}

/** A snapshot of a policy bears its volume's tags; one that was made by hand bears none. */
function snapshotsOfDisks(
  snapshots: readonly Entity[],
  volumes: readonly Entity[],
  marks: ReadonlyMap<string, Marks>,
): Observed[] {
  const there = new Set(volumes.map((v) => v.id));
  return snapshots.flatMap((snapshot) => {
    const volume = String(snapshot.volumeid);
    const mark = marks.get(volume);
    if (marks.has(snapshot.id) || !mark || !there.has(volume)) return [];
    return [{ type: kinds.snapshot.type, name: String(snapshot.name), id: snapshot.id, owner: mark.owner }];
  });
}

/** Groups, of affinity and of security, cannot be tagged: their description has the tags. */
function described(type: string, groups: readonly Entity[]): Observed[] {
  return groups.flatMap(({ id, description, name }) => {
    try {
      const tags = JSON.parse(String(description)) as Record<string, string>;
      const owner = tags[ownerTag];
      return owner ? [{ type, name: String(name), id, owner }] : [];
    } catch {
      return []; // somebody else's
    }
  });
}

/** Marks on what nobody has any more: an address that went with its network keeps its tags. */
function leftTags(tags: readonly Tag[], known: ReadonlySet<string>): Observed[] {
  const listed = new Set<string>(Object.values(kinds).map((k) => k.tagged.toLowerCase()));
  return tags
    .filter((t) => t.key === ownerTag && !known.has(t.resourceid) && listed.has(t.resourcetype.toLowerCase()))
    .map((t) => ({ type: tagType, name: `${t.resourcetype}/${t.resourceid}`, id: t.resourceid, owner: t.value }));
}
