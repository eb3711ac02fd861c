import type { Observed } from "@dinfra/port";
import type { Entity } from "../api/client.js";

/** What a group is made of, by its Pulumi type. None can be tagged: a rule has its tags in its description, the others are known by it. */
export const groupTypes = {
  rule: "cloudstack:index/loadbalancerRule:LoadbalancerRule",
  group: "cloudstack:index/autoscaleVmGroup:AutoscaleVmGroup",
  profile: "cloudstack:index/autoscaleVmProfile:AutoscaleVmProfile",
  policy: "cloudstack:index/autoscalePolicy:AutoscalePolicy",
  condition: "cloudstack:index/condition:Condition",
} as const;

interface Policy extends Entity {
  conditions?: Entity[];
}

/** Groups behind a rule of ours, with what each of them uses. */
export function groupsBehind(rules: readonly Observed[], groups: readonly Entity[]): Observed[] {
  const owners = new Map(rules.map(({ id, owner }) => [id, owner]));
  return groups.flatMap((group): Observed[] => {
    const owner = owners.get(String(group.lbruleid));
    if (owner === undefined) return [];
    const policies = [group.scaleuppolicies, group.scaledownpolicies].flatMap((list) => (list ?? []) as Policy[]);
    const conditions = policies.flatMap((policy) => policy.conditions ?? []);
    const named = ({ id, name }: Entity) => String(name ?? id);
    return [
      { type: groupTypes.group, id: group.id, name: named(group), owner },
      { type: groupTypes.profile, id: String(group.vmprofileid), name: String(group.vmprofileid), owner },
      ...policies.map((policy) => ({ type: groupTypes.policy, id: policy.id, name: named(policy), owner })),
      ...conditions.map((condition) => ({ type: groupTypes.condition, id: condition.id, name: condition.id, owner })),
    ];
  });
}

/** Machine's id → owner. A machine bears its group's name in its own, whatever the list says of it. */
export function ownersOfMembers(machines: readonly Entity[], groups: readonly Observed[]): Map<string, string> {
  const ours = groups.filter(({ type }) => type === groupTypes.group);
  const pairs = machines.flatMap((machine): [string, string][] => {
    const group = ours.find(({ name }) => String(machine.name).startsWith(`autoScaleVm-${name}-`));
    return group ? [[machine.id, group.owner]] : [];
  });
  return new Map(pairs);
}
