import { badValue } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, tenantOf, visible } from "../tenancy/model.js";
import { known, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { Acl, AclRule } from "./model.js";

export const aclCommands: Commands = {
  createNetworkACLList: (call) => {
    const { cloud, params } = call;
    const vpc = own(call, params.entity("vpcid", cloud.networks.vpcs));
    const acl = cloud.networks.acls.insert({
      name: params.required("name"),
      description: params.optional("description"),
      vpc,
      tenant: vpc.tenant,
    });
    return asynchronously(call, { type: "NetworkAcl", id: acl.id }, () => ({ networkacllist: renderAcl(acl) }));
  },

  updateNetworkACLList: (call) => {
    const acl = own(call, call.params.entity("id", call.cloud.networks.acls));
    return asynchronously(call, { type: "NetworkAcl" }, () => {
      acl.name = call.params.optional("name") ?? acl.name;
      acl.description = call.params.optional("description") ?? acl.description;
      return { networkacllist: renderAcl(acl) };
    });
  },

  deleteNetworkACLList: (call) => {
    const { cloud } = call;
    const acl = own(call, call.params.entity("id", cloud.networks.acls));
    return asynchronously(call, { type: "NetworkAcl" }, () => {
      if (cloud.networks.table.all().some((n) => n.acl === acl))
        throw badValue("ACL is still associated with a network tier");
      cloud.networks.removeAcl(cloud, acl);
      return { success: true };
    });
  },

  replaceNetworkACLList: (call) => {
    const { cloud, params } = call;
    const acl = params.entity("aclid", cloud.networks.acls);
    const network = own(call, params.entity("networkid", cloud.networks.table));
    return asynchronously(call, { type: "NetworkAcl" }, () => {
      network.acl = acl;
      return { success: true };
    });
  },

  listNetworkACLLists: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.networks.acls);
    const vpc = params.optionalEntity("vpcid", cloud.networks.vpcs);
    const shown = cloud.networks.acls
      .where((a) => a.vpc === undefined || visible(call)(a))
      .filter((a) => (!id || a === id) && (!vpc || !a.vpc || a.vpc === vpc));
    return page("networkacllist", shown.map(renderAcl), params);
  },

  createNetworkACL: (call) => {
    const { cloud, params } = call;
    const acl = params.entity("aclid", cloud.networks.acls);
    if (!acl.vpc) throw badValue("Default ACL cannot be modified");
    own(call, acl);
    const number = params.integer("number");
    if (number !== undefined) cloud.networks.refuseTakenNumber(acl, number);
    const rule = cloud.networks.aclRules.insert({
      acl,
      number: number ?? cloud.networks.freeNumber(acl),
      tenant: tenantOf(call),
      ...ruleOf(call, undefined),
    });
    return asynchronously(call, { type: "NetworkAclItem", id: rule.id }, async () => {
      await cloud.reachability.refresh(cloud);
      return { networkacl: renderRule(call, rule) };
    });
  },

  updateNetworkACLItem: (call) => {
    const { cloud, params } = call;
    const rule = own(call, params.entity("id", cloud.networks.aclRules));
    const number = params.integer("number");
    if (number !== undefined) cloud.networks.refuseTakenNumber(rule.acl, number, rule);
    return asynchronously(call, { type: "NetworkAclItem" }, async () => {
      Object.assign(rule, ruleOf(call, rule), number === undefined ? {} : { number });
      await cloud.reachability.refresh(cloud);
      return { networkacl: renderRule(call, rule) };
    });
  },

  deleteNetworkACL: (call) => {
    const { cloud } = call;
    const rule = own(call, call.params.entity("id", cloud.networks.aclRules));
    return asynchronously(call, { type: "NetworkAclItem" }, async () => {
      cloud.networks.removeAclRule(cloud, rule);
      await cloud.reachability.refresh(cloud);
      return { success: true };
    });
  },

  listNetworkACLs: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.networks.aclRules);
    const acl = params.optionalEntity("aclid", cloud.networks.acls);
    const shown = cloud.networks.aclRules
      .where(visible(call))
      .filter((r) => (!id || r === id) && (!acl || r.acl === acl));
    return page(
      "networkacl",
      shown.map((r) => renderRule(call, r)),
      params,
    );
  },
};

/** What a request says about a rule, on top of what it was. */
function ruleOf({ params }: Call, before: AclRule | undefined): Omit<AclRule, "id" | "acl" | "number" | "tenant"> {
  const cidrs = params.list("cidrlist");
  return {
    protocol: params.optional("protocol") ?? before?.protocol ?? "all",
    startPort: params.integer("startport") ?? before?.startPort,
    endPort: params.integer("endport") ?? params.integer("startport") ?? before?.endPort,
    icmpType: params.integer("icmptype") ?? before?.icmpType,
    icmpCode: params.integer("icmpcode") ?? before?.icmpCode,
    cidrs: cidrs.length > 0 ? cidrs : (before?.cidrs ?? ["0.0.0.0/0"]),
    traffic: capital(params.optional("traffictype") ?? before?.traffic ?? "ingress") as AclRule["traffic"],
    action: capital(params.optional("action") ?? before?.action ?? "allow") as AclRule["action"],
    reason: params.optional("reason") ?? before?.reason,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function renderAcl(acl: Acl): object {
  return known({
    id: acl.id,
    name: acl.name,
    description: acl.description,
    vpcid: acl.vpc?.id,
    vpcname: acl.vpc?.name,
    fordisplay: true,
  });
}

function renderRule({ cloud }: Call, rule: AclRule): object {
  return known({
    id: rule.id,
    protocol: rule.protocol,
    startport: rule.startPort === undefined ? undefined : String(rule.startPort),
    endport: rule.endPort === undefined ? undefined : String(rule.endPort),
    traffictype: rule.traffic,
    state: "Active",
    cidrlist: rule.cidrs.join(","),
    icmptype: rule.icmpType,
    icmpcode: rule.icmpCode,
    tags: cloud.tags.of(rule.id),
    aclid: rule.acl.id,
    aclname: rule.acl.name,
    number: rule.number,
    action: rule.action,
    fordisplay: true,
    reason: rule.reason,
  });
}
