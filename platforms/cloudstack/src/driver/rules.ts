import type { MachinePort } from "@dinfra/port";

export interface OpenPort {
  protocol: "tcp" | "udp";
  port: number;
  /** IPv4 ranges: networks of CloudStack that NAT are IPv4 only. */
  cidrs: string[];
}

/** What a firewall opens: ports without a range from outside are left out, and so is IPv6. Sorted, so that order never differs. */
export function openPorts(ports: readonly MachinePort[]): OpenPort[] {
  const open = ports.flatMap(({ protocol, number, ranges }): OpenPort[] => {
    const cidrs = ranges.filter((range) => !range.includes(":")).sort();
    return cidrs.length === 0 ? [] : [{ protocol, port: number, cidrs }];
  });
  return open.sort((a, b) => a.port - b.port || a.protocol.localeCompare(b.protocol));
}

export function firewallRules(ports: readonly MachinePort[]) {
  return openPorts(ports).map(({ protocol, port, cidrs }) => ({
    protocol: protocol as string,
    ports: [String(port)],
    cidrLists: cidrs,
  }));
}

/**
 * What a machine's security group lets in, and that leaving is free, as in the other kinds of network: with a rule for what leaves,
 * a group is never without one, which the provider would refuse.
 */
export function groupRules(ports: readonly MachinePort[]) {
  const everything = { ports: ["1-65535"], cidrLists: ["0.0.0.0/0"], trafficType: "egress" };
  return [
    ...firewallRules(ports).map((rule) => ({ ...rule, trafficType: "ingress" })),
    { protocol: "tcp", ...everything },
    { protocol: "udp", ...everything },
  ];
}

export function aclRules(ports: readonly MachinePort[]) {
  return openPorts(ports).map(({ protocol, port, cidrs }) => ({
    protocol: protocol as string,
    port: String(port),
    cidrLists: cidrs,
    action: "allow",
    trafficType: "ingress",
  }));
}
