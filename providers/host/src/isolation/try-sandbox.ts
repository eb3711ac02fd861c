import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import { insideOf } from "../proc/namespaces.js";
import { scan } from "../proc/scan.js";
import { sandboxLine } from "./sandbox.js";
import { endSession, isSandboxed, requireReadable } from "./sandboxed.js";
import { lookAtSystem, sandboxTools } from "./system.js";

const tryMs = 30_000;

/** What keeps users from namespaces, by a word of the message, and what to do about it. */
const advice: [RegExp, string][] = [
  [
    /external routable interface for any/i,
    "give this machine a default route: what workloads ask of other machines leaves by that",
  ],
  [
    /tun/i,
    "let every user open /dev/net/tun (mode 0666, as udev makes it; in a container, pass the device on and set its mode)",
  ],
  [
    /namespace|uid map|unshare|clone/i,
    "let users make user namespaces (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)",
  ],
  [/proc/i, "let users mount proc: in a container, its /proc must not be masked"],
];

/** The message with what to do about it, where that is known. */
export function advised(said: string): string {
  const known = advice.find(([word]) => word.test(said))?.[1];
  return known === undefined ? said : `${said}: ${known}`;
}

/**
 * Why processes of this root cannot have namespaces of their own here, in words that say what to do; undefined when they
 * can. Found by trying: a program is started as a workload is, and its network is entered as a link does. Changes nothing
 * that stays.
 *
 * @param hidden what else of the provider's no path to read may show
 */
export async function namespacesProblem(
  layout: Layout,
  readable: readonly string[],
  hidden?: readonly string[],
): Promise<string | undefined> {
  if (process.getuid?.() === 0)
    return "namespaces of their own are for a provider that is not root, and this is root: take own-user, which keeps more from them";
  try {
    const tools = sandboxTools();
    requireReadable(layout, readable, hidden);
    return await tryOut(tools);
  } catch (error) {
    if (error instanceof HostError) return error.message;
    throw error;
  }
}

async function tryOut(tools: ReturnType<typeof sandboxTools>): Promise<string | undefined> {
  // Of no use to anybody, and on no disk that might be full.
  const temporary = fs.mkdtempSync("/dev/shm/dinfra-probe-");
  const [uid, gid] = [process.getuid!(), process.getgid!()];
  const sees = { uid, gid, temporary, writable: [], readable: [], cwd: "/" };
  const { file, args } = sandboxLine(tools, lookAtSystem(tools), { ...sees, command: "cat", args: [] });
  const env = { PATH: "/usr/bin:/bin" };
  const child = spawn(file, args, { stdio: ["pipe", "ignore", "pipe"], env, detached: true });
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const ended = once(child, "close");
  try {
    const problem = await untilUp(child);
    if (problem !== undefined) {
      endSession(child.pid);
      await ended;
      const text = said.trim().split("\n").slice(-3).join("; ") || problem;
      return `a program could not be started in namespaces of its own: ${advised(text)}`;
    }
    return entered(tools.nsenter, child.pid!);
  } finally {
    endSession(child.pid);
    await ended.catch(() => undefined);
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

async function untilUp(child: ChildProcess): Promise<string | undefined> {
  const limit = performance.now() + tryMs;
  for (let pause = 5; performance.now() < limit; pause = Math.min(pause * 2, 100)) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return "it ended at once";
    if (isSandboxed(child.pid)) return undefined;
    await delay(pause);
  }
  return `it was not up within ${tryMs / 1000} s`;
}

const networkOf = (pid: number | "self") => fs.readlinkSync(path.join("/proc", String(pid), "ns", "net"));

function entered(nsenter: string, leader: number): string | undefined {
  const inside = insideOf(scan(), leader);
  if (!inside) return "a program in namespaces of its own ended at once";
  const network = networkOf(inside.pid);
  if (network === networkOf("self")) return "a program in namespaces of its own had no network of its own";
  const enter = [`--target=${inside.pid}`, "--user", "--net", "--preserve-credentials", "--"];
  const { status, stdout, stderr } = spawnSync(nsenter, [...enter, "readlink", "/proc/self/ns/net"], {
    encoding: "utf8",
    timeout: tryMs,
  });
  if (status === 0 && stdout.trim() === network) return undefined;
  return `the network of a program in namespaces of its own could not be entered: ${stderr.trim() || stdout.trim()}`;
}
