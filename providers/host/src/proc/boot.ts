import * as fs from "node:fs";
import { HostError } from "../errors.js";

let known: string | undefined;

/** Identity of this boot (random, from the kernel): pids and start times of another boot mean nothing in this one. */
export function bootId(): string {
  if (known) return known;
  try {
    known = fs.readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
  } catch {
    throw new HostError(
      "unsupported-platform",
      `dinfra-host reads the truth about processes from Linux's /proc; this is ${process.platform} without it: run it on Linux (a virtual machine or a container will do)`,
    );
  }
  return known;
}

/** Milliseconds of a clock that starts with the boot and is the same in every process. Setting the machine's clock does not move it. */
export const sinceBoot = (): number => Number(process.hrtime.bigint() / 1_000_000n);
