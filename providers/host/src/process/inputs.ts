import { createHash } from "node:crypto";
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

/** Inputs of a process as check() leaves them: validated, defaults filled in, secrets in clear. */
export interface ProcessInputs {
  name: string;
  owner: string;
  root: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  ports: Port[];
  readiness?: Probe | null;
  stopSignal: string;
  stopGraceSeconds: number;
}

/** What the process is made of: another value needs another process. */
export const makingInputs = ["name", "owner", "root", "command", "args", "env", "cwd", "ports"] as const;

/** What is only done with it: another value needs no other process. */
export const handlingInputs = ["readiness", "stopSignal", "stopGraceSeconds"] as const;

/** Identity of what is run. The root stands apart in the marks, in its canonical form. */
export function inputsHash(inputs: ProcessInputs): string {
  const { name, owner, command, args, env, cwd, ports } = inputs;
  return createHash("sha256").update(canonical({ name, owner, command, args, env, cwd, ports })).digest("hex");
}
