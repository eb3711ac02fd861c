import type { Cloud } from "../cloud.js";
import type { Forwarding } from "../hypervisor/port.js";

/** Tells the hypervisor which ways from outside are open, after each change that may open or close one. */
export class Reachability {
  private last: Promise<void> = Promise.resolve();

  /** One after the other, so that an older view never replaces a newer one. */
  refresh(cloud: Cloud): Promise<void> {
    this.last = this.last.catch(() => undefined).then(() => cloud.hypervisor.forward(openWays(cloud)));
    return this.last;
  }
}

/** Every TCP port of a public address that leads to a machine and that a firewall rule, or the tier's ACL, lets in. */
export function openWays(cloud: Cloud): Forwarding[] {
  return [...staticNatWays(cloud), ...portForwardWays(cloud), ...balancedWays(cloud)];
}

/** A balancer's rule leads to the first of its members that runs: how a router spreads connections is not modelled. */
function balancedWays(cloud: Cloud): Forwarding[] {
  return cloud.balancers.table.all().flatMap(({ address, publicPort, privatePort, members, network }) => {
    const member = members.find((m) => m.state === "Running");
    const seen = address.vpc ? privatePort : publicPort;
    const cidrs = ingress(cloud, address.id, network?.acl?.id)
      .filter((open) => open.from <= seen && seen <= open.to)
      .flatMap((open) => open.cidrs);
    if (!member || cidrs.length === 0) return [];
    return [{ publicAddress: address.address, publicPort, address: member.ipAddress, port: privatePort, cidrs }];
  });
}

function staticNatWays(cloud: Cloud): Forwarding[] {
  return cloud.addresses.table
    .where((a) => a.staticNat !== undefined)
    .flatMap((address) => {
      const nat = address.staticNat;
      if (!nat) return [];
      return ingress(cloud, address.id, nat.machine.network.acl?.id).flatMap(({ from, to, cidrs }) =>
        Array.from({ length: to - from + 1 }, (_, i) => ({
          publicAddress: address.address,
          publicPort: from + i,
          address: nat.guestAddress,
          port: from + i,
          cidrs,
        })),
      );
    });
}

function portForwardWays(cloud: Cloud): Forwarding[] {
  return cloud.addresses.portForwards
    .where((f) => f.protocol === "tcp")
    .flatMap((forward) => {
      const open = ingress(cloud, forward.address.id, forward.network.acl?.id);
      const length = forward.publicEndPort - forward.publicPort + 1;
      return Array.from({ length }, (_, i) => i).flatMap((i) => {
        // A firewall sees the public port, an ACL the machine's own.
        const seen = (forward.address.vpc ? forward.privatePort : forward.publicPort) + i;
        const cidrs = open.filter((o) => o.from <= seen && seen <= o.to).flatMap((o) => o.cidrs);
        if (cidrs.length === 0) return [];
        return [
          {
            publicAddress: forward.address.address,
            publicPort: forward.publicPort + i,
            address: forward.guestAddress,
            port: forward.privatePort + i,
            cidrs,
          },
        ];
      });
    });
}

function ingress(cloud: Cloud, addressId: string, aclId: string | undefined) {
  const firewall = cloud.addresses.firewallRules
    .where((r) => r.address.id === addressId && r.protocol === "tcp")
    .map((r) => ({ from: r.startPort ?? 1, to: r.endPort ?? 65_535, cidrs: r.cidrs }));
  const acl = cloud.networks.aclRules
    .where((r) => r.acl.id === aclId && r.traffic === "Ingress" && r.action === "Allow" && r.protocol === "tcp")
    .map((r) => ({ from: r.startPort ?? 1, to: r.endPort ?? 65_535, cidrs: r.cidrs }));
  return [...firewall, ...acl];
}
