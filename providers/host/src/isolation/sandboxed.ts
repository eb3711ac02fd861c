import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { HostError } from "../errors.js";
import { makeFolder } from "../files/directory.js";
import { inFolder } from "../files/open-folder.js";
import type { Layout } from "../layout.js";
import { depthOf, insideOf } from "../proc/namespaces.js";
import { readProcFile, scan } from "../proc/scan.js";
import { temporaryName, workFolderOf } from "../process/record.js";
import type { OwnNamespaces } from "../process/spawn.js";
import { listRecords } from "../records.js";
import { localNameServers, resolvConf } from "./filter.js";
import { nameServer } from "./sandbox.js";
import { sandboxTools } from "./system.js";

/** What a sandbox has of its own, or shows to nobody. */
const notToBeShown = ["/proc", "/sys", "/dev", "/run", "/etc", "/tmp", "/var/tmp"];

const isAtOrAbove = (folder: string, file: string) =>
  folder === file || file.startsWith(folder === "/" ? "/" : `${folder}/`);

/**
 * Why a path may not be given to a sandbox to read, or undefined: it would show what the sandbox is there to hide.
 * @param hidden the provider's own folders
 */
export function readableProblem(file: string, hidden: readonly string[]): string | undefined {
  const within = notToBeShown.find((folder) => isAtOrAbove(folder, file));
  if (within !== undefined) return `it lies in ${within}`;
  const shown = [...hidden, ...notToBeShown].find((folder) => isAtOrAbove(file, folder));
  return shown === undefined ? undefined : `it would show ${shown}`;
}

/**
 * @param hidden what else is the provider's and must not be shown
 * @throws isolation-impossible
 */
export function requireReadable(layout: Layout, files: readonly string[], hidden: readonly string[] = []): void {
  const own = [layout.root, os.homedir(), ...hidden.map((file) => path.resolve(file))];
  for (const file of files) {
    const real = realOf(file);
    const problem = real === undefined ? undefined : readableProblem(real, own.map((one) => realOf(one) ?? one)); // prettier-ignore
    if (problem !== undefined)
      throw new HostError(
        "isolation-impossible",
        `expected files and folders that workloads may read, found ${file}, but ${problem}: name the folder of the program itself`,
      );
  }
}

function realOf(file: string): string | undefined {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}

/** A program as it is found by a bare name or an absolute path; undefined when there is none. */
export function programPath(command: string, searched: string): string | undefined {
  const candidates = path.isAbsolute(command)
    ? [command]
    : searched.split(path.delimiter).map((folder) => path.join(folder, command));
  return candidates.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

const system = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** What a program needs to be seen beside the system: its file. */
export function seenBeside(program: string): string[] {
  return system.some((folder) => isAtOrAbove(folder, program)) ? [] : [program];
}

/** What the process of that name may see: its own folder, its owner's data folders, and what it is given to read. */
export function prepareNamespaces(
  layout: Layout,
  name: string,
  owner: string,
  readable: readonly string[],
): OwnNamespaces {
  sandboxTools();
  requireReadable(layout, readable);
  const home = workFolderOf(layout, name);
  clearTemporary(home);
  makeFolder(home, temporaryName);
  const data = listRecords(layout, "directories")
    .filter((one) => one.owner === owner)
    .map((one) => path.join(layout.data, one.name))
    .filter((folder) => fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory());
  return {
    kind: "namespaces",
    uid: process.getuid!(),
    gid: process.getgid!(),
    temporary: path.join(home, temporaryName),
    writable: [home, ...data],
    readable,
    ...ownResolvConf(layout),
  };
}

/** An earlier run may have left a link there, which must not be followed to something of the provider's. */
function clearTemporary(home: string): void {
  inFolder(home, (open) => {
    const stat = open.stat(temporaryName);
    if (stat && !stat.isDirectory()) open.unlink(temporaryName);
  });
}

/** Where the machine's name servers are on its loopback, which is out of reach, there is a stand-in for them. */
function ownResolvConf(layout: Layout): { resolvConf?: string } {
  const text = resolvConf();
  if (localNameServers(text).length === 0) return {};
  const file = path.join(layout.root, "resolv.conf");
  const rest = text.split("\n").filter((line) => /^(search|domain|options)\s/.test(line));
  inFolder(layout.root, (open) => {
    open.replace(
      "resolv.conf",
      Buffer.from([`nameserver ${nameServer}`, ...rest, ""].join("\n")),
      0o644,
      ".resolv.conf.new",
    );
  });
  return { resolvConf: file };
}

/** Whether something makes namespaces for the process of that name, as its command line tells, which everybody may read. */
export function isLaunching(layout: Layout, name: string): boolean {
  const mount = `\0${path.join(workFolderOf(layout, name), temporaryName)}\0/tmp\0`;
  return [...scan().keys()].some((pid) => readProcFile(pid, "cmdline")?.includes(mount));
}

/**
 * Kills what a launch that failed has left in the group of its leader, where there is anything: a pasta that cannot make a
 * network ends and leaves what was to become the program, which waits for ever and hides its marks.
 */
export function endSession(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Whether the launch is over: below the process that makes namespaces, the program runs and not bubblewrap any more. */
export function isSandboxed(leader: number): boolean {
  const all = scan();
  const first = insideOf(all, leader);
  const init = first && [...all.values()].find(({ ppid, pid }) => ppid === first.pid && depthOf(pid) > 2);
  const program = init && [...all.values()].find(({ ppid }) => ppid === init.pid);
  if (!program) return false;
  try {
    return fs.readlinkSync(`/proc/${program.pid}/exe`) !== fs.realpathSync(sandboxTools().bwrap);
  } catch {
    return false;
  }
}
