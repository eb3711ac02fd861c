import { ApiError, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, tenantFields, tenantOf, visible, type Tenant } from "../tenancy/model.js";
import { known, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import { renderMachine } from "../machines/render.js";
import type { BalancerRule } from "./model.js";

export const balancerCommands: Commands = {
  createLoadBalancerRule: (call) => {
    const { cloud, params } = call;
    const address = params.entity("publicipid", cloud.addresses.table);
    own(call, { tenant: address.tenant as Tenant });
    const algorithm = algorithmOf(call, params.required("algorithm"));
    const [publicPort, privatePort] = [port(call, "publicPort"), port(call, "privatePort")];
    const network = params.optionalEntity("networkid", cloud.networks.table) ?? address.network;
    const other = cloud.balancers.table.all().find((r) => r.address === address && r.publicPort === publicPort);
    if (other) {
      const shown = {
        id: cloud.balancers.table.number(other.id),
        networkId: other.network && cloud.networks.table.number(other.network.id),
        purpose: "LoadBalancing",
        state: "Active",
        uuid: other.id,
      };
      throw new ApiError(
        537,
        `The range specified, ${publicPort}-${publicPort}, conflicts with rule FirewallRule ${JSON.stringify(shown)} which has ${publicPort}-${publicPort}`,
      );
    }
    const rule = cloud.balancers.table.insert({
      name: params.required("name"),
      description: params.optional("description"),
      address,
      network,
      publicPort,
      privatePort,
      algorithm,
      protocol: params.optional("protocol"),
      cidrs: params.list("cidrlist"),
      members: [],
      tenant: tenantOf(call),
    });
    return asynchronously(call, { type: "FirewallRule", id: rule.id }, () => ({ loadbalancer: render(call, rule) }));
  },

  updateLoadBalancerRule: (call) => {
    const rule = one(call);
    const algorithm = call.params.optional("algorithm");
    if (algorithm !== undefined) algorithmOf(call, algorithm);
    return asynchronously(call, { type: "None" }, () => {
      if (rule.protocol === undefined) {
        throw jobFailure(
          530,
          'Cannot invoke "String.equals(Object)" because the return value of "com.cloud.network.dao.LoadBalancerVO.getLbProtocol()" is null',
        );
      }
      rule.name = call.params.optional("name") ?? rule.name;
      rule.algorithm = algorithm ?? rule.algorithm;
      return { loadbalancer: render(call, rule) };
    });
  },

  deleteLoadBalancerRule: (call) => {
    const rule = one(call);
    return asynchronously(call, { type: "FirewallRule" }, () => {
      call.cloud.balancers.table.remove(rule.id);
      call.cloud.tags.removeAll(rule.id);
      return { success: true };
    });
  },

  assignToLoadBalancerRule: (call) => {
    const { cloud, params } = call;
    const rule = one(call);
    const machines = params.entities("virtualmachineids", cloud.machines.table);
    return asynchronously(call, { type: "None" }, () => {
      if (machines.some((m) => m.network !== rule.network))
        throw jobFailure(530, "Failed to assign load balancer rule");
      rule.members = [...new Set([...rule.members, ...machines])];
      return { success: true };
    });
  },

  removeFromLoadBalancerRule: (call) => {
    const { cloud, params } = call;
    const rule = one(call);
    const machines = params.entities("virtualmachineids", cloud.machines.table);
    return asynchronously(call, { type: "None" }, () => {
      rule.members = rule.members.filter((m) => !machines.includes(m));
      return { success: true };
    });
  },

  listLoadBalancerRules: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.balancers.table);
    const address = params.optionalEntity("publicipid", cloud.addresses.table);
    const shown = cloud.balancers.table
      .where(visible(call))
      .filter((r) => (!id || r === id) && (!address || r.address === address));
    return page(
      "loadbalancerrule",
      shown.map((r) => render(call, r)),
      params,
    );
  },

  listLoadBalancerRuleInstances: (call) => {
    const rule = one(call);
    return page(
      "loadbalancerruleinstance",
      rule.members.map((m) => renderMachine(call.cloud, m)),
      call.params,
    );
  },
};

function one(call: Call): BalancerRule {
  return own(call, call.params.entity("id", call.cloud.balancers.table));
}

function algorithmOf(_call: Call, word: string): string {
  if (!["source", "roundrobin", "leastconn"].includes(word)) throw new ApiError(431, `Invalid algorithm: ${word}`);
  return word;
}

function port({ params }: Call, name: string): number {
  const value = Number(params.required(name.toLowerCase()));
  if (!Number.isInteger(value) || value < 1 || value > 65_535)
    throw new ApiError(431, `${name} is an invalid value: ${value}`);
  return value;
}

function render({ cloud }: Call, rule: BalancerRule): object {
  const zone = rule.address.zone;
  return known({
    id: rule.id,
    name: rule.name,
    description: rule.description,
    publicipid: rule.address.id,
    publicip: rule.address.address,
    publicport: String(rule.publicPort),
    privateport: String(rule.privatePort),
    algorithm: rule.algorithm,
    networkid: rule.network?.id,
    cidrlist: rule.cidrs.length > 0 ? rule.cidrs.join(" ") : undefined,
    ...tenantFields(rule.tenant),
    state: rule.members.length > 0 ? "Active" : "Add",
    protocol: rule.protocol,
    zoneid: zone.id,
    zonename: zone.name,
    tags: cloud.tags.of(rule.id),
    fordisplay: true,
  });
}
