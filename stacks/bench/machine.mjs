// The machine that a figure was taken on: what a reader needs to compare, and nothing that says whose it is.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

export function machine() {
  const model = cpus()[0]?.model.trim() || "unknown processor";
  return `${availableParallelism()} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${distribution()}, Node ${process.versions.node}`;
}

function distribution() {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
