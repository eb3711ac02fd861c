import type { ServiceOffering, Template, Zone } from "../catalogue/model.js";
import type { Cloud } from "../cloud.js";
import { jobFailure } from "../api-error.js";
import type { SecurityGroup } from "../groups/model.js";
import type { HostedMachine } from "../hypervisor/port.js";
import type { AffinityGroup } from "../keys/model.js";
import { hosted, type Network } from "../networks/model.js";
import { Table } from "../table.js";
import type { Tenant } from "../tenancy/model.js";

export interface Machine {
  id: string;
  name: string;
  displayName: string;
  group: string | undefined;
  tenant: Tenant;
  userId: string;
  userName: string;
  zone: Zone;
  template: Template;
  offering: ServiceOffering;
  network: Network;
  nicId: string;
  ipAddress: string;
  macAddress: string;
  instanceName: string;
  /** Base64, as it was sent. */
  userData: string | undefined;
  details: Record<string, string>;
  keyPairs: string[];
  affinity: AffinityGroup[];
  groups: SecurityGroup[];
  state: "Stopped" | "Starting" | "Running" | "Stopping" | "Destroyed" | "Error";
  created: Date;
  updated: Date;
}

export class Machines {
  readonly table = new Table<Machine>("VirtualMachine", 3, true);

  private made = 2;

  /** The number in the name that hosts know a machine by. */
  nextNumber(): number {
    this.made += 1;
    return this.made;
  }

  /** Finds a host, starts the network's router if need be, then the machine. What fails leaves it in state Error, or Stopped if it ran before. */
  async start(cloud: Cloud, machine: Machine, whenItFails: "Error" | "Stopped"): Promise<void> {
    if (!this.fits(cloud, machine)) {
      this.settle(cloud, machine, whenItFails);
      throw jobFailure(533, `No destination found for a deployment for VM instance ${this.shown(machine, "Stopped")}`);
    }
    machine.state = "Starting";
    try {
      await cloud.networks.implement(cloud, machine.network);
      await cloud.hypervisor.start(this.hosted(cloud, machine));
    } catch (error) {
      const why = this.shown(machine, "Starting");
      this.settle(cloud, machine, whenItFails);
      const cause = `Unable to create a deployment for VM instance ${why}`;
      throw jobFailure(530, `Unable to start a VM [${machine.id}] due to [${cause}]. ${(error as Error).message}`);
    }
    this.settle(cloud, machine, "Running");
    await cloud.reachability.refresh(cloud);
  }

  async stop(cloud: Cloud, machine: Machine, forced: boolean): Promise<void> {
    if (machine.state === "Running") {
      machine.state = "Stopping";
      await cloud.hypervisor.stop(machine.id, forced);
    }
    if (machine.state === "Stopping" || machine.state === "Starting") this.settle(cloud, machine, "Stopped");
    await cloud.reachability.refresh(cloud);
  }

  /** Destroyed machines keep their name, their address and their network busy until they are expunged. */
  async destroy(cloud: Cloud, machine: Machine, expunge: boolean): Promise<void> {
    await this.stop(cloud, machine, true);
    this.settle(cloud, machine, "Destroyed");
    if (expunge) await this.expunge(cloud, machine);
  }

  async expunge(cloud: Cloud, machine: Machine): Promise<void> {
    await cloud.hypervisor.expunge(machine.id);
    cloud.volumes.releaseOfMachine(cloud, machine);
    cloud.addresses.forgetMachine(machine);
    cloud.balancers.forgetMachine(machine);
    cloud.tags.removeAll(machine.id);
    this.table.remove(machine.id);
    await cloud.reachability.refresh(cloud);
  }

  settle(cloud: Cloud, machine: Machine, state: Machine["state"]): void {
    machine.state = state;
    machine.updated = cloud.now();
  }

  hosted(cloud: Cloud, machine: Machine): HostedMachine {
    const keys = machine.details["SSH.PublicKey"];
    return {
      id: machine.id,
      name: machine.name,
      instanceName: machine.instanceName,
      network: hosted(machine.network),
      macAddress: machine.macAddress,
      ipAddress: machine.ipAddress,
      userData: machine.userData === undefined ? undefined : Buffer.from(machine.userData, "base64"),
      publicKeys: keys,
      zoneName: machine.zone.name,
      offeringName: machine.offering.name,
      template: machine.template.name,
      disks: cloud.volumes.table
        .where((v) => v.machine === machine && v.type === "DATADISK")
        .map((v) => ({ id: v.id, size: v.size, deviceId: v.deviceId ?? 1 })),
    };
  }

  /** Whether the zone's hosts have room; a zone without a number has room for all. */
  private fits(cloud: Cloud, machine: Machine): boolean {
    const { capacity } = cloud.settings;
    if (!capacity) return true;
    const running = this.table.where((m) => m.zone === machine.zone && ["Starting", "Running"].includes(m.state));
    const used = (of: (o: ServiceOffering) => number) => running.reduce((sum, m) => sum + of(m.offering), 0);
    return (
      used((o) => o.cpuNumber) + machine.offering.cpuNumber <= capacity.cpus &&
      used((o) => o.memory) + machine.offering.memory <= capacity.memory
    );
  }

  private shown(machine: Machine, state: string): string {
    const { instanceName, id } = machine;
    return JSON.stringify({ id: this.table.number(id), instanceName, state, type: "User", uuid: id });
  }
}
