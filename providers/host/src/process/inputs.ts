import { createHash } from "node:crypto";
import type { Isolation } from "../isolation/isolation.js";
import type { PeerProcess } from "../isolation/peers.js";
import { canonical } from "../values.js";

export interface Port {
  name: string;
  address: string;
  port: number;
}

export interface Probe {
  kind: "tcp" | "http" | "websocket";
  address: string;
  port: number;
  path?: string | null;
  method?: string | null;
  timeoutSeconds?: number | null;
}

/** Files that a process reads again when it gets a signal. */
export interface Reload {
  signal: string;
  /** Digest of the files: another one is when the signal is given. */
  digest: string;
}

/** Inputs of a process as check() leaves them: validated, defaults filled in, secrets in clear. */
export interface ProcessInputs {
  name: string;
  owner: string;
  root: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Absent: a folder of the process's own. */
  cwd?: string | null;
  ports: Port[];
  /** Loopback ports of others that it may reach. */
  peers?: { address: string; port: number }[] | null;
  /** Processes of other owners of the same stack whose named ports it may reach. */
  peerProcesses?: PeerProcess[] | null;
  readiness?: Probe | null;
  stopSignal: string;
  stopGraceSeconds: number;
  reload?: Reload | null;
  isolation?: Isolation | null;
}

/** What the process is made of: another value needs another process. */
export const makingInputs = ["name", "owner", "root", "command", "args", "env", "cwd", "ports"] as const;

/**
 * What is only done with it: another value needs no other process. Another isolation is not among them: what runs keeps
 * its user until it is moved by a command.
 */
export const handlingInputs = [
  ...["readiness", "stopSignal", "stopGraceSeconds", "reload", "peers", "peerProcesses"],
] as const;

/**
 * Identity of what is run. The root stands apart in the marks, in its canonical form. Several: a process that was started
 * before every process had a folder of its own bears the hash of the `/` that was the default then. It is the same
 * process, and is not started anew for its folder's sake.
 */
export function inputsHashes(inputs: ProcessInputs): [now: string, ...before: string[]] {
  const { name, owner, command, args, env, cwd, ports } = inputs;
  const hash = (folder: string | undefined) =>
    createHash("sha256")
      .update(canonical({ name, owner, command, args, env, cwd: folder, ports }))
      .digest("hex");
  return typeof cwd === "string" ? [hash(cwd)] : [hash(undefined), hash(formerCwd)];
}

/** Where processes ran that were given no folder, before each had its own. */
export const formerCwd = "/";
