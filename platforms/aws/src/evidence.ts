import { nameTag, type Evidence, type Opening, type ResourceSeen } from "@dinfra/port";
import type { Rule } from "./driver/rules.js";
import { userDataLimit } from "./driver/machine.js";
import { types } from "./observer/kinds.js";
import { subnetPrefix } from "./driver/zones.js";

const ofType = (resources: readonly ResourceSeen[], type: string) => resources.filter((r) => r.type === type);
const nameOf = ({ inputs }: ResourceSeen) => String((inputs.tags as Record<string, string>)[nameTag]);

/** Machine → ids of the security groups of its interface. */
function groupsOfMachines(resources: readonly ResourceSeen[]): { machine: string; groups: string[] }[] {
  const cards = new Map(ofType(resources, types.card).map((card) => [card.id, card.inputs.securityGroups as string[]]));
  return ofType(resources, types.instance).map((instance) => {
    const { networkInterfaceId } = instance.inputs.primaryNetworkInterface as { networkInterfaceId: string };
    return { machine: nameOf(instance), groups: cards.get(networkInterfaceId) ?? [] };
  });
}

/** Balancer → ids of the security groups that it is a member of. */
const groupsOfBalancers = (resources: readonly ResourceSeen[]): { machine: string; groups: string[] }[] =>
  ofType(resources, types.balancer).map(({ inputs }) => ({
    machine: String(inputs.name),
    groups: inputs.securityGroups as string[],
  }));

export const evidence: Evidence = {
  openings(resources) {
    const machines = [...groupsOfMachines(resources), ...groupsOfBalancers(resources)];
    const rules = new Map(ofType(resources, types.group).map((g) => [g.id, (g.inputs.ingress ?? []) as Rule[]]));
    return machines.flatMap(({ machine, groups }) =>
      groups.flatMap((group) =>
        (rules.get(group) ?? []).map(
          ({ fromPort, toPort, cidrBlocks = [], ipv6CidrBlocks = [], securityGroups = [] }): Opening => ({
            ...{ of: machine, firstPort: fromPort, lastPort: toPort },
            ranges: [...cidrBlocks, ...ipv6CidrBlocks],
            machines: machines
              .filter((other) => other.machine !== machine && other.groups.some((g) => securityGroups.includes(g)))
              .map((other) => other.machine),
          }),
        ),
      ),
    );
  },
  filtersInside: true,
  healthChecks: (resources) =>
    ofType(resources, types.targets).map(({ inputs }) => {
      const { protocol } = inputs.healthCheck as { protocol: string };
      return { of: String(inputs.name), kind: protocol === "TCP" ? "tcp" : "http" };
    }),
  userData: (resources) =>
    ofType(resources, types.instance).map((instance) => ({
      of: nameOf(instance),
      bytes: Buffer.from(String(instance.inputs.userDataBase64 ?? ""), "base64"),
    })),
  userDataBytes: userDataLimit.bytes,
  // A network is a VPC here; what exists is named by a subnet of it.
  existingNetwork: ({ id, details = {} }) => details[`${subnetPrefix}${details.first ?? ""}`] ?? id,
};
