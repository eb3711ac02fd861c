import { badValue } from "../api-error.js";
import type { DiskOffering, Zone } from "../catalogue/model.js";
import type { Cloud } from "../cloud.js";
import type { Machine } from "../machines/model.js";
import { Table } from "../table.js";
import type { Tenant } from "../tenancy/model.js";

export interface Volume {
  id: string;
  name: string;
  type: "ROOT" | "DATADISK";
  /** Bytes. */
  size: number;
  zone: Zone;
  offering: DiskOffering | undefined;
  tenant: Tenant;
  machine: Machine | undefined;
  deviceId: number | undefined;
  /** Allocated until it was on a machine for the first time: there are no bytes of it before. */
  state: "Allocated" | "Ready";
  created: Date;
  attached: Date | undefined;
}

export interface Snapshot {
  id: string;
  name: string;
  volumeId: string;
  volumeName: string;
  size: number;
  zone: Zone;
  tenant: Tenant;
  created: Date;
}

/** The slot that CloudStack keeps for the CD drive. */
const cdDrive = 3;

export class Volumes {
  readonly table = new Table<Volume>("Volume");
  readonly snapshots = new Table<Snapshot>("Snapshot");

  addRoot(cloud: Cloud, machine: Machine, size: number): void {
    const name = `ROOT-${cloud.machines.table.number(machine.id)}`;
    const volume = this.table.insert({
      ...fresh(cloud, name, "ROOT", size, machine.zone, machine.tenant),
      offering: undefined,
    });
    Object.assign(volume, { machine, deviceId: 0, state: "Ready" });
  }

  /** The disk of a machine's own disk offering: it is nobody's when the machine goes. */
  addOwn(cloud: Cloud, machine: Machine, offering: DiskOffering): void {
    const name = `DATA-${cloud.machines.table.number(machine.id)}`;
    const size = offering.size * 1024 ** 3;
    const volume = this.table.insert({
      ...fresh(cloud, name, "DATADISK", size, machine.zone, machine.tenant),
      offering,
    });
    Object.assign(volume, { machine, deviceId: 1, state: "Ready", attached: cloud.now() });
  }

  create(
    cloud: Cloud,
    name: string,
    size: number,
    zone: Zone,
    offering: DiskOffering | undefined,
    tenant: Tenant,
  ): Volume {
    return this.table.insert({ ...fresh(cloud, name, "DATADISK", size, zone, tenant), offering });
  }

  async attach(cloud: Cloud, volume: Volume, machine: Machine, wanted: number | undefined): Promise<void> {
    const used = new Set(this.table.where((v) => v.machine === machine).map((v) => v.deviceId));
    if (wanted !== undefined && used.has(wanted)) {
      throw badValue(`deviceId ${wanted} is used by another volume of vm ${machine.name}`);
    }
    const deviceId =
      wanted ?? [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].find((n) => n !== cdDrive && !used.has(n));
    if (deviceId === undefined)
      throw badValue(`The specified VM ${machine.name} already has the maximum number of data disks`);
    if (machine.state === "Running")
      await cloud.hypervisor.attach(machine.id, { id: volume.id, size: volume.size, deviceId });
    Object.assign(volume, { machine, deviceId, state: "Ready", attached: cloud.now() });
  }

  async detach(cloud: Cloud, volume: Volume): Promise<void> {
    if (volume.machine?.state === "Running") await cloud.hypervisor.detach(volume.machine.id, volume.id);
    Object.assign(volume, { machine: undefined, deviceId: undefined, attached: undefined });
  }

  async remove(cloud: Cloud, volume: Volume): Promise<void> {
    if (volume.type === "DATADISK" && volume.state === "Ready") await cloud.hypervisor.removeDisk(volume.id);
    cloud.tags.removeAll(volume.id);
    this.table.remove(volume.id);
  }

  /** The root disk goes with its machine, data disks stay behind, whoever made them. */
  releaseOfMachine(cloud: Cloud, machine: Machine): void {
    for (const volume of this.table.where((v) => v.machine === machine)) {
      if (volume.type === "ROOT") {
        cloud.tags.removeAll(volume.id);
        this.table.remove(volume.id);
      } else {
        Object.assign(volume, { machine: undefined, deviceId: undefined, attached: undefined });
      }
    }
  }
}

function fresh(cloud: Cloud, name: string, type: Volume["type"], size: number, zone: Zone, tenant: Tenant) {
  return {
    name,
    type,
    size,
    zone,
    tenant,
    machine: undefined,
    deviceId: undefined,
    state: "Allocated" as const,
    created: cloud.now(),
    attached: undefined,
  };
}
