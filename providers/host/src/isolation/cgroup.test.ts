/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { groupPids, groupRootIn, killGroup, removeGroup } from "./cgroup.js";

/** The file systems of control groups that this machine has, each as if it were the only one. */
function groupRoots() {
  const lines = fs.readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const roots = lines.flatMap((line) => groupRootIn(line) ?? []);
  return [1, 2].map((version) => ({ version, folder: roots.find((root) => root.version === version)?.folder }));
}

describe.each(groupRoots())("control groups of version $version", ({ folder }) => {
  const asRoot = process.getuid!() === 0 && folder !== undefined ? test : test.skip;

  asRoot("a group is killed at one go, with what has a session of its own, and is removed", async () => {
    const group = path.join(folder!, `dinfra-test-${process.pid}`);
    fs.mkdirSync(group);
    const enter = `echo $$ > "$1/cgroup.procs"; setsid -f sleep 60; setsid -f sleep 60; echo in; exec sleep 60`;
    const leader = spawn("sh", ["-ec", enter, "sh", group], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const exited = once(leader, "exit");
      await once(leader.stdout, "data");
      expect(groupPids(group)).toHaveLength(3);
      killGroup(group);
      expect(await exited).toEqual([null, "SIGKILL"]);
      // There is no event for the end of what is no child of ours.
      for (let look = 0; groupPids(group).length > 0 && look < 500; look++) await delay(10);
      expect(groupPids(group)).toEqual([]);
    } finally {
      for (const pid of groupPids(group)) process.kill(pid, "SIGKILL");
      await removeGroup(group);
    }
    expect(fs.existsSync(group)).toBe(false);
  });
});
