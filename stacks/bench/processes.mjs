// What runs below some processes, and how much memory it takes: from /proc.
import { readdirSync, readFileSync } from "node:fs";

/** The file's text, or nothing where the process has just ended. */
function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

const pids = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name));
const isWorkload = (pid) => read(pid, "environ").includes("DINFRA_HOST_NAME=");

/** The roots and all their descendants, without the workloads that they have deployed. */
function tree(roots) {
  const children = new Map();
  for (const pid of pids()) {
    const parent = read(pid, "stat").split(") ").at(-1)?.split(" ")[1];
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const all = [];
  const walk = (pid) => {
    all.push(pid);
    for (const child of children.get(pid) ?? []) if (!isWorkload(child)) walk(child);
  };
  for (const root of roots) walk(String(root));
  return all;
}

/** Proportional set size of all of them, in bytes: memory that several share is counted once among them. */
export function memoryOf(roots) {
  return tree(roots).reduce(
    (sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(read(pid, "smaps_rollup"))?.[1] ?? 0),
    0,
  );
}

/** Looks again and again until stopped; `stop()` gives the highest sum seen. */
export function watchMemory(roots, everyMs = 150) {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, memoryOf(roots()));
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

/** Ends every workload that was kept under this root: for a run that was cut off. */
export function endWorkloads(root) {
  for (const pid of pids()) {
    if (read(pid, "environ").split("\0").includes(`DINFRA_HOST_ROOT=${root}`) && isWorkload(pid))
      process.kill(Number(pid), "SIGKILL");
  }
}
