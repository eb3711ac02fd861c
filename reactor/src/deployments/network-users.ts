import type { StateResource } from "../engine/index.js";

/** A stack of the engine, by its id, and what its state has. */
export interface KnownStack {
  id: string;
  resources: readonly StateResource[];
}

/** A stack that has something to do with a network, and the names of what it has there. */
export interface NetworkUser {
  id: string;
  resources: string[];
}

/**
 * Whose state knows of the network: each resource that names it anywhere in its id, inputs or outputs. Whatever the platform calls the
 * property, a machine that lies in a network says so, half made as well.
 */
export function usersOf(network: string, stacks: readonly KnownStack[]): NetworkUser[] {
  return stacks.flatMap(({ id, resources }) => {
    const named = resources.filter((resource) => names(resource, network)).map(({ urn }) => shortName(urn));
    return named.length === 0 ? [] : [{ id, resources: named }];
  });
}

const names = (value: unknown, network: string): boolean => {
  if (value === network) return true;
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some((inner) => names(inner, network));
};

/** `urn:pulumi:7.1::dinfra::a$b:index/instance:Instance::machine` → `Instance machine`. */
function shortName(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split(/[:$]/).at(-1)} ${name}`;
}
