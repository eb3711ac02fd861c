import type { StandIn } from "../src/index.js";
import { asker, jobEnd } from "../src/testing/ask.js";

type Params = Record<string, string | number>;

export const publicKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH7yZ4gQ3V2m4Jw0m0G6m3t2m9w6m1q5m8s7d2k4f6h8 test@example";

/** Asks, waits for the job if there is one, and gives the entity: the first object of the last answer. */
export async function goOn(standIn: StandIn, command: string, params: Params = {}, as = standIn.admin) {
  const ask = asker(standIn.url, as);
  const answer = await ask(command, params);
  if (answer.status !== 200) throw new Error(`${command}: ${JSON.stringify(answer.body)}`);
  if (!answer.body.jobid) return { said: answer.body, id: idIn(answer.body) };
  const end = await jobEnd(ask, answer);
  if (end.status !== 1) throw new Error(`${command}: ${JSON.stringify(end.result)}`);
  return { said: end.result, id: String(answer.body.id ?? idIn(end.result)) };
}

function idIn(body: Record<string, unknown>): string {
  const first = Object.values(body).find((v) => typeof v === "object");
  const entity = (Array.isArray(first) ? first[0] : first) as { id?: string } | undefined;
  return entity?.id ?? "";
}

/** The ids of what every cloud has. */
export async function catalogueIds(standIn: StandIn) {
  const named = async (command: string, name: string, more: Params = {}) =>
    (await goOn(standIn, command, { name, ...more })).id;
  return {
    zone: await named("listZones", "zone-1"),
    template: await named("listTemplates", "debian-12", { templatefilter: "executable" }),
    tiny: await named("listServiceOfferings", "tiny"),
    small: await named("listServiceOfferings", "small"),
    xlarge: await named("listServiceOfferings", "xlarge"),
    disk: await named("listDiskOfferings", "Custom"),
    smallDisk: await named("listDiskOfferings", "Small"),
    isolated: await named("listNetworkOfferings", "DefaultIsolatedNetworkOfferingWithSourceNatService"),
    tier: await named("listNetworkOfferings", "DefaultIsolatedNetworkOfferingForVpcNetworks"),
    vpc: await named("listVPCOfferings", "Default VPC offering"),
  };
}

/** Every command once or more, ended well: command → what was said. */
export async function goodAnswers(standIn: StandIn): Promise<Map<string, unknown[]>> {
  const answers = new Map<string, unknown[]>();
  const go = async (command: string, params: Params = {}) => {
    const result = await goOn(standIn, command, params);
    answers.set(command, [...(answers.get(command) ?? []), result.said]);
    return result;
  };
  const ids = await catalogueIds(standIn);
  const ask = asker(standIn.url, standIn.admin);
  const group = await ask("createAffinityGroup", { name: "job", type: "host anti-affinity" });
  await jobEnd(ask, group);
  const { body: job } = await ask("queryAsyncJobResult", { jobid: String(group.body.jobid) });
  answers.set("queryAsyncJobResult", [{ ...job, jobresult: undefined }]);
  await go("deleteAffinityGroup", { id: String(group.body.id) });
  for (const command of [
    "listZones",
    "listServiceOfferings",
    "listDiskOfferings",
    "listNetworkOfferings",
    "listVPCOfferings",
  ]) {
    await go(command);
  }
  await go("listTemplates", { templatefilter: "featured" });
  await go("listCapabilities");
  await go("listAccounts");
  await go("listResourceLimits");
  await networksAndMachines(go, ids);
  await vpcs(go, ids);
  await groups(go);
  await go("createProject", { name: "p1", displaytext: "p1" });
  const project = (await go("listProjects")).id;
  await go("updateProject", { id: project, displaytext: "other" });
  await go("deleteProject", { id: project });
  await go("listAsyncJobs");
  return answers;
}

type Go = (command: string, params?: Params) => Promise<{ said: Record<string, unknown>; id: string }>;
type Ids = Awaited<ReturnType<typeof catalogueIds>>;

async function networksAndMachines(go: Go, ids: Ids): Promise<void> {
  const zoneid = ids.zone;
  const network = (await go("createNetwork", { name: "n", networkofferingid: ids.isolated, zoneid })).id;
  await go("registerSSHKeyPair", { name: "kp", publickey: publicKey });
  await go("listSSHKeyPairs");
  const group = (await go("createAffinityGroup", { name: "ag", type: "host anti-affinity", description: "d" })).id;
  const machine = await go("deployVirtualMachine", {
    ...{ zoneid, templateid: ids.template, serviceofferingid: ids.tiny, networkids: network, name: "vm1" },
    ...{ keypairs: "kp", affinitygroupids: group, userdata: "IyEvYmluL3NoCg==", group: "g" },
  });
  const { id } = machine;
  await go("listAffinityGroups");
  await go("createTags", { resourcetype: "UserVm", resourceids: id, "tags[0].key": "owner", "tags[0].value": "me" });
  await go("listTags");
  await go("listVirtualMachines");
  await go("updateNetwork", { id: network, name: "n2" });
  await go("listNetworks");

  const address = (await go("associateIpAddress", { networkid: network })).id;
  const rule = { ipaddressid: address, protocol: "tcp", startport: 80, endport: 80, cidrlist: "0.0.0.0/0" };
  const opened = (await go("createFirewallRule", rule)).id;
  await go("listFirewallRules");
  const forward = { ipaddressid: address, protocol: "tcp", privateport: 22, publicport: 2222, virtualmachineid: id };
  const forwarded = (await go("createPortForwardingRule", forward)).id;
  await go("listPortForwardingRules");
  await go("deletePortForwardingRule", { id: forwarded });
  await go("deleteFirewallRule", { id: opened });
  const egress = (
    await go("createEgressFirewallRule", { networkid: network, protocol: "tcp", startport: 1, endport: 9 })
  ).id;
  await go("listEgressFirewallRules");
  await go("deleteEgressFirewallRule", { id: egress });

  const balancer = { name: "lb", publicipid: address, algorithm: "roundrobin", publicport: 80, privateport: 8080 };
  const balanced = (await go("createLoadBalancerRule", { ...balancer, protocol: "tcp", networkid: network })).id;
  await go("assignToLoadBalancerRule", { id: balanced, virtualmachineids: id });
  await go("listLoadBalancerRuleInstances", { id: balanced });
  await go("listLoadBalancerRules");
  await go("updateLoadBalancerRule", { id: balanced, algorithm: "leastconn" });
  await go("removeFromLoadBalancerRule", { id: balanced, virtualmachineids: id });
  await autoscale(go, ids, balanced, network);
  await go("deleteLoadBalancerRule", { id: balanced });

  await go("enableStaticNat", { ipaddressid: address, virtualmachineid: id });
  await go("listPublicIpAddresses");
  await go("disableStaticNat", { ipaddressid: address });
  await go("disassociateIpAddress", { id: address });

  const volume = (await go("createVolume", { name: "v", diskofferingid: ids.disk, size: 2, zoneid })).id;
  await go("attachVolume", { id: volume, virtualmachineid: id });
  await go("listVolumes");
  const snapshot = (await go("createSnapshot", { volumeid: volume })).id;
  await go("listSnapshots");
  await go("deleteSnapshot", { id: snapshot });
  await go("detachVolume", { id: volume });
  await go("resizeVolume", { id: volume, size: 3 });
  await go("deleteVolume", { id: volume });

  await go("rebootVirtualMachine", { id });
  await go("stopVirtualMachine", { id });
  await go("updateVirtualMachine", { id, displayname: "other" });
  await go("changeServiceForVirtualMachine", { id, serviceofferingid: ids.small });
  await go("resetSSHKeyForVirtualMachine", { id, keypairs: "kp" });
  await go("updateVMAffinityGroup", { id, affinitygroupids: "" });
  await go("startVirtualMachine", { id });
  await go("deleteTags", { resourcetype: "UserVm", resourceids: id, "tags[0].key": "owner" });
  await go("destroyVirtualMachine", { id });
  await go("expungeVirtualMachine", { id });
  await go("deleteAffinityGroup", { id: group });
  await go("deleteSSHKeyPair", { name: "kp" });
  await go("deleteNetwork", { id: network });
}

async function autoscale(go: Go, ids: Ids, rule: string, network: string): Promise<void> {
  const { said } = await go("listCounters");
  const [counter] = said.counter as { id: string }[];
  const condition = (await go("createCondition", { counterid: counter!.id, relationaloperator: "GT", threshold: 60 }))
    .id;
  await go("listConditions");
  const policy = (
    await go("createAutoScalePolicy", {
      ...{ name: "up", action: "scaleup", conditionids: condition, duration: 60, quiettime: 60 },
    })
  ).id;
  await go("listAutoScalePolicies");
  const profile = (
    await go("createAutoScaleVmProfile", {
      ...{ zoneid: ids.zone, serviceofferingid: ids.tiny, templateid: ids.template, expungevmgraceperiod: 5 },
      ...{ userdata: "IyEvYmluL3NoCg==", "otherdeployparams[0].name": "networkids" },
      "otherdeployparams[0].value": network,
    })
  ).id;
  await go("listAutoScaleVmProfiles");
  const detail = { "details[0].key": "role", "details[0].value": "rpc" };
  await go("addResourceDetail", { ...detail, resourcetype: "AutoScaleVmProfile", resourceid: profile });
  await go("listResourceDetails", { resourcetype: "AutoScaleVmProfile", resourceid: profile });
  const { id } = await go("createAutoScaleVmGroup", {
    ...{ name: "asg", lbruleid: rule, minmembers: 1, maxmembers: 3, interval: 60, vmprofileid: profile },
    ...{ scaleuppolicyids: policy, scaledownpolicyids: policy },
  });
  await go("listAutoScaleVmGroups");
  await go("disableAutoScaleVmGroup", { id });
  await go("updateAutoScaleVmGroup", { id, minmembers: 1, maxmembers: 2 });
  await go("updateAutoScaleVmProfile", { id: profile, expungevmgraceperiod: 10 });
  await go("updateAutoScalePolicy", { id: policy, duration: 90 });
  await go("updateCondition", { id: condition, relationaloperator: "GT", threshold: 70 });
  await go("enableAutoScaleVmGroup", { id });
  await go("deleteAutoScaleVmGroup", { id, cleanup: "true" });
  await go("deleteAutoScaleVmProfile", { id: profile });
  await go("deleteAutoScalePolicy", { id: policy });
  await go("deleteCondition", { id: condition });
}

async function groups(go: Go): Promise<void> {
  const group = (await go("createSecurityGroup", { name: "sg", description: "d" })).id;
  const rule = { securitygroupid: group, protocol: "tcp", startport: 80, endport: 80, cidrlist: "0.0.0.0/0" };
  await go("authorizeSecurityGroupIngress", rule);
  await go("authorizeSecurityGroupEgress", rule);
  const { said } = await go("listSecurityGroups", { id: group });
  const [shown] = said.securitygroup as Record<"ingressrule" | "egressrule", { ruleid: string }[]>[];
  await go("revokeSecurityGroupIngress", { id: shown!.ingressrule[0]!.ruleid });
  await go("revokeSecurityGroupEgress", { id: shown!.egressrule[0]!.ruleid });
  await go("deleteSecurityGroup", { id: group });
}

async function vpcs(go: Go, ids: Ids): Promise<void> {
  const zoneid = ids.zone;
  const vpc = (
    await go("createVPC", { name: "v", displaytext: "v", cidr: "10.30.0.0/16", vpcofferingid: ids.vpc, zoneid })
  ).id;
  await go("updateVPC", { id: vpc, name: "v2" });
  const acl = (await go("createNetworkACLList", { name: "acl", description: "d", vpcid: vpc })).id;
  await go("updateNetworkACLList", { id: acl, name: "acl2" });
  await go("listNetworkACLLists", { vpcid: vpc });
  const rule = {
    aclid: acl,
    protocol: "tcp",
    startport: 80,
    endport: 80,
    traffictype: "ingress",
    action: "allow",
    number: 10,
  };
  const ruleId = (await go("createNetworkACL", rule)).id;
  await go("updateNetworkACLItem", { id: ruleId, cidrlist: "10.0.0.0/8" });
  await go("listNetworkACLs", { aclid: acl });
  const tier = {
    name: "t",
    networkofferingid: ids.tier,
    zoneid,
    vpcid: vpc,
    gateway: "10.30.1.1",
    netmask: "255.255.255.0",
  };
  const network = (await go("createNetwork", tier)).id;
  await go("replaceNetworkACLList", { aclid: acl, networkid: network });
  await go("listVPCs");
  await go("listNetworks");
  await go("associateIpAddress", { vpcid: vpc });
  await go("deleteNetworkACL", { id: ruleId });
  await go("deleteNetwork", { id: network });
  await go("deleteNetworkACLList", { id: acl });
  await go("deleteVPC", { id: vpc });
}
