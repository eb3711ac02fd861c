import { isDeepStrictEqual } from "node:util";
import { nameTag, type Evidence, type Opening, type ResourceSeen } from "@dinfra/port";
import type { PolicyPeer, PolicySpec } from "./driver/policy.js";
import { kinds } from "./kinds.js";

const everybody = ["0.0.0.0/0", "::/0"];

const ofKind = (resources: readonly ResourceSeen[], { type }: { type: string }) =>
  resources.filter((r) => r.type === type);

const labelsOf = ({ inputs }: ResourceSeen) =>
  ((inputs.metadata as { labels?: Record<string, string> } | undefined)?.labels ?? {}) as Record<string, string>;

/** Sets whose pods a selector means, by the labels that the pods of a set have. */
function selected(sets: readonly ResourceSeen[], { podSelector, namespaceSelector }: PolicyPeer): string[] {
  // Namespaces are let in by the administrator's label, which none of ours has.
  if (!podSelector || (namespaceSelector && Object.keys(namespaceSelector).length > 0)) return [];
  const wanted = Object.entries(podSelector.matchLabels ?? {});
  return sets
    .map(labelsOf)
    .flatMap((labels) => (wanted.every(([key, value]) => labels[key] === value) ? [labels[nameTag]!] : []));
}

const templateOf = ({ inputs }: ResourceSeen) => (inputs.spec as { template?: unknown } | undefined)?.template;

export const evidence: Evidence = {
  openings(resources) {
    const sets = ofKind(resources, kinds.set);
    return ofKind(resources, kinds.policy).flatMap((policy) => {
      const spec = policy.inputs.spec as PolicySpec;
      const of = spec.podSelector.matchLabels?.[nameTag];
      if (of === undefined) return [];
      return spec.ingress.flatMap(({ from, ports = [] }) =>
        ports.map(({ port }): Opening => ({
          ...{ of, firstPort: port, lastPort: port },
          ranges: from ? from.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr] : [])) : everybody,
          machines: (from ?? []).flatMap((peer) => selected(sets, peer)).filter((name) => name !== of),
        })),
      );
    });
  },
  filtersInside: true,
  /** Another template is another revision, whose pod takes the place of the one before. */
  replacedWithin: (before, after) =>
    before.type === kinds.set.type && !isDeepStrictEqual(templateOf(before), templateOf(after)),
  healthChecks: (resources) =>
    ofKind(resources, kinds.set).flatMap((set) => {
      const spec = set.inputs.spec as {
        template: { spec: { containers: { readinessProbe?: { httpGet?: object } }[] } };
      };
      return spec.template.spec.containers.map(({ readinessProbe }) => ({
        of: labelsOf(set)[nameTag]!,
        kind: readinessProbe?.httpGet ? ("http" as const) : ("tcp" as const),
      }));
    }),
};
