import type { MachinePort } from "@dinfra/port";

/** A rule of a security group, as the provider has it inline. */
export interface Rule {
  protocol: string;
  fromPort: number;
  toPort: number;
  cidrBlocks: string[];
  ipv6CidrBlocks: string[];
  /** Ids of groups whose members may come. */
  securityGroups: string[];
  description: string;
}

/**
 * What a machine's group lets in, a rule per port: from the ranges of its exposure, and from the network's own group by reference,
 * where the network is its owner's alone. Sorted, so that order never differs.
 */
export function ingressRules(ports: readonly MachinePort[], inside: string | undefined): Rule[] {
  const rules = ports.flatMap(({ name, protocol, number, exposure, ranges }): Rule[] => {
    const cidrBlocks = ranges.filter((range) => !range.includes(":")).sort();
    const ipv6CidrBlocks = ranges.filter((range) => range.includes(":")).sort();
    const securityGroups = inside === undefined ? [] : [inside];
    if (cidrBlocks.length + ipv6CidrBlocks.length + securityGroups.length === 0) return [];
    const description = `${name} (${exposure})`;
    return [{ protocol, fromPort: number, toPort: number, cidrBlocks, ipv6CidrBlocks, securityGroups, description }];
  });
  return rules.sort((a, b) => a.fromPort - b.fromPort || a.protocol.localeCompare(b.protocol));
}

/** Leaving is free: a node's packages, peers and time servers are anywhere. */
export const egressRules: Rule[] = [
  {
    protocol: "-1",
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ["0.0.0.0/0"],
    ipv6CidrBlocks: ["::/0"],
    securityGroups: [],
    description: "everywhere",
  },
];
