import type { StackState, StateResource } from "@dinfra/reactor/dist/engine/state.js";
import type { ResourceSeen } from "@dinfra/port";
import { componentOfPart, type ComponentName, type Subject } from "./subject.js";

/** A resource of the state, and what it needs. */
export interface InState extends ResourceSeen {
  /** URNs without which it is not made, and which go after it. */
  needs: readonly string[];
  protect: boolean;
  /** It is read and not ours. */
  external: boolean;
  /** As the state has it. */
  raw: StateResource;
}

type Raw = StateResource & {
  protect?: boolean;
  propertyDependencies?: Record<string, string[] | null>;
  deletedWith?: string;
};

/** The resources of a state that something real stands for. */
export function resourcesOf(state: StackState): InState[] {
  return (state.resources ?? [])
    .filter(({ custom, type }) => custom !== false && !type.startsWith("pulumi:"))
    .map((resource) => {
      const raw: Raw = resource;
      return {
        urn: raw.urn,
        type: raw.type,
        id: raw.id ?? "",
        inputs: raw.inputs ?? {},
        outputs: raw.outputs ?? {},
        needs: needsOf(raw),
        protect: raw.protect === true,
        external: raw.external === true,
        raw: resource,
      };
    });
}

function needsOf({ dependencies = [], propertyDependencies = {}, parent }: Raw): string[] {
  const all = [...dependencies, ...Object.values(propertyDependencies).flatMap((urns) => urns ?? [])];
  return [...new Set(parent === undefined ? all : [...all, parent])];
}

/** What is read of a state again and again. */
interface Index {
  needs: ReadonlyMap<string, readonly string[]>;
  parents: ReadonlyMap<string, string | undefined>;
}

const indices = new WeakMap<StackState, Index>();

function indexOf(state: StackState): Index {
  const known = indices.get(state);
  if (known) return known;
  const resources = state.resources ?? [];
  const index = {
    needs: new Map(resources.map((raw) => [raw.urn, needsOf(raw)])),
    parents: new Map(resources.map((raw) => [raw.urn, raw.parent])),
  };
  indices.set(state, index);
  return index;
}

/** URNs of what something needs, also to be deleted with it. */
export const neededIn = (state: StackState): Set<string> =>
  new Set([
    ...[...indexOf(state).needs.values()].flat(),
    ...(state.resources ?? []).flatMap(({ deletedWith }: Raw) => deletedWith ?? []),
  ]);

/** Everything that one resource needs, and what that needs. */
export function reachOf(state: StackState, urn: string): Set<string> {
  const { needs } = indexOf(state);
  const reached = new Set<string>();
  const walk = (from: string) => {
    for (const next of needs.get(from) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      walk(next);
    }
  };
  walk(urn);
  return reached;
}

/** Part of the subject that a resource was made by, such as node; undefined for what is not the subject's. */
export function partIn(state: StackState, subject: Subject, urn: string): string | undefined {
  const { parents } = indexOf(state);
  for (let at: string | undefined = urn; at !== undefined; at = parents.get(at)) {
    const [, , types = "", name = ""] = at.split("::");
    if (!types.split("$").at(-1)?.startsWith("dinfra:index:") || !name.startsWith(`${subject.name}-`)) continue;
    const part = name.slice(subject.name.length + 1);
    if (part in componentOfPart) return part;
  }
  return undefined;
}

export const componentIn = (state: StackState, subject: Subject, urn: string): ComponentName | undefined =>
  componentOfPart[partIn(state, subject, urn) ?? ""];

/** Whether that name is written anywhere among the values of a resource. */
export const bears = ({ inputs, outputs, id }: ResourceSeen, name: string): boolean =>
  id === name || JSON.stringify([inputs, outputs]).includes(JSON.stringify(name));
