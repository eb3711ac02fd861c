import { BlockList, connect, createServer, type Server } from "node:net";
import type { Forwarding, HostedDisk, HostedMachine, HostedNetwork, Hypervisor } from "@dinfra/cloudstack-stand-in";
import type { Disk } from "../machines/lab/disk.js";
import type { Lab } from "../machines/lab/lab.js";
import type { Machine } from "../machines/lab/machine.js";
import type { Network } from "../machines/lab/network.js";

const MiB = 1024 ** 2;

/** The end of a name is what differs between machines of a group. */
const labName = (name: string) =>
  name
    .toLowerCase()
    .slice(-40)
    .replace(/^[^a-z]+/, "");

/** Makes the stand-in's machines boot: Debian in a lab, told who they are by the metadata service of their network's router. */
export class LabHypervisor implements Hypervisor {
  readonly machines = new Map<string, Machine>();
  private readonly networks = new Map<string, Network>();
  private readonly disks = new Map<string, Disk>();
  private readonly ways = new Map<string, Server>();

  constructor(private readonly lab: Lab) {}

  async openNetwork({ id, cidr }: HostedNetwork): Promise<void> {
    if (!this.networks.has(id)) this.networks.set(id, await this.lab.network({ cidr }));
  }

  async closeNetwork({ id }: HostedNetwork): Promise<void> {
    this.networks.get(id)?.close();
    this.networks.delete(id);
  }

  async start(machine: HostedMachine): Promise<void> {
    const known = this.machines.get(machine.id);
    if (known) return known.start();
    const network = this.networks.get(machine.network.id);
    const disks = await Promise.all(machine.disks.map((disk) => this.disk(disk)));
    const booted = await this.lab.boot({
      name: labName(machine.name),
      userData: machine.userData,
      metaData: {
        "instance-id": machine.id,
        "local-hostname": machine.name,
        "availability-zone": machine.zoneName,
        "service-offering": machine.offeringName,
        "public-keys": machine.publicKeys ?? "",
      },
      datasource: "cloudstack",
      address: machine.ipAddress,
      network,
      disks,
    });
    this.machines.set(machine.id, booted);
  }

  async stop(id: string, forced: boolean): Promise<void> {
    const machine = this.machines.get(id);
    await (forced ? machine?.cutPower() : machine?.stop());
  }

  async reboot(id: string): Promise<void> {
    await this.machines.get(id)?.reboot();
  }

  async expunge(id: string): Promise<void> {
    const machine = this.machines.get(id);
    if (machine) await this.lab.remove(machine);
    this.machines.delete(id);
  }

  async attach(machineId: string, wanted: HostedDisk): Promise<void> {
    const machine = this.machines.get(machineId);
    const disk = await this.disk(wanted);
    if (machine && !machine.disks.includes(disk)) await machine.attach(disk);
  }

  /** The guest lets go first, as one does that is told of an unplugging. */
  async detach(machineId: string, diskId: string): Promise<void> {
    const machine = this.machines.get(machineId);
    const disk = this.disks.get(diskId);
    if (!machine || !disk) return;
    await machine.attempt(`umount ${disk.device}`);
    machine.disks.splice(machine.disks.indexOf(disk), 1);
    await disk.detach();
  }

  async resize(diskId: string, size: number): Promise<void> {
    await this.disks.get(diskId)?.grow(size / MiB);
  }

  async removeDisk(diskId: string): Promise<void> {
    this.disks.delete(diskId);
  }

  /** The router, in user space: listens on the public address for as long as a rule opens the port. */
  async forward(open: Forwarding[]): Promise<void> {
    const wanted = new Map(open.map((way) => [JSON.stringify(way), way]));
    for (const [key, server] of this.ways) {
      if (wanted.has(key)) continue;
      this.ways.delete(key);
      await new Promise((resolve) => server.close(resolve));
    }
    for (const [key, way] of wanted) if (!this.ways.has(key)) this.ways.set(key, await listen(way));
  }

  async close(): Promise<void> {
    await this.forward([]);
  }

  private async disk({ id, size }: HostedDisk): Promise<Disk> {
    const known = this.disks.get(id);
    if (known) return known;
    const made = await this.lab.disk(size / MiB, id.replaceAll("-", "").slice(0, 20));
    this.disks.set(id, made);
    return made;
  }
}

function listen({ publicAddress, publicPort, address, port, cidrs }: Forwarding): Promise<Server> {
  const welcome = new BlockList();
  for (const [network = "", bits] of cidrs.map((cidr) => cidr.split("/"))) welcome.addSubnet(network, Number(bits));
  const server = createServer((client) => {
    if (!welcome.check(client.remoteAddress ?? "")) return client.destroy();
    const machine = connect(port, address);
    client.pipe(machine).pipe(client);
    for (const [one, other] of [
      [client, machine],
      [machine, client],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(publicPort, publicAddress, () => resolve(server));
  });
}
