import { ApiError, badValue } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, sameTenant, tenantFields, tenantOf, visible } from "../tenancy/model.js";
import { known, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { GroupRule, SecurityGroup, Traffic } from "./model.js";

export const groupCommands: Commands = {
  createSecurityGroup: (call) => {
    const { cloud, params } = call;
    const tenant = tenantOf(call);
    const name = params.required("name");
    if (name === "default" || cloud.groups.table.where(sameTenant(tenant)).some((g) => g.name === name)) {
      throw badValue(`Unable to create security group, a group with name ${name} already exists.`);
    }
    const description = params.optional("description");
    return { securitygroup: rendered(call, cloud.groups.table.insert({ name, description, tenant, rules: [] })) };
  },

  deleteSecurityGroup: (call) => {
    const { cloud, params } = call;
    const group = own(call, params.entity("id", cloud.groups.table));
    if (cloud.groups.members(cloud, group).length > 0) {
      throw new ApiError(536, "Cannot delete group when it's in use by virtual machines");
    }
    for (const rule of cloud.groups.rules.where((r) => r.group === group)) cloud.groups.rules.remove(rule.id);
    cloud.groups.table.remove(group.id);
    return { success: true };
  },

  listSecurityGroups: (call) => {
    const { cloud, params } = call;
    cloud.groups.defaultOf({ account: call.caller.account });
    const id = params.optionalEntity("id", cloud.groups.table);
    const name = params.optional("securitygroupname");
    const shown = cloud.groups.table
      .where(visible(call))
      .filter((g) => (!id || g === id) && (!name || g.name === name));
    return page(
      "securitygroup",
      shown.map((g) => rendered(call, g)),
      params,
    );
  },

  authorizeSecurityGroupIngress: (call) => authorize(call, "ingress"),
  authorizeSecurityGroupEgress: (call) => authorize(call, "egress"),
  revokeSecurityGroupIngress: (call) => revoke(call),
  revokeSecurityGroupEgress: (call) => revoke(call),
};

function authorize(call: Call, traffic: Traffic): object {
  const { cloud, params } = call;
  const group = own(call, params.entity("securitygroupid", cloud.groups.table));
  const wanted = peersOf(call).map((peer) => ({ traffic, peer, ...portsOf(call) }));
  if (wanted.length === 0) throw badValue("At least one cidr or at least one security group needs to be specified");
  return asynchronously(call, { type: "SecurityGroup", id: group.id, creates: false }, () => {
    const added = cloud.groups.authorize(group, wanted);
    // What a rule's answer shows of its group is the new rules, without their tags, and without how many machines it has.
    const { virtualmachinecount: _count, ...shown } = rendered(call, { ...group, rules: added }, false);
    return { securitygroup: shown };
  });
}

function revoke(call: Call): object {
  const { cloud, params } = call;
  const rule = params.entity("id", cloud.groups.rules);
  own(call, rule.group);
  return asynchronously(call, { type: "SecurityGroup" }, () => {
    cloud.groups.revoke(rule);
    return { success: true };
  });
}

function portsOf({ params }: Call): Omit<GroupRule, "id" | "traffic" | "peer"> {
  const protocol = (params.optional("protocol") ?? "all").toLowerCase();
  const [startPort, endPort] = [params.integer("startport"), params.integer("endport")];
  if ((protocol === "tcp" || protocol === "udp") && (startPort === undefined || endPort === undefined)) {
    throw badValue(`Invalid port range specified, startPort = ${startPort ?? null}, endPort = ${endPort ?? null}`);
  }
  return {
    protocol,
    startPort,
    endPort,
    icmpType: params.integer("icmptype"),
    icmpCode: params.integer("icmpcode"),
  };
}

/** `cidrlist`, and `usersecuritygrouplist[0].account=…&usersecuritygrouplist[0].group=…`. */
function peersOf({ cloud, params }: Call): GroupRule["peer"][] {
  const peers: GroupRule["peer"][] = params.list("cidrlist").map((cidr) => ({ cidr }));
  for (let i = 0; params.has(`usersecuritygrouplist[${i}].account`); i += 1) {
    const account = params.required(`usersecuritygrouplist[${i}].account`);
    const name = params.required(`usersecuritygrouplist[${i}].group`);
    const group = cloud.groups.table.all().find((g) => g.tenant.account.name === account && g.name === name);
    if (!group) throw badValue(`Nonexistent group ${name} for account ${account}`);
    peers.push({ group });
  }
  return peers;
}

function rendered(call: Call, group: SecurityGroup, withTags = true) {
  const members = call.cloud.groups.members(call.cloud, group);
  const rules = (traffic: Traffic) =>
    group.rules.filter((r) => r.traffic === traffic).map((r) => ({ ...renderRule(r), ...(withTags && { tags: [] }) }));
  return known({
    id: group.id,
    name: group.name,
    description: group.description,
    ...tenantFields(group.tenant),
    ingressrule: rules("ingress"),
    egressrule: rules("egress"),
    tags: [],
    virtualmachinecount: members.length,
    virtualmachineids: members.map((m) => m.id),
  });
}

function renderRule({ id, protocol, startPort, endPort, icmpType, icmpCode, peer }: GroupRule): object {
  return known({
    ruleid: id,
    protocol,
    startport: startPort,
    endport: endPort,
    icmptype: icmpType,
    icmpcode: icmpCode,
    ...("cidr" in peer
      ? { cidr: peer.cidr }
      : { account: peer.group.tenant.account.name, securitygroupname: peer.group.name }),
  });
}
