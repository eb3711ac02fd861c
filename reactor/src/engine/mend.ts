import type { Observed } from "./programs.js";
import type { PendingOperation, StackState, StateResource } from "./state.js";

export interface Mended {
  readonly state: StackState;
  readonly adopted: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * The state after an update was killed, with every half-made resource decided: one that exists is moved into `resources`
 * under its id, one that does not is dropped. The engine's own ways forget such a resource (`refresh
 * --import-pending-creates` as well as `--clear-pending-creates`), and `up` would make a second one.
 *
 * `found` gives what the platform knows a half-made resource as, undefined if it does not exist.
 *
 * An operation on a resource that was there before (updating, deleting, reading) is only dropped: the resource is still in
 * `resources`, and the refresh that follows says what became of it.
 */
export function mend(
  state: StackState,
  found: (half: StateResource) => Pick<Observed, "id" | "idOutput"> | undefined,
): Mended {
  let resources = [...(state.resources ?? [])];
  const adopted: string[] = [];
  const dropped: string[] = [];
  for (const { resource, type } of state.pending_operations ?? []) {
    if (type !== "creating") continue;
    const { id, idOutput } = found(resource) ?? {};
    const alreadyThere = resources.some((r) => r.urn === resource.urn && r.id === id && !r.pendingReplacement);
    if (id === undefined || !canStand(resource, resources)) {
      dropped.push(resource.urn);
      continue;
    }
    if (alreadyThere) continue;
    resources = [
      ...resources.flatMap((r) => makeRoom(r, resource)),
      { ...resource, id, outputs: { ...resource.inputs, ...(idOutput !== undefined && { [idOutput]: id }) } },
    ];
    adopted.push(resource.urn);
  }
  const { pending_operations: _, ...rest } = state;
  return { state: { ...rest, resources }, adopted, dropped };
}

/** Half-made resources about which the platform has to be asked. Provider resources are nothing outside the engine. */
export function halfMade(pending: readonly PendingOperation[]): StateResource[] {
  return pending
    .filter(({ type, resource }) => type === "creating" && resource.custom !== false && !isProvider(resource))
    .map(({ resource }) => resource);
}

function isProvider(resource: StateResource): boolean {
  return resource.type.startsWith("pulumi:providers:");
}

/**
 * What a resource leans on comes before it in the state, or the engine refuses the whole state. Appended at the end it
 * comes after everything; so all that is asked is that everything is there.
 */
function canStand(resource: StateResource, before: readonly StateResource[]): boolean {
  const urns = new Set(before.map((r) => r.urn));
  const providers = new Set(before.filter(isProvider).map((r) => `${r.urn}::${r.id}`));
  return (
    (resource.parent === undefined || urns.has(resource.parent)) &&
    (resource.provider === undefined || providers.has(resource.provider)) &&
    (resource.dependencies ?? []).every((urn) => urns.has(urn))
  );
}

/**
 * When the half-made resource replaces one of the same URN, that one goes if it was deleted first, and waits for its
 * deletion otherwise: two live resources of a URN are no valid state.
 */
function makeRoom(old: StateResource, made: StateResource): StateResource[] {
  if (old.urn !== made.urn || old.delete) return [old];
  return old.pendingReplacement ? [] : [{ ...old, delete: true }];
}
