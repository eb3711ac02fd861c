import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, LabError } from "./command.js";
import type { Lab } from "./lab.js";
import { debianRoot } from "./root.js";

/** Where Debian's package user-mode-linux has the modules of its kernel. */
const modules = "/usr/lib/uml/modules";

/** What keeps this machine from it, in words; undefined when nothing does. */
export function lacksOwnKernel(): string | undefined {
  return existsSync("/usr/bin/linux.uml") && existsSync(modules)
    ? undefined
    : "linux.uml (apt-get install user-mode-linux; there is none but for amd64)";
}

/**
 * Why this processor does not run it, undefined where it does. Debian 12's user-mode Linux keeps the floating-point state of
 * a process in less room than a processor with AMX wants to have it set from, and its first process dies.
 */
export function refusedByProcessor(): string | undefined {
  if (!/\bamx_tile\b/.test(readFileSync("/proc/cpuinfo", "utf8"))) return undefined;
  const scratch = mkdtempSync(join(tmpdir(), "dinfra-own-kernel-"));
  try {
    const tried = ["mem=64M", "rootfstype=hostfs", "rootflags=/", "ro", "con=null", "con0=null,fd:1", "init=/bin/true"];
    const env = { ...process.env, TMPDIR: scratch, HOME: scratch };
    const { stdout } = spawnSync("linux.uml", tried, { env, timeout: 30_000, killSignal: "SIGKILL", encoding: "utf8" });
    const [said] = /ptrace set fp regs failed.*/.exec(stdout) ?? [];
    return said && `linux.uml does not run on this processor, which has AMX ("${said}")`;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Boots the Debian root, read-only, on a kernel of its own that runs as a process: for what the kernel of this machine may
 * refuse to a container, such as growing a mounted ext4 (CAP_SYS_RESOURCE). Its first process is the shell script, with the
 * path of `files` as its argument; it may write there, and ends with `poweroff -f`. Answers what it printed.
 */
export async function runOnOwnKernel(lab: Lab, script: string, files: string): Promise<string> {
  const scratch = join(lab.folder, "own-kernel");
  mkdirSync(scratch, { recursive: true });
  const [version] = readdirSync(modules);
  if (version === undefined) throw new LabError("LAB_KERNEL", `expected modules in ${modules}, found none`);
  cpSync(join(modules, version, "kernel/drivers/block/loop.ko"), join(files, "loop.ko"));
  cpSync(script, join(files, "init"));
  const boot = `mount -t hostfs none /mnt -o ${files} && exec sh /mnt/init /mnt`;
  const kernel = ["linux.uml", "mem=768M", "rootfstype=hostfs", `rootflags=${await debianRoot()}`, "ro", "quiet"];
  const console = ["con=null", "con0=null,fd:1", "con1=null", "ssl=null"];
  // Its memory is a file, and its processes are a group: all of both is gone at the end.
  const env = { ...process.env, TMPDIR: scratch, HOME: scratch };
  const limit = ["--signal=KILL", "240"];
  return command("timeout", [...limit, ...kernel, ...console, "init=/bin/sh", "--", "-c", `"${boot}"`], {
    env,
    timeout: 250_000,
  });
}

/** What the machine left in a file of its folder. */
export function leftBy(files: string, name: string): string {
  const file = join(files, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
