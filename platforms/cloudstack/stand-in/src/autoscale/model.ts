import { randomUUID } from "node:crypto";
import type { BalancerRule } from "../balancers/model.js";
import type { ServiceOffering, Template, Zone } from "../catalogue/model.js";
import type { Cloud } from "../cloud.js";
import { macAddress } from "../machines/deploy.js";
import type { Machine } from "../machines/model.js";
import type { Network } from "../networks/model.js";
import { Table } from "../table.js";
import type { Caller, Tenant } from "../tenancy/model.js";

export interface Counter {
  id: string;
  name: string;
  source: string;
  value: string;
  provider: string;
}

export interface Condition {
  id: string;
  counter: Counter;
  operator: string;
  threshold: number;
  tenant: Tenant;
}

export interface Policy {
  id: string;
  name: string | undefined;
  action: "SCALEUP" | "SCALEDOWN";
  duration: number;
  quietTime: number;
  conditions: Condition[];
  tenant: Tenant;
}

export interface Profile {
  id: string;
  zone: Zone;
  offering: ServiceOffering;
  template: Template;
  otherDeployParams: Record<string, string>;
  /** Seconds. */
  graceSeconds: number;
  userData: string | undefined;
  tenant: Tenant;
  caller: Caller;
  details: Record<string, string>;
}

export interface VmGroup {
  id: string;
  name: string;
  rule: BalancerRule;
  profile: Profile;
  minimum: number;
  maximum: number;
  interval: number;
  state: "ENABLED" | "DISABLED";
  up: Policy[];
  down: Policy[];
  display: boolean;
  created: Date;
  tenant: Tenant;
  /** Number in the name of its next machine. */
  next: number;
}

/** As every CloudStack has them, in the order of a real list: names come again for each provider of balancers. */
const counters: Omit<Counter, "id">[] = ["Netris", "VirtualRouter", "VpcVirtualRouter"].flatMap((provider) => [
  { name: "VM CPU - average percentage", source: "CPU", value: "vm.cpu.average.percentage", provider },
  { name: "VM Memory - average percentage", source: "MEMORY", value: "vm.memory.average.percentage", provider },
  ...(provider === "Netris"
    ? []
    : [
        ["Public Network - mbps received per vm", "public.network.received.average.mbps"],
        ["Public Network - mbps transmit per vm", "public.network.transmit.average.mbps"],
        ["Load Balancer - average connections per vm", "virtual.network.lb.average.connections"],
      ].map(([name = "", value = ""]) => ({ name, source: "VIRTUALROUTER", value, provider }))),
]);

/**
 * Groups that make machines by themselves. What a real server does every few seconds is done once after each change that may call for it, and
 * whenever a test says `tick`; a start that fails leaves a machine in state Error, which counts for nothing, so that ticks go beyond the maximum.
 */
export class Autoscale {
  readonly counters = new Table<Counter>("Counter");
  readonly conditions = new Table<Condition>("Condition");
  readonly policies = new Table<Policy>("AutoScalePolicy");
  readonly profiles = new Table<Profile>("AutoScaleVmProfile");
  readonly groups = new Table<VmGroup>("AutoScaleVmGroup");
  /** Machine's id → its group. */
  private readonly member = new Map<string, VmGroup>();
  private work: Promise<void> = Promise.resolve();

  constructor() {
    for (const counter of counters) this.counters.insert(counter);
  }

  groupOf(machine: Machine): VmGroup | undefined {
    return this.member.get(machine.id);
  }

  machinesOf(cloud: Cloud, group: VmGroup): Machine[] {
    return cloud.machines.table.where((m) => this.groupOf(m) === group);
  }

  /** Soon, and after the answer: groups that are enabled get as many machines as they want. */
  tick(cloud: Cloud): Promise<void> {
    this.work = this.work.then(async () => {
      for (const group of this.groups.all()) await this.settle(cloud, group);
    });
    return this.work;
  }

  /** Resolves when nothing is made or removed any more. */
  idle(): Promise<void> {
    return this.work;
  }

  /** What happens when a policy's conditions have held for its duration. For tests: nothing is measured here. */
  async fire(cloud: Cloud, policy: Policy): Promise<void> {
    for (const group of this.groups.where((g) => g.state === "ENABLED")) {
      const machines = this.running(cloud, group);
      if (group.up.includes(policy) && machines.length < group.maximum) await this.launch(cloud, group);
      // The newest goes first.
      const last = machines.at(-1);
      if (group.down.includes(policy) && last && machines.length > group.minimum) await this.retire(cloud, last);
    }
  }

  async removeMachines(cloud: Cloud, group: VmGroup): Promise<void> {
    for (const machine of this.machinesOf(cloud, group)) await this.retire(cloud, machine);
  }

  private running(cloud: Cloud, group: VmGroup): Machine[] {
    return this.machinesOf(cloud, group).filter((m) => m.state === "Running" || m.state === "Starting");
  }

  private async settle(cloud: Cloud, group: VmGroup): Promise<void> {
    const wanted = () => group.state === "ENABLED" && this.groups.get(group.id) === group;
    for (let missing = group.minimum - this.running(cloud, group).length; missing > 0 && wanted(); missing -= 1)
      await this.launch(cloud, group);
  }

  private async launch(cloud: Cloud, group: VmGroup): Promise<void> {
    const { profile, rule } = group;
    const network = rule.network as Network;
    const ipAddress = cloud.networks.guestAddress(cloud, network, undefined);
    const id = randomUUID();
    const name = `autoScaleVm-${group.name}-${group.next}-${randomUUID().slice(0, 6)}`;
    group.next += 1;
    const { otherDeployParams: more, tenant, caller } = profile;
    const machine = cloud.machines.table.insert({
      ...{ id, name, displayName: name, group: undefined, tenant, userId: caller.userId, userName: caller.userName },
      ...{ zone: profile.zone, template: profile.template, offering: profile.offering, network },
      ...{ nicId: randomUUID(), ipAddress, macAddress: macAddress(ipAddress) },
      instanceName: `i-${cloud.accounts.number(tenant.account.id)}-${cloud.machines.nextNumber()}-VM`,
      ...{ userData: profile.userData, details: {}, keyPairs: [], affinity: [], groups: [] },
      ...{ state: "Stopped", created: cloud.now(), updated: cloud.now() },
    });
    this.member.set(id, group);
    const rootSize = Number(more.rootdisksize ?? 0) * 1024 ** 3;
    cloud.volumes.addRoot(cloud, machine, Math.max(rootSize, machine.template.size));
    const offering = more.diskofferingid && cloud.catalogue.diskOfferings.get(more.diskofferingid);
    if (offering) cloud.volumes.addOwn(cloud, machine, offering);
    // Why it failed stands on the machine, which stays in state Error.
    const started = await cloud.machines.start(cloud, machine, "Error").then(
      () => true,
      () => false,
    );
    if (!started) return;
    rule.members = [...rule.members, machine];
    await cloud.reachability.refresh(cloud);
  }

  /** Out of the balancer first; the grace that its connections have is not waited for. Data disks stay behind, as they do on a real server. */
  private async retire(cloud: Cloud, machine: Machine): Promise<void> {
    cloud.balancers.forgetMachine(machine);
    await cloud.machines.destroy(cloud, machine, true);
    this.member.delete(machine.id);
  }
}
