import { failing, unknownId, type Context, type ErrorCase } from "./errors.js";

/** A group of one machine in a network of the name that the recordings have, and what it stands on. */
async function group({ ids, network, go }: Context, name = "g") {
  const { id: address } = await go("associateIpAddress", { networkid: network });
  const rule = { name: "x", publicipid: address, algorithm: "roundrobin", publicport: 80, privateport: 80 };
  const lbruleid = (await go("createLoadBalancerRule", { ...rule, protocol: "tcp", networkid: network })).id;
  const counterid = (await go("listCounters", {})).id;
  const condition = await go("createCondition", { counterid, relationaloperator: "GT", threshold: 80 });
  const policy = { conditionids: condition.id, duration: 60, quiettime: 60 };
  const up = await go("createAutoScalePolicy", { ...policy, action: "scaleup" });
  const down = await go("createAutoScalePolicy", { ...policy, action: "scaledown" });
  const profile = await go("createAutoScaleVmProfile", {
    ...{ zoneid: ids.zone, serviceofferingid: ids.tiny, templateid: ids.template },
  });
  const params = {
    ...{ name, lbruleid, minmembers: 1, maxmembers: 3, vmprofileid: profile.id },
    ...{ scaleuppolicyids: up.id, scaledownpolicyids: down.id },
  };
  return { params, condition: condition.id, profile: profile.id };
}

async function made(context: Context, name?: string) {
  const parts = await group(context, name);
  const { id } = await context.go("createAutoScaleVmGroup", parts.params);
  await context.cloud.cloud.autoscale.idle();
  return { ...parts, id };
}

export const autoscaleErrors: ErrorCase[] = [
  failing("createCondition", "bad-operator", async ({ ask, go }) =>
    ask("createCondition", {
      ...{ counterid: (await go("listCounters", {})).id, relationaloperator: "XX", threshold: 20 },
    }),
  ),
  failing("updateCondition", "provider-update-error", async (context) =>
    context.ask("updateCondition", { id: (await made(context)).condition, relationaloperator: "GT", threshold: 85 }),
  ),
  failing("updateAutoScaleVmProfile", "not-disabled", async (context) =>
    context.ask("updateAutoScaleVmProfile", { id: (await made(context)).profile, expungevmgraceperiod: 10 }),
  ),
  failing("createAutoScaleVmGroup", "min-gt-max", async (context) => {
    const { params } = await group(context);
    return context.ask("createAutoScaleVmGroup", { ...params, minmembers: 3, maxmembers: 1 });
  }),
  failing("createAutoScaleVmGroup", "provider-create-error", async (context) =>
    context.ask("createAutoScaleVmGroup", (await made(context)).params),
  ),
  failing("updateAutoScaleVmGroup", "provider-update-error", async (context) =>
    context.ask("updateAutoScaleVmGroup", { id: (await made(context)).id, minmembers: 2, maxmembers: 4 }),
  ),
  failing("updateAutoScaleVmGroup", "bad-bounds", async (context) => {
    const { id } = await made(context);
    await context.go("disableAutoScaleVmGroup", { id });
    return context.ask("updateAutoScaleVmGroup", { id, minmembers: 5, maxmembers: 3 });
  }),
  unknownId("deleteAutoScaleVmGroup"),
  failing("deleteAutoScaleVmGroup", "has-vms", async (context) =>
    context.ask("deleteAutoScaleVmGroup", { id: (await made(context, "asg2")).id }),
  ),
  failing("deleteAutoScaleVmGroup", "provider-create-error", async (context) => {
    const { id } = await made(context, "rec-grp");
    await context.go("disableAutoScaleVmGroup", { id });
    return context.ask("deleteAutoScaleVmGroup", { id, cleanup: "false" });
  }),
];
