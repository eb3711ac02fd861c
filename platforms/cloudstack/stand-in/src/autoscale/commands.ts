import { ApiError, badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { refuseUserData } from "../machines/deploy.js";
import { own, tenantFields, tenantOf, visible } from "../tenancy/model.js";
import { known, timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { Condition, Policy, Profile, VmGroup } from "./model.js";

const operators = ["EQ", "GT", "LT", "GE", "LE"];

export const autoscaleCommands: Commands = {
  listCounters: ({ cloud, params }) => {
    const id = params.optionalEntity("id", cloud.autoscale.counters);
    const shown = cloud.autoscale.counters.where((c) => !id || c === id);
    return page("counter", shown, params);
  },

  createCondition: (call) => {
    const { cloud, params } = call;
    const operator = operatorOf(params.required("relationaloperator"));
    const condition = cloud.autoscale.conditions.insert({
      counter: params.entity("counterid", cloud.autoscale.counters),
      operator,
      threshold: Number(params.required("threshold")),
      tenant: tenantOf(call),
    });
    const { id } = condition;
    return asynchronously(call, { type: "Condition", id }, () => ({ condition: renderCondition(condition) }));
  },

  updateCondition: (call) => {
    const { cloud, params } = call;
    const condition = own(call, params.entity("id", cloud.autoscale.conditions));
    const operator = operatorOf(params.required("relationaloperator"));
    const threshold = Number(params.required("threshold"));
    return asynchronously(call, { type: "Condition" }, () => {
      const users = cloud.autoscale.groups.where(
        (g) => g.state !== "DISABLED" && [...g.up, ...g.down].some((p) => p.conditions.includes(condition)),
      );
      if (users.length > 0) {
        const shown = JSON.stringify({ id: cloud.autoscale.conditions.number(condition.id), uuid: condition.id });
        throw jobFailure(
          536,
          `Cannot update condition Condition ${shown} as it is being used in ${users.length} vm groups NOT in Disabled state.`,
        );
      }
      Object.assign(condition, { operator, threshold });
      return { condition: renderCondition(condition) };
    });
  },

  deleteCondition: (call) => {
    const condition = own(call, call.params.entity("id", call.cloud.autoscale.conditions));
    return asynchronously(call, { type: "Condition" }, () => {
      call.cloud.autoscale.conditions.remove(condition.id);
      return { success: true };
    });
  },

  listConditions: (call) => {
    const { cloud, params } = call;
    const id = wanted(call);
    const shown = cloud.autoscale.conditions.where(visible(call)).filter((c) => id === undefined || c.id === id);
    return page("condition", shown.map(renderCondition), params);
  },

  createAutoScalePolicy: (call) => {
    const { cloud, params } = call;
    const policy = cloud.autoscale.policies.insert({
      name: params.optional("name"),
      action: params.required("action").toUpperCase() as Policy["action"],
      duration: params.integer("duration") ?? 0,
      quietTime: params.integer("quiettime") ?? 300,
      conditions: params.entities("conditionids", cloud.autoscale.conditions),
      tenant: tenantOf(call),
    });
    const { id } = policy;
    return asynchronously(call, { type: "AutoScalePolicy", id }, () => ({ autoscalepolicy: renderPolicy(policy) }));
  },

  updateAutoScalePolicy: (call) => {
    const { cloud, params } = call;
    const policy = own(call, params.entity("id", cloud.autoscale.policies));
    return asynchronously(call, { type: "AutoScalePolicy" }, () => {
      policy.duration = params.integer("duration") ?? policy.duration;
      policy.quietTime = params.integer("quiettime") ?? policy.quietTime;
      if (params.has("conditionids")) policy.conditions = params.entities("conditionids", cloud.autoscale.conditions);
      return { autoscalepolicy: renderPolicy(policy) };
    });
  },

  deleteAutoScalePolicy: (call) => {
    const policy = own(call, call.params.entity("id", call.cloud.autoscale.policies));
    return asynchronously(call, { type: "AutoScalePolicy" }, () => {
      call.cloud.autoscale.policies.remove(policy.id);
      return { success: true };
    });
  },

  listAutoScalePolicies: (call) => {
    const { cloud, params } = call;
    const id = wanted(call);
    const shown = cloud.autoscale.policies.where(visible(call)).filter((p) => id === undefined || p.id === id);
    return page("autoscalepolicy", shown.map(renderPolicy), params);
  },

  createAutoScaleVmProfile: (call) => {
    const { cloud, params, pairs, caller } = call;
    const userData = params.optional("userdata");
    if (userData !== undefined) refuseUserData(params.has("userdataid"), userData);
    const profile = cloud.autoscale.profiles.insert({
      zone: params.entity("zoneid", cloud.catalogue.zones),
      offering: params.entity("serviceofferingid", cloud.catalogue.serviceOfferings),
      template: params.entity("templateid", cloud.catalogue.templates),
      otherDeployParams: named(params.map("otherdeployparams", pairs), pairs, "otherdeployparams"),
      graceSeconds: params.integer("expungevmgraceperiod") ?? 120,
      userData,
      tenant: tenantOf(call),
      ...{ caller, details: {} },
    });
    const { id } = profile;
    return asynchronously(call, { type: "AutoScaleVmProfile", id }, () => ({
      autoscalevmprofile: renderProfile(profile),
    }));
  },

  updateAutoScaleVmProfile: (call) => {
    const { cloud, params } = call;
    const profile = own(call, params.entity("id", cloud.autoscale.profiles));
    return asynchronously(call, { type: "AutoScaleVmProfile" }, () => {
      if (cloud.autoscale.groups.where((g) => g.profile === profile && g.state !== "DISABLED").length > 0) {
        throw jobFailure(
          431,
          "The AutoScale Vm Profile can be updated only if the Vm Group it is associated with is disabled in state",
        );
      }
      profile.graceSeconds = params.integer("expungevmgraceperiod") ?? profile.graceSeconds;
      profile.userData = params.optional("userdata") ?? profile.userData;
      return { autoscalevmprofile: renderProfile(profile) };
    });
  },

  deleteAutoScaleVmProfile: (call) => {
    const profile = own(call, call.params.entity("id", call.cloud.autoscale.profiles));
    return asynchronously(call, { type: "AutoScaleVmProfile" }, () => {
      call.cloud.autoscale.profiles.remove(profile.id);
      return { success: true };
    });
  },

  listAutoScaleVmProfiles: (call) => {
    const { cloud, params } = call;
    const id = wanted(call);
    const shown = cloud.autoscale.profiles.where(visible(call)).filter((p) => id === undefined || p.id === id);
    return page("autoscalevmprofile", shown.map(renderProfile), params);
  },

  /** Of profiles only. */
  addResourceDetail: (call) => {
    const { cloud, params } = call;
    const profile = own(call, params.entity("resourceid", cloud.autoscale.profiles));
    const details = params.keyValues("details");
    return asynchronously(call, { type: "None" }, () => {
      for (const [key, value = ""] of details) profile.details[key] = value;
      return { success: true };
    });
  },

  listResourceDetails: (call) => {
    const { cloud, params } = call;
    const profile = own(call, params.entity("resourceid", cloud.autoscale.profiles));
    const resourcetype = params.required("resourcetype");
    const shown = Object.entries(profile.details).map(([key, value]) => ({
      ...{ resourceid: profile.id, resourcetype, key, value, fordisplay: true },
    }));
    return page("resourcedetail", shown, params);
  },

  createAutoScaleVmGroup: (call) => {
    const { cloud, params } = call;
    const rule = own(call, params.entity("lbruleid", cloud.balancers.table));
    const { minimum, maximum } = bounds(params.integer("minmembers") ?? 0, params.integer("maxmembers") ?? 0, badValue);
    if (cloud.autoscale.groups.where((g) => g.rule === rule).length > 0) {
      throw badValue(
        "an AutoScaleVmGroup is already attached to the lb rule, the existing vm group has to be first deleted",
      );
    }
    const group = cloud.autoscale.groups.insert({
      name: params.optional("name") ?? `AutoScale-VmGroup-${cloud.autoscale.groups.all().length}`,
      ...{ rule, minimum, maximum, interval: params.integer("interval") ?? 30, state: "ENABLED" },
      profile: params.entity("vmprofileid", cloud.autoscale.profiles),
      up: params.entities("scaleuppolicyids", cloud.autoscale.policies),
      down: params.entities("scaledownpolicyids", cloud.autoscale.policies),
      display: params.boolean("fordisplay") ?? true,
      ...{ created: cloud.now(), tenant: tenantOf(call), next: 1 },
    });
    const { id } = group;
    return asynchronously(call, { type: "AutoScaleVmGroup", id }, () => {
      void cloud.autoscale.tick(cloud);
      return { autoscalevmgroup: renderGroup(call, group) };
    });
  },

  updateAutoScaleVmGroup: (call) => {
    const { cloud, params } = call;
    const group = one(call);
    return asynchronously(call, { type: "AutoScaleVmGroup" }, () => {
      const [min, max, interval] = ["minmembers", "maxmembers", "interval"].map((name) => params.integer(name));
      const changes = min !== undefined || max !== undefined || interval !== undefined;
      if (changes && group.state !== "DISABLED") {
        throw jobFailure(
          431,
          "An AutoScale Vm Group can be updated with minMembers/maxMembers/Interval only when it is in disabled state",
        );
      }
      const next = bounds(min ?? group.minimum, max ?? group.maximum, (text) => jobFailure(431, text));
      Object.assign(group, next, { interval: interval ?? group.interval, name: params.optional("name") ?? group.name });
      if (params.has("scaleuppolicyids")) group.up = params.entities("scaleuppolicyids", cloud.autoscale.policies);
      if (params.has("scaledownpolicyids"))
        group.down = params.entities("scaledownpolicyids", cloud.autoscale.policies);
      return { autoscalevmgroup: renderGroup(call, group) };
    });
  },

  enableAutoScaleVmGroup: (call) => switched(call, "ENABLED"),
  disableAutoScaleVmGroup: (call) => switched(call, "DISABLED"),

  deleteAutoScaleVmGroup: (call) => {
    const { cloud, params } = call;
    const group = one(call);
    return asynchronously(call, { type: "AutoScaleVmGroup" }, async () => {
      const { autoscale } = cloud;
      const cleanup = params.boolean("cleanup") === true;
      const machines = autoscale.machinesOf(cloud, group).length;
      const why =
        group.state === "ENABLED"
          ? "it is in ENABLED state. Please disable it or pass cleanup=true flag which will destroy all VMs."
          : machines > 0
            ? `there are ${machines} VMs. Please remove the VMs or pass cleanup=true flag which will destroy all VMs.`
            : undefined;
      if (why !== undefined && !cleanup) {
        const shown = JSON.stringify({
          id: autoscale.groups.number(group.id),
          loadBalancerId: cloud.balancers.table.number(group.rule.id),
          name: group.name,
          profileId: autoscale.profiles.number(group.profile.id),
          uuid: group.id,
        });
        throw jobFailure(431, `Cannot delete autoscale vm group : AutoScaleVmGroup ${shown}. because ${why}`);
      }
      group.state = "DISABLED";
      await autoscale.idle();
      await autoscale.removeMachines(cloud, group);
      autoscale.groups.remove(group.id);
      return { success: true };
    });
  },

  listAutoScaleVmGroups: (call) => {
    const { cloud, params } = call;
    const id = wanted(call);
    const [rule, profile] = [params.optional("lbruleid"), params.optional("vmprofileid")];
    const shown = cloud.autoscale.groups
      .where(visible(call))
      .filter(
        (g) =>
          (id === undefined || g.id === id) && (!rule || g.rule.id === rule) && (!profile || g.profile.id === profile),
      );
    return page(
      "autoscalevmgroup",
      shown.map((g) => renderGroup(call, g)),
      params,
    );
  },
};

/** Of these kinds a list for an id that is gone is empty. */
const wanted = ({ params }: Call): string | undefined => params.optional("id");

const one = (call: Call): VmGroup => own(call, call.params.entity("id", call.cloud.autoscale.groups));

function operatorOf(word: string): string {
  if (operators.includes(word.toUpperCase())) return word.toUpperCase();
  throw new ApiError(431, `The Operator ${word} does not exist; Unable to create Condition.`, 4350);
}

function bounds(minimum: number, maximum: number, refused: (text: string) => ApiError) {
  if (minimum > maximum) throw refused(`minmembers (${minimum})cannot be greater than maxmembers (${maximum})`);
  return { minimum, maximum };
}

function switched(call: Call, state: VmGroup["state"]): object {
  const group = one(call);
  return asynchronously(call, { type: "AutoScaleVmGroup" }, () => {
    group.state = state;
    void call.cloud.autoscale.tick(call.cloud);
    return { autoscalevmgroup: renderGroup(call, group) };
  });
}

/** `otherdeployparams[0].name=a&otherdeployparams[0].value=b`. */
function named(
  sent: Record<string, string> | undefined,
  pairs: readonly [string, string][],
  name: string,
): Record<string, string> {
  if (!sent) return {};
  const at = (i: number, field: string) =>
    pairs.find(([key]) => key.toLowerCase() === `${name}[${i}].${field}`)?.[1] ?? "";
  const found: Record<string, string> = {};
  for (let i = 0; at(i, "name") !== ""; i += 1) found[at(i, "name")] = at(i, "value");
  return found;
}

function renderCondition({ id, counter, operator, threshold, tenant }: Condition): object {
  return known({
    ...{ id, threshold, relationaloperator: operator, counterid: counter.id, countername: counter.name, counter },
    ...tenantFields(tenant),
  });
}

function renderPolicy({ id, name, action, duration, quietTime, conditions, tenant }: Policy): object {
  return known({
    ...{ id, name, action, duration, quiettime: quietTime, conditions: conditions.map(renderCondition) },
    ...tenantFields(tenant),
  });
}

function renderProfile({ id, zone, offering, template, otherDeployParams, ...profile }: Profile): object {
  return known({
    ...{ id, zoneid: zone.id, serviceofferingid: offering.id, templateid: template.id },
    otherdeployparams: otherDeployParams,
    expungevmgraceperiod: profile.graceSeconds,
    counterparam: {},
    userdata: profile.userData,
    ...tenantFields(profile.tenant),
  });
}

function renderGroup({ cloud }: Call, group: VmGroup): object {
  const { id, name, rule, profile, minimum, maximum, interval, state, up, down, tenant } = group;
  const running = cloud.autoscale.machinesOf(cloud, group).filter((m) => m.state === "Running").length;
  return known({
    ...{ id, name, lbruleid: rule.id, associatednetworkname: rule.network?.name },
    ...{ associatednetworkid: rule.network?.id, lbprovider: "VirtualRouter", publicipid: rule.address.id },
    ...{ publicip: rule.address.address, publicport: String(rule.publicPort), privateport: String(rule.privatePort) },
    ...{ vmprofileid: profile.id, minmembers: minimum, maxmembers: maximum, availablevirtualmachinecount: running },
    ...{ interval, state, scaleuppolicies: up.map(renderPolicy), scaledownpolicies: down.map(renderPolicy) },
    ...tenantFields(tenant),
    ...{ fordisplay: group.display, created: timestamp(group.created), hasannotations: false },
  });
}
