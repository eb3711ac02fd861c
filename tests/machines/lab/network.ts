import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import { inGroup, makeGroup } from "./cgroup.js";
import { command, LabError } from "./command.js";
import { withLock } from "./lock.js";
import { answer, serveMetadata, type Entry, type Metadata } from "./metadata.js";

/** Addresses of machines end in 10 to 250; the first ones are for what a test puts beside them. */
const first = 10;
const last = 250;

export interface NetworkOptions {
  /** A /24 that this machine has no route to; the lab finds one itself when none is given. */
  cidr?: string;
  /** Serves the machines' metadata instead of the lab, for a test that plays the cloud. */
  metadata?: Metadata;
}

/** Where one machine is plugged in. */
export interface Port {
  address: string;
  mac: string;
  /** The network namespace that the machine runs in; its interface there is ens3. */
  namespace: string;
  /** The other end, on this machine's bridge. */
  interface: string;
}

/**
 * A bridge with a DHCP and name server and a metadata service at its own address, as a cloud's virtual router has them.
 * Nothing leads out of it but to this machine.
 */
export class Network {
  private readonly used = new Set<number>();
  private readonly entries = new Map<string, Entry>();
  private server: Server | undefined;

  private constructor(
    /** "10.213.7" */
    readonly prefix: string,
    readonly bridge: string,
    private readonly lab: string,
  ) {}

  /** This machine's address in the network, and that of the DHCP, name and metadata servers. */
  get gateway(): string {
    return `${this.prefix}.1`;
  }

  get cidr(): string {
    return `${this.prefix}.0/24`;
  }

  static async make(
    lab: string,
    folder: string,
    index: number,
    options: NetworkOptions,
    lock: string,
  ): Promise<Network> {
    const bridge = `${lab}b${index}`;
    const prefix = await withLock(lock, async () => {
      const free = await freePrefix(options.cidr);
      await command("ip", ["link", "add", bridge, "type", "bridge"]);
      await command("ip", ["address", "add", `${free}.1/24`, "dev", bridge]);
      await command("ip", ["link", "set", bridge, "up"]);
      return free;
    });
    const network = new Network(prefix, bridge, lab);
    await network.serveDhcp(folder);
    const metadata: Metadata =
      options.metadata ??
      (({ address, path }) => {
        const entry = network.entries.get(address);
        return entry && answer(entry, path);
      });
    network.server = await serveMetadata(network.gateway, metadata);
    return network;
  }

  private mac(end: number): string {
    return ["02", "64", "6d", ...this.prefix.split(".").slice(1), String(end)]
      .map((part, index) => (index < 3 ? part : Number(part).toString(16).padStart(2, "0")))
      .join(":");
  }

  /** A machine's address is a function of its hardware address, so that it is the same after every boot. */
  private async serveDhcp(folder: string): Promise<void> {
    const ends = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    const hosts = join(folder, `${this.bridge}.hosts`);
    writeFileSync(hosts, ends.map((end) => `${this.mac(end)},${this.prefix}.${end}\n`).join(""));
    const args = [
      ...[
        "--conf-file=/dev/null",
        "--user=root",
        "--keep-in-foreground",
        "--pid-file=",
        "--log-facility=-",
        "--no-hosts",
        "--no-resolv",
      ],
      ...["--bind-interfaces", `--interface=${this.bridge}`, "--except-interface=lo"],
      ...[`--dhcp-range=${this.prefix}.0,static,255.255.255.0,12h`, `--dhcp-hostsfile=${hosts}`],
      ...[`--dhcp-leasefile=${join(folder, `${this.bridge}.leases`)}`, "--dhcp-authoritative", "--no-ping"],
      `--address=/data-server/${this.gateway}`, // CloudStack's name for where the metadata is
    ];
    const [file, words] = inGroup(makeGroup(this.lab, "servers"), ["dnsmasq", ...args]);
    const child = spawn(file, words, { stdio: ["ignore", "ignore", "pipe"] });
    await new Promise<void>((resolve, reject) => {
      let said = "";
      child.stderr.on("data", (data: Buffer) => {
        said += data.toString();
        if (/DHCP, sockets bound/.test(said)) resolve();
      });
      setTimeout(() => reject(new LabError("LAB_DHCP", `dnsmasq does not serve after 30 s: ${said}`)), 30_000).unref();
      child.once("close", (code) => reject(new LabError("LAB_DHCP", `dnsmasq ended with ${code}: ${said}`)));
    });
    child.stderr.removeAllListeners("data").resume();
    child.unref();
    (child.stderr as unknown as { unref(): void }).unref();
  }

  /** Plugs a machine in, at an address of its own or the one asked for. */
  async plug(index: number, address?: string): Promise<Port> {
    const end = this.end(address);
    this.used.add(end);
    const port = {
      address: `${this.prefix}.${end}`,
      mac: this.mac(end),
      namespace: `${this.lab}n${index}`,
      interface: `${this.lab}h${index}`,
    };
    await command("ip", ["netns", "add", port.namespace]);
    const peer = ["peer", "name", "ens3", "address", port.mac, "netns", port.namespace];
    await command("ip", ["link", "add", port.interface, "type", "veth", ...peer]);
    await command("ip", ["link", "set", port.interface, "master", this.bridge, "up"]);
    return port;
  }

  async unplug(port: Port): Promise<void> {
    await command("ip", ["netns", "delete", port.namespace]);
    this.used.delete(Number(port.address.split(".")[3]));
    this.entries.delete(port.address);
  }

  private end(address: string | undefined): number {
    if (address === undefined) {
      for (let end = first; end <= last; end++) if (!this.used.has(end)) return end;
      throw new LabError("LAB_NETWORK_FULL", `expected a free address in ${this.cidr}, found none: remove a machine`);
    }
    const end = Number(address.split(".")[3]);
    if (!address.startsWith(`${this.prefix}.`) || !(end >= first && end <= last) || this.used.has(end)) {
      throw new LabError(
        "LAB_ADDRESS",
        `expected a free address in ${this.prefix}.${first} to .${last}, found ${address}`,
      );
    }
    return end;
  }

  /** What the lab's own metadata service answers the machine with this address. */
  describe(address: string, entry: Entry): void {
    this.entries.set(address, entry);
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}

async function freePrefix(cidr: string | undefined): Promise<string> {
  const seen = (await command("ip", ["-4", "route", "show", "table", "all"])).split("\n");
  const taken = (prefix: string): boolean => seen.some((line) => line.includes(`${prefix}.`));
  if (cidr !== undefined) {
    const prefix = /^(\d+\.\d+\.\d+)\.0\/24$/.exec(cidr)?.[1];
    if (prefix === undefined) throw new LabError("LAB_CIDR", `expected a network like 10.1.1.0/24, found ${cidr}`);
    if (taken(prefix))
      throw new LabError("LAB_CIDR", `expected a network without a route, found one to ${cidr}: take another`);
    return prefix;
  }
  for (let third = 0; third < 256; third++) if (!taken(`10.213.${third}`)) return `10.213.${third}`;
  throw new LabError("LAB_CIDR", "expected a free network in 10.213.0.0/16, found none: close other labs");
}
