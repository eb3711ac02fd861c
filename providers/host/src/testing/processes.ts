import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import type { ProcessRecord } from "../process/record.js";
import { readStat } from "../proc/state.js";
import { eventually, nodeCommand } from "./scratch.js";

export const idle = nodeCommand("setInterval(() => {}, 1e6)");

export const sh = (script: string) => ({ command: "/bin/sh", args: ["-c", script] });

export const recordFile = (root: string, name = "a") => path.join(root, "processes", `${name}.json`);

export function editRecord(root: string, change: (record: ProcessRecord) => void): void {
  const whole = JSON.parse(fs.readFileSync(recordFile(root), "utf8")) as { record: ProcessRecord };
  change(whole.record);
  fs.writeFileSync(recordFile(root), JSON.stringify(whole));
}

/** Kills it and waits until its parent (this process) has taken note. */
export async function kill(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  await eventually(`end of ${pid}`, () => readStat(pid) === undefined);
}

/** A process that is nothing of ours, for the time of `work`. */
export async function withStranger(work: (pid: number, startTime: number) => Promise<void>): Promise<void> {
  const stranger = spawn("sleep", ["1000"], { detached: true });
  try {
    await work(stranger.pid!, readStat(stranger.pid!)!.startTime);
  } finally {
    stranger.kill("SIGKILL");
  }
}

/** Pids of `sleep <seconds>`, whatever they bear: numbers that a test uses once tell its processes apart. */
export function sleepsOf(seconds: string): number[] {
  return fs.readdirSync("/proc").flatMap((pid) => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, "latin1") === `sleep\0${seconds}\0` ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
