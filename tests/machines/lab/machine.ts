import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { until } from "../../world/until.js";
import { allowDevices, inGroup, limitGroup, makeGroup, members, type Limits } from "./cgroup.js";
import { attempt, command, LabError, type CommandOptions, type Result } from "./command.js";
import { mountsOf, stopFileSystem } from "./cut.js";
import { makeDisk, type Disk } from "./disk.js";
import { present, writeInit, writeRules } from "./init.js";
import type { Network, Port } from "./network.js";
import { writeSeed, type Datasource } from "./seed.js";

export interface BootOptions {
  /** Also the host name, unless the metadata says another. A name can be taken again after `remove`. */
  name: string;
  userData?: string | Buffer;
  metaData?: Record<string, string>;
  /** "nocloud" unless said. */
  datasource?: Datasource;
  disks?: Disk[];
  network?: Network;
  address?: string;
  /** Folders or files of this machine, by where the machine sees them; read-only. */
  binds?: Record<string, string>;
  limits?: Partial<Limits>;
  /** false: only `exec` works, no systemd, no cloud-init: for steps that need no boot. It takes a moment instead of ten seconds. */
  boots?: boolean;
}

/** systemd-nspawn's exit code when the machine asked for a reboot. */
const rebootAsked = 133;
const bootLimit = 180_000;

/** A machine. Its own writes go to a disk of its own over the Debian root, so that a power cut is one for them, too. */
export class Machine {
  private process: ChildProcess | undefined;
  private exited: Promise<number> = Promise.resolve(0);
  private starting: Promise<void> | undefined;
  private stopping = false;
  private initPid: number | undefined;
  readonly disks: Disk[];

  private constructor(
    private readonly lab: string,
    private readonly folder: string,
    private readonly system: Disk,
    readonly options: BootOptions,
    readonly network: Network,
    readonly port: Port,
    private readonly lower: string,
  ) {
    this.disks = [...(options.disks ?? [])];
  }

  static async make(
    lab: string,
    folder: string,
    lower: string,
    options: BootOptions,
    network: Network,
    port: Port,
  ): Promise<Machine> {
    mkdirSync(join(folder, "system"), { recursive: true });
    mkdirSync(join(folder, "root"));
    const system = await makeDisk(folder, "system", 8192);
    await command("mkfs.ext4", ["-q", "-F", "-E", "lazy_itable_init=1,lazy_journal_init=1", system.file]);
    return new Machine(lab, folder, system, options, network, port, lower);
  }

  get name(): string {
    return this.options.name;
  }

  get address(): string {
    return this.port.address;
  }

  get isRunning(): boolean {
    return this.process !== undefined;
  }

  /** The machine's root as this machine sees it, while the machine runs. */
  get root(): string {
    return join(this.folder, "root");
  }

  /** What the machine printed on its console, all boots. */
  get console(): string {
    const file = join(this.folder, "console.log");
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  private get group(): string {
    return `machine-${this.name}`;
  }

  /** Turns the machine on. Answers when its first process runs; see `booted` and `bootFinished`. */
  async start(): Promise<void> {
    if (this.process !== undefined) throw new LabError("LAB_RUNS", `expected ${this.name} to be off, found it running`);
    await this.mount();
    for (const disk of this.disks) await disk.attach();
    const { datasource = "nocloud", userData = "", metaData = {}, boots = true, limits } = this.options;
    writeSeed(this.root, datasource, userData, metaData);
    writeRules(this.root, this.disks);
    writeInit(this.root, this.disks, boots);
    const files = makeGroup(this.lab, this.group);
    const allowed = { processes: 4096, memoryMiB: 3072, ...limits };
    limitGroup(this.lab, this.group, allowed, this.disks.map((disk) => disk.number)); // prettier-ignore
    this.launch(files);
    // A machine that ends at once is one to hear of now, and not when all that was to run on it was waited for in vain.
    await this.init();
  }

  private launch(files: string[]): void {
    const binds = Object.entries(this.options.binds ?? {}).map(([inside, outside]) => `--bind-ro=${outside}:${inside}`);
    const nspawn = [
      ...["nsenter", `--net=/run/netns/${this.port.namespace}`, "systemd-nspawn", "--quiet", "--keep-unit"],
      ...["--register=no", "--settings=no", `--directory=${this.root}`, `--machine=${this.name}`],
      ...["--capability=CAP_NET_ADMIN,CAP_NET_RAW", "--kill-signal=SIGRTMIN+3", "--link-journal=no"],
      ...["--resolv-conf=off", "--timezone=off", ...binds, "/sbin/lab-init"],
    ];
    const log = openSync(join(this.folder, "console.log"), "a");
    const [file, args] = inGroup(files, nspawn);
    const child = spawn(file, args, { stdio: ["ignore", log, log] });
    closeSync(log);
    this.process = child;
    this.initPid = undefined;
    this.exited = new Promise((resolve) => {
      child.once("error", () => resolve(127));
      child.once("close", (code) => resolve(code ?? 128));
    });
    void this.exited.then((code) => this.ended(code));
  }

  private ended(code: number): void {
    this.process = undefined;
    this.initPid = undefined;
    if (code !== rebootAsked || this.stopping) return;
    // The machine's own reboot: its disks and its root stay, as with a warm reset.
    this.launch(makeGroup(this.lab, this.group));
  }

  /** The pid here of the machine's first process. */
  private async init(): Promise<number> {
    if (this.initPid !== undefined) return this.initPid;
    const found = await until(
      () => (this.process === undefined ? -1 : firstProcess(this.process.pid!)),
      (pid) => pid !== undefined,
      90_000,
      50,
    );
    if (found === -1) throw new LabError("LAB_OFF", `expected ${this.name} to run, found it off: ${this.lastWords()}`);
    this.initPid = found;
    return found!;
  }

  private lastWords(): string {
    return this.console.split("\n").slice(-10).join("\n");
  }

  /** Runs a shell command line in the machine, whatever its exit code is. */
  async attempt(line: string, options: CommandOptions = {}): Promise<Result> {
    const pid = await this.init();
    const enter = ["-t", String(pid), "-m", "-u", "-i", "-n", "-p", "-C", "--", "/bin/sh", "-c", line];
    return attempt("nsenter", enter, { env: machineEnvironment, ...options });
  }

  /** Runs a shell command line that must succeed; answers what it printed, without the last line break. */
  async exec(line: string, options: CommandOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.attempt(line, options);
    if (code === 0) return stdout.replace(/\n$/, "");
    throw new LabError(
      "LAB_EXEC",
      `expected exit code 0 of "${line}" in ${this.name}, found ${code}: ${stderr || stdout}`,
    );
  }

  /** systemd has brought up all that it starts by itself. */
  async booted(): Promise<void> {
    await until(
      async () => (await this.attempt("systemctl is-system-running --wait", { timeout: bootLimit })).stdout.trim(),
      (state) => state === "running" || state === "degraded",
      bootLimit,
    );
  }

  /** cloud-init has run all that the user data says. Throws what it complained of, if it did. */
  async bootFinished(): Promise<void> {
    const { code, stdout } = await until(
      () => this.attempt("cloud-init status --wait --long", { timeout: bootLimit }),
      ({ stdout: said }) => /^status: (done|error|disabled)$/m.test(said),
      bootLimit,
    );
    if (code === 0 && /^status: done$/m.test(stdout)) return;
    const log = await this.attempt("cat /run/cloud-init/result.json; tail -n 40 /var/log/cloud-init-output.log");
    throw new LabError(
      "LAB_CLOUD_INIT",
      `expected cloud-init of ${this.name} to be done, found ${stdout}\n${log.stdout}`,
    );
  }

  /** An orderly reboot, by systemd. Answers when the machine's first process runs again. */
  async reboot(): Promise<void> {
    const before = await this.init();
    const gone = this.exited;
    await this.attempt("systemctl reboot");
    await gone;
    await until(() => this.init(), (pid) => pid !== before); // prettier-ignore
  }

  /**
   * The power fails: every file system on a disk of this machine stops at this moment, the processes are killed, and the
   * disks hold what had been written to them. The machine is off afterwards; `start` boots it afresh.
   */
  async cutPower(): Promise<void> {
    const pids = [process.pid, ...members(this.lab, this.group)];
    const disks = [this.system, ...this.disks];
    const numbers = disks.map((disk) => disk.number);
    await Promise.all(mountsOf(pids, numbers).map(({ path }) => stopFileSystem(path)));
    for (const disk of disks) await disk.keepWhatIsWritten(); // while they are mounted: unmounting would write
    this.stopping = true;
    for (const pid of members(this.lab, this.group)) killHard(pid);
    await this.off();
    for (const disk of disks) await disk.becomeTheCopy();
  }

  /** An orderly shutdown. */
  async stop(): Promise<void> {
    if (this.process === undefined) return;
    this.stopping = true;
    if (this.options.boots === false)
      members(this.lab, this.group).forEach(killHard); // nobody there to ask
    else this.process.kill("SIGTERM");
    const limit = setTimeout(() => members(this.lab, this.group).forEach(killHard), 90_000);
    await this.exited;
    clearTimeout(limit);
    await this.off();
  }

  private async off(): Promise<void> {
    await this.exited;
    await until(() => members(this.lab, this.group).length === 0);
    await command("umount", [this.root]);
    await command("umount", [join(this.folder, "system")]);
    for (const disk of [this.system, ...this.disks]) await disk.detach();
    this.stopping = false;
  }

  private async mount(): Promise<void> {
    const system = join(this.folder, "system");
    await this.system.attach();
    await command("mount", [this.system.device!, system]);
    mkdirSync(join(system, "upper"), { recursive: true });
    mkdirSync(join(system, "work"), { recursive: true });
    const layers = `lowerdir=${this.lower},upperdir=${join(system, "upper")},workdir=${join(system, "work")}`;
    await command("mount", ["-t", "overlay", "overlay", "-o", layers, this.root]);
  }

  /** Gives a running machine another disk. udev names it as it names those that were there at the boot. */
  async attach(disk: Disk): Promise<void> {
    if (!this.isRunning)
      throw new LabError("LAB_OFF", `expected ${this.name} to run, found it off: name its disks at boot`);
    // A machine in the first moments of its boot has no udev yet that would name the disk.
    await until(() => this.attempt("udevadm control --ping"), ({ code }) => code === 0, bootLimit); // prettier-ignore
    await disk.attach();
    this.disks.push(disk);
    allowDevices(this.lab, this.group, [disk.number]);
    writeRules(this.root, this.disks);
    await this.exec(
      `${present(disk)}; udevadm control --reload && udevadm trigger --action=add /sys/class/block/${disk.device!.slice(5)}`,
    );
  }
}

const machineEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
  HOME: "/root",
};

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Of the children of nspawn the one that is process 1 of a namespace of its own, once it is what lab-init becomes. */
function firstProcess(nspawn: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${nspawn}/task/${nspawn}/children`, "utf8").trim().split(" ").filter(Boolean);
    return children
      .map(Number)
      .filter((pid) => /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, "utf8")))
      .find((pid) => /\/(systemd|sleep)$/.test(readlinkSync(`/proc/${pid}/exe`)));
  } catch {
    return undefined;
  }
}
