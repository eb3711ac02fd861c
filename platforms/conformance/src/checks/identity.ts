import { ownerLabel, type Observed, type PlacedResource } from "@dinfra/port";
import { placedBy, type Life, type Moment } from "../life.js";
import type { Check } from "../promises.js";
import { bears, componentIn, reachOf, type InState } from "../state.js";
import { componentOfPart, type ComponentName } from "../subject.js";

const at = (life: Life, name: "made" | "unchanged" | "changed" | "gone"): Moment => life.moments[name] as Moment;

/** Everything of a component in the state. */
export const resourcesOfComponent = ({ tenant }: Life, { resources, state }: Moment, component: ComponentName) =>
  resources.filter(({ urn, external }) => !external && componentIn(state, tenant.subject, urn) === component);

const partsOf = (component: ComponentName) =>
  Object.keys(componentOfPart).filter((part) => componentOfPart[part] === component);

/** Under which output a part says what it made. */
const outputOf = (part: string) => (part === "rpc" ? "endpoint" : part);

const placedOf = (moment: Moment, component: ComponentName): PlacedResource[] =>
  partsOf(component).flatMap((part) => placedBy(moment, outputOf(part)));

const everything = ({ observed, strangers }: Moment): Observed[] => [...observed, ...strangers];

const keyOf = ({ type, id }: { type: string; id: string }) => `${type} ${id}`;

/** After each step, the driver's names are all seen, what is seen is in the state, and in the end nothing is. */
export const agreement: Check = (life, component) => {
  const problems = (["made", "unchanged", "changed"] as const).flatMap((name) => {
    const moment = at(life, name);
    const seen = everything(moment);
    const names = new Set(seen.map((one) => one.name));
    const known = new Set(moment.resources.map(keyOf));
    const unseen = placedOf(moment, component)
      .filter((one) => !names.has(one.name))
      .map(({ kind, name: called }) => `${name}: the driver made ${kind} ${called}, which the observer does not see`);
    // What nobody made is everybody's: it is said once, with the network.
    const stray = component === "Network" ? seen.filter((one) => !known.has(keyOf(one))) : [];
    const ended = seen.filter(
      (one) => one.state === "ended" && placedOf(moment, component).some((p) => p.name === one.name),
    );
    return [
      ...unseen,
      ...stray.map((one) => `${name}: the observer sees ${one.type} ${one.name}, which is in no state`),
      ...ended.map((one) => `${name}: the observer says that ${one.type} ${one.name} has ended`),
    ];
  });
  // What a refused deletion left is no disagreement.
  const gone = at(life, "gone");
  const left = component === "Network" && gone.refused.length === 0 ? everything(gone) : [];
  return { problems: [...problems, ...left.map((one) => `gone: the observer still sees ${one.type} ${one.name}`)] };
};

/** The same program asks for the same, each time; and each owner's things bear that owner's label. */
export const names: Check = (life, component) => {
  const [made, unchanged] = [at(life, "made"), at(life, "unchanged")];
  const said = (moment: Moment) => JSON.stringify(placedOf(moment, component));
  const differ =
    said(made) === said(unchanged) ? [] : [`the same program was given ${said(made)}, then ${said(unchanged)}`];
  const quiet = ["same", "read", "refresh"];
  const changed = unchanged.steps
    .filter(
      ({ urn, op }) => !quiet.includes(op) && componentIn(unchanged.state, life.tenant.subject, urn) === component,
    )
    .map(({ urn, op }) => `the same program once more: ${op} of ${urn.split("::").slice(2).join(" ")}`);
  const { owner, stranger } = life.tenant;
  const labels = [ownerLabel(owner), ownerLabel(stranger)];
  const unlabelled = resourcesOfComponent(life, made, component)
    .filter(({ inputs }) => inputs.tags ?? inputs.labels ?? inputs.metadata)
    .filter(
      ({ inputs }) =>
        !labels.some((label) => JSON.stringify([inputs.tags, inputs.labels, inputs.metadata]).includes(label)),
    )
    .map(({ urn }) => `no owner's label among the tags of ${urn}`);
  const doubled = doubles(everything(made).map(({ type, name }) => `${type} ${name}`));
  return { problems: [...differ, ...new Set(changed), ...unlabelled, ...doubled.map((name) => `two of ${name}`)] };
};

const doubles = (values: readonly string[]) => [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];

/** By the state, the network waits for what runs in it to be gone; and the destroy left nothing. */
export const deletionOrder: Check = (life, component) => {
  const { login } = life.tenant.subject;
  if (component === "ValidatorSentry" && login?.network !== undefined)
    return { notRun: "it is in a network that the run did not make" };
  const changed = at(life, "changed");
  const networks = named(changed, placedOf(changed, "Network"));
  const running = named(changed, placedOf(changed, component)).filter(({ urn }) =>
    isMain(life, changed, urn, component),
  );
  const problems = running.flatMap(({ urn }) => {
    const reach = reachOf(changed.state, urn);
    return networks
      .filter((network) => !reach.has(network.urn))
      .map((network) => `${urn} does not need ${network.urn}, which may be deleted before it`);
  });
  if (running.length === 0 || networks.length === 0)
    return { notRun: "the platform names no network or nothing that runs" };
  const refused = at(life, "gone").refused.map(({ urn, message }) => `the deletion of ${urn} was refused: ${message}`);
  return { problems: [...problems, ...refused] };
};

/** Machines, balancers and processes: what a disk or a folder holds needs no network. */
function isMain({ tenant }: Life, { asked, state }: Moment, urn: string, component: ComponentName): boolean {
  const mains =
    tenant.platform.shape === "machine"
      ? [...asked.machines, ...asked.balancers].flatMap(({ made }) => made.resources.slice(0, 1))
      : asked.workloads.flatMap(({ made }) => made.resources.slice(-1));
  const resource = (state.resources ?? []).find((one) => one.urn === urn);
  const seen = { inputs: resource?.inputs ?? {}, outputs: {}, id: resource?.id ?? "", urn, type: "" };
  return componentIn(state, tenant.subject, urn) === component && mains.some(({ name }) => bears(seen, name));
}

/** Resources of the state that are called so, by what they were asked to be. */
const named = ({ resources }: Moment, placed: readonly PlacedResource[]): InState[] =>
  resources.filter(
    (one) => one.type !== "dinfra-node:index:Release" && placed.some(({ name }) => calls(one.inputs, name)),
  );

/** By a name of its own or by a tag: another resource's name among the arguments is no name. */
const calls = ({ name, tags, metadata }: Readonly<Record<string, unknown>>, wanted: string) => {
  const { labels } = (metadata ?? {}) as { labels?: Record<string, unknown> };
  return name === wanted || Object.values({ ...(tags ?? {}), ...labels }).includes(wanted);
};

/** Of each resource that the observer sees it says, from the inputs alone, which one it is. */
export const recovery: Check = (life, component) => {
  const made = at(life, "made");
  const lost = life.lost.filter(
    ({ resource }) => componentIn(made.state, life.tenant.subject, resource.urn) === component,
  );
  if (lost.length === 0) return { notRun: "the observer sees nothing of it" };
  const wrong = lost
    .filter(({ resource, found }) => found?.id !== resource.id)
    .map(({ resource, found }) => `of ${resource.urn} with the id ${resource.id} it says ${found?.id ?? "nothing"}`);
  const back = life.putBack;
  if (back === undefined || componentIn(made.state, life.tenant.subject, back) !== component)
    return { problems: wrong };
  const after = at(life, "unchanged").resources.find(({ urn }) => urn === back);
  const before = made.resources.find(({ urn }) => urn === back);
  const twice = after?.id === before?.id ? [] : [`${back} was put back, and another one was made: ${after?.id}`];
  return { problems: [...wrong, ...twice] };
};
