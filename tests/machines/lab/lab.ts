import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command, LabError } from "./command.js";
import { makeDisk, type Disk } from "./disk.js";
import { Machine, type BootOptions } from "./machine.js";
import { Network, type NetworkOptions } from "./network.js";
import { debianRoot, labFolder } from "./root.js";

const reaper = join(__dirname, "reap.sh");

/**
 * Machines for one test: networks, disks and what boots with them. `close` removes all of it, and so does the end of this
 * process, however it ends: a process of its own waits for that (reap.sh).
 */
export class Lab {
  private readonly machines = new Map<string, Machine | undefined>();
  private readonly networks: Network[] = [];
  private standard: Promise<Network> | undefined;
  private ports = 0;

  private constructor(
    /** "dm" and five more; everything of this lab outside its folder bears it. */
    readonly id: string,
    readonly folder: string,
    private readonly lower: string,
    private readonly watcher: ChildProcess,
  ) {}

  static async open(): Promise<Lab> {
    const lower = await debianRoot((line) => process.stderr.write(`${line}\n`));
    const labs = join(labFolder(), "labs");
    mkdirSync(labs, { recursive: true });
    await reapAbandoned(labs);
    const id = `dm${BigInt(`0x${randomBytes(8).toString("hex")}`)
      .toString(36)
      .slice(-5)}`;
    const folder = join(labs, id);
    const draft = join(labs, `.${id}.${process.pid}`);
    mkdirSync(draft);
    writeFileSync(join(draft, "owner"), JSON.stringify(self()));
    renameSync(draft, folder);
    mkdirSync(join(folder, "disks"));
    const watcher = spawn("bash", [reaper, folder], { stdio: ["pipe", "ignore", "pipe"], detached: true });
    for (const part of [watcher, watcher.stdin, watcher.stderr]) (part as unknown as { unref(): void }).unref();
    return new Lab(id, folder, lower, watcher);
  }

  /** Another network; machines that name none share one. */
  async network(options: NetworkOptions = {}): Promise<Network> {
    const lock = join(labFolder(), "network.lock");
    const network = await Network.make(this.id, this.folder, this.networks.length, options, lock);
    this.networks.push(network);
    return network;
  }

  /** A blank disk. */
  disk(sizeMiB: number, id = `d${randomBytes(6).toString("hex")}`): Promise<Disk> {
    return makeDisk(join(this.folder, "disks"), id, sizeMiB);
  }

  /** Makes a machine and turns it on. Answers when its first process runs. */
  async boot(options: BootOptions): Promise<Machine> {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(options.name) || this.machines.has(options.name)) {
      throw new LabError("LAB_NAME", `expected a free name of small letters, digits and "-", found "${options.name}"`);
    }
    this.machines.set(options.name, undefined); // taken, also while it is being made
    const index = this.ports++;
    const network = options.network ?? (await (this.standard ??= this.network()));
    const port = await network.plug(index, options.address);
    const { name, userData = "", datasource } = options;
    const metaData = { "instance-id": `i-${this.id}-${index}`, "local-hostname": name, ...options.metaData };
    if (datasource === "cloudstack") network.describe(port.address, { userData, metaData });
    const folder = join(this.folder, `machine-${index}`);
    const machine = await Machine.make(this.id, folder, this.lower, { ...options, metaData }, network, port);
    this.machines.set(name, machine);
    await machine.start();
    return machine;
  }

  /** Takes a machine away, its disks stay. Its name and address are free again. */
  async remove(machine: Machine): Promise<void> {
    await machine.stop();
    await machine.network.unplug(machine.port);
    this.machines.delete(machine.name);
  }

  async close(): Promise<void> {
    for (const network of this.networks) network.close();
    let said = "";
    this.watcher.stderr!.on("data", (data: Buffer) => (said += data.toString()));
    this.watcher.stdin!.end();
    if (this.watcher.exitCode === null) await once(this.watcher, "close");
    if (this.watcher.exitCode !== 0)
      throw new LabError("LAB_REMAINS", `expected nothing of ${this.id} to remain: ${said}`);
  }
}

interface Owner {
  pid: number;
  /** A pid is used again; with its start it is not. */
  start: string;
}

function self(): Owner {
  return { pid: process.pid, start: startOf(process.pid)! };
}

function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    return undefined;
  }
}

/** Labs whose owner and whose watcher were both killed. */
async function reapAbandoned(labs: string): Promise<void> {
  for (const name of readdirSync(labs)) {
    const folder = join(labs, name);
    if (name.startsWith(".")) {
      if (startOf(Number(name.split(".")[2])) === undefined) rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!existsSync(join(folder, "owner"))) continue;
    const owner = JSON.parse(readFileSync(join(folder, "owner"), "utf8")) as Owner;
    if (startOf(owner.pid) !== owner.start) await command("bash", [reaper, folder]);
  }
}
