import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";

/** Where the tools of the launch are: fixed, because a PATH that a workload was given must not decide what root runs. */
export const toolFolders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Processes that one uid may have at once: a program that forks without end must not fill the machine's table. */
const maxProcesses = 4_096;
const shmMegabytes = 64;

export function findTool(name: string): string | undefined {
  return toolFolders.map((folder) => path.join(folder, name)).find((file) => fs.existsSync(file));
}

/** @throws isolation-impossible */
export function toolPath(name: string): string {
  const found = findTool(name);
  if (found !== undefined) return found;
  throw new HostError(
    "isolation-impossible",
    `expected the program ${name} in ${toolFolders.join(", ")}, found none: install it (apt-get install util-linux nftables)`,
  );
}

/**
 * What root runs first, each step becoming the next (exec), so that the pid and its session stay. The group comes before
 * anything that could start a process; privileges go last, with no way back.
 */
const outer = `echo $$ > "$1/cgroup.procs"; shift; exec "$@"`;
const inner = [
  "tmp=$1 cwd=$2; shift 2",
  'mount --bind "$tmp" /tmp',
  'mount --bind "$tmp" /var/tmp',
  "mount -o remount,bind,nosuid,nodev /tmp",
  "mount -o remount,bind,nosuid,nodev /var/tmp",
  `mount -t tmpfs -o nosuid,nodev,mode=1777,size=${shmMegabytes}m tmpfs /dev/shm`,
  "if [ -d /dev/mqueue ]; then mount -t mqueue -o nosuid,nodev,noexec mqueue /dev/mqueue; fi",
  "mount -t proc -o nosuid,nodev,noexec,hidepid=invisible proc /proc",
  'cd "$cwd"',
  'exec "$@"',
].join("\n");

export interface Launch {
  uid: number;
  /** Control group, which exists. */
  group: string;
  /** Folder that is /tmp and /var/tmp to the process. */
  temporary: string;
  cwd: string;
  command: string;
  args: readonly string[];
}

/** The command line that becomes `command args` as the uid, on its own. */
export function launchLine({ uid, group, temporary, cwd, command, args }: Launch): { file: string; args: string[] } {
  const sh = toolPath("sh");
  const drop = [
    toolPath("setpriv"),
    ...[`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs"],
    ...["--bounding-set=-all", "--inh-caps=-all", "--ambient-caps=-all", "--"],
  ];
  const limit = [toolPath("prlimit"), `--nproc=${maxProcesses}`, "--core=0", "--"];
  const enter = [toolPath("unshare"), "--mount", "--ipc", "--propagation=private", "--"];
  toolPath("mount");
  const steps = [...enter, sh, "-ec", inner, "sh", temporary, cwd, ...limit, ...drop, command, ...args];
  return { file: sh, args: ["-ec", outer, "sh", group, ...steps] };
}

/** Variables that change what the tools of the launch do, while these still run as root. */
export function isLoaderVariable(name: string): boolean {
  return /^(LD_|GLIBC_|GCONV_|MALLOC_|BASH_|ENV$|IFS$|SHELLOPTS$|PS4$|NLSPATH$|LOCPATH$|GETCONF_DIR$)/.test(name);
}

/** Whether the launch is over: the process has the uid, and is the tool that gave it no more. */
export function isLaunched(pid: number, uid: number): boolean {
  try {
    const uids = /^Uid:\s+(\d+)\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, "latin1"));
    const program = fs.readlinkSync(`/proc/${pid}/exe`);
    return Number(uids?.[1]) === uid && program !== fs.realpathSync(toolPath("setpriv"));
  } catch {
    return false;
  }
}
