import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostError } from "./errors.js";
import type { Layout } from "./layout.js";
import { bootId } from "./proc/boot.js";
import { processState, readStat } from "./proc/state.js";

/*
 * A lock is an empty file whose name says everything: <key>~<pid>~<start time>~<boot>~<nonce>. Everybody who wants the
 * lock announces itself by making its own file (one atomic step, and nothing to write on a full disk), then looks who
 * else is there: alone, it has the lock; else it withdraws and tries again. The last to announce itself always sees the
 * others, so two never have it. As no name is ever used twice, removing the file of a dead owner can never hit the lock
 * of a living one, which is where breaking a lock file of one fixed name goes wrong.
 */

interface Holder {
  file: string;
  pid: number;
  startTime: number;
  boot: string;
}

function parseHolder(layout: Layout, key: string, name: string): Holder | undefined {
  const [of, pid, startTime, boot] = name.split("~");
  if (of !== key || !boot) return undefined;
  return { file: path.join(layout.locks, name), pid: Number(pid), startTime: Number(startTime), boot };
}

/** A lock is stale only when its owner is gone for certain: another process under the pid, none, or another boot. */
function isAlive(holder: Holder): boolean {
  return processState(holder.pid, holder.startTime, holder.boot) === "running";
}

function others(layout: Layout, key: string, own: string): Holder[] {
  const alive: Holder[] = [];
  for (const name of fs.readdirSync(layout.locks)) {
    const holder = parseHolder(layout, key, name);
    if (!holder || holder.file === own) continue;
    if (isAlive(holder)) alive.push(holder);
    else fs.rmSync(holder.file, { force: true });
  }
  return alive;
}

/** Gives the release function, or who has the lock. */
export function tryLock(layout: Layout, key: string): { release: () => void } | { heldBy: number } {
  const me = readStat(process.pid);
  const name = [key, process.pid, me?.startTime, bootId(), randomBytes(6).toString("hex")].join("~");
  const own = path.join(layout.locks, name);
  fs.closeSync(fs.openSync(own, "wx", 0o600));
  const [holder] = others(layout, key, own);
  if (!holder) return { release: () => fs.rmSync(own, { force: true }) };
  fs.rmSync(own, { force: true });
  return { heldBy: holder.pid };
}

/**
 * Runs `work` while no other process, and no other call of this one, works under the same key. Waits for up to `waitMs`,
 * then throws `name-busy` (retryable). The lock of a killed owner is broken by whoever comes next.
 */
export async function withLock<T>(layout: Layout, key: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + waitMs;
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    const lock = tryLock(layout, key);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (performance.now() > end)
      throw new HostError(
        "name-busy",
        `${key.replace("+", " ")} is being worked on by process ${lock.heldBy} for more than ${Math.round(waitMs / 1000)} s: wait for it, or end that process`,
        true,
      );
    // Chance in the pause, so that two who withdrew for each other do not meet again.
    await delay(pause * (0.5 + Math.random()));
  }
}
