import { badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, tenantOf, visible } from "../tenancy/model.js";
import { known, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { EgressRule, FirewallRule, PortRule } from "./model.js";

export const firewallCommands: Commands = {
  createFirewallRule: (call) => {
    const { cloud, params } = call;
    const address = params.entity("ipaddressid", cloud.addresses.table);
    if (!address.tenant)
      throw badValue(`Unable to create firewall rule for the ip id=${address.id}: it is not allocated`);
    own(call, { tenant: address.tenant });
    const rule = cloud.addresses.firewallRules.insert({ address, ...portRule(call, ["0.0.0.0/0"]) });
    return asynchronously(call, { type: "FirewallRule", id: rule.id }, async () => {
      // The router that is to apply it does not answer yet.
      if (address.network?.state === "Implementing") {
        cloud.addresses.firewallRules.remove(rule.id);
        throw jobFailure(530, "Failed to create firewall rule");
      }
      await cloud.reachability.refresh(cloud);
      return { firewallrule: renderIngress(call, rule) };
    });
  },

  deleteFirewallRule: (call) => {
    const { cloud } = call;
    const rule = own(call, call.params.entity("id", cloud.addresses.firewallRules));
    return asynchronously(call, { type: "FirewallRule" }, async () => {
      cloud.addresses.firewallRules.remove(rule.id);
      await cloud.reachability.refresh(cloud);
      return { success: true };
    });
  },

  listFirewallRules: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.addresses.firewallRules);
    const address = params.optionalEntity("ipaddressid", cloud.addresses.table);
    const shown = cloud.addresses.firewallRules
      .where(visible(call))
      .filter((r) => (!id || r === id) && (!address || r.address === address));
    return page(
      "firewallrule",
      shown.map((r) => renderIngress(call, r)),
      params,
    );
  },

  createEgressFirewallRule: (call) => {
    const { cloud, params } = call;
    const network = own(call, params.entity("networkid", cloud.networks.table));
    const rule = cloud.addresses.egressRules.insert({ network, ...portRule(call, [network.cidr]) });
    return asynchronously(call, { type: "FirewallRule", id: rule.id }, () => {
      if (network.state === "Implementing") {
        cloud.addresses.egressRules.remove(rule.id);
        throw jobFailure(530, "Failed to create firewall rule");
      }
      return { firewallrule: renderEgress(call, rule) };
    });
  },

  deleteEgressFirewallRule: (call) => {
    const { cloud } = call;
    const rule = own(call, call.params.entity("id", cloud.addresses.egressRules));
    return asynchronously(call, { type: "FirewallRule" }, () => {
      cloud.addresses.egressRules.remove(rule.id);
      return { success: true };
    });
  },

  listEgressFirewallRules: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.addresses.egressRules);
    const network = params.optionalEntity("networkid", cloud.networks.table);
    const shown = cloud.addresses.egressRules
      .where(visible(call))
      .filter((r) => (!id || r === id) && (!network || r.network === network));
    return page(
      "firewallrule",
      shown.map((r) => renderEgress(call, r)),
      params,
    );
  },
};

function portRule(call: Call, everybody: string[]): Omit<PortRule, "id"> {
  const { params } = call;
  const cidrs = params.list("cidrlist");
  const startPort = params.integer("startport");
  return {
    protocol: params.required("protocol").toLowerCase(),
    startPort,
    endPort: params.integer("endport") ?? startPort,
    icmpType: params.integer("icmptype"),
    icmpCode: params.integer("icmpcode"),
    cidrs: cidrs.length > 0 ? cidrs : everybody,
    tenant: tenantOf(call),
  };
}

function fields({ cloud }: Call, rule: PortRule) {
  return {
    id: rule.id,
    protocol: rule.protocol,
    startport: rule.startPort,
    endport: rule.endPort,
    state: "Active",
    cidrlist: rule.cidrs.join(","),
    icmptype: rule.icmpType,
    icmpcode: rule.icmpCode,
    tags: cloud.tags.of(rule.id),
    fordisplay: true,
    destcidrlist: "",
  };
}

function renderIngress(call: Call, rule: FirewallRule): object {
  return known({
    ...fields(call, rule),
    ipaddressid: rule.address.id,
    networkid: rule.address.network?.id,
    ipaddress: rule.address.address,
    traffictype: "Ingress",
  });
}

function renderEgress(call: Call, rule: EgressRule): object {
  return known({ ...fields(call, rule), networkid: rule.network.id, traffictype: "Egress" });
}
