/** @integration */
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { groupPids, groupRootIn, killFrozen, killGroup, removeGroup } from "./cgroup.js";

/** The file systems of control groups that this machine has, each as if it were the only one. */
function groupRoots() {
  const lines = fs.readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const roots = lines.flatMap((line) => groupRootIn(line) ?? []);
  return [1, 2].map((version) => ({ version, folder: roots.find((root) => root.version === version)?.folder }));
}

const frozenFiles: Record<number, { file: string; thawed: string }> = {
  1: { file: "freezer.state", thawed: "THAWED\n" },
  2: { file: "cgroup.freeze", thawed: "0\n" },
};

describe.each(groupRoots())("control groups of version $version", ({ version, folder }) => {
  const asRoot = process.getuid!() === 0 && folder !== undefined ? test : test.skip;

  /** A group with a leader and two processes that have a session of their own each. */
  async function withGroup(work: (group: string, exited: Promise<unknown[]>) => Promise<void>): Promise<void> {
    const group = path.join(folder!, `dinfra-test-${process.pid}`);
    fs.mkdirSync(group);
    const enter = `echo $$ > "$1/cgroup.procs"; setsid -f sleep 60; setsid -f sleep 60; echo in; exec sleep 60`;
    const leader = spawn("sh", ["-ec", enter, "sh", group], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const exited = once(leader, "exit");
      await once(leader.stdout, "data");
      expect(groupPids(group)).toHaveLength(3);
      await work(group, exited);
    } finally {
      for (const pid of groupPids(group)) process.kill(pid, "SIGKILL");
      await removeGroup(group);
    }
    expect(fs.existsSync(group)).toBe(false);
  }

  async function expectKilled(group: string, exited: Promise<unknown[]>): Promise<void> {
    expect(await exited).toEqual([null, "SIGKILL"]);
    // There is no event for the end of what is no child of ours.
    for (let look = 0; groupPids(group).length > 0 && look < 500; look++) await delay(10);
    expect(groupPids(group)).toEqual([]);
  }

  asRoot("a group is killed at one go, with what has a session of its own, and is removed", () =>
    withGroup(async (group, exited) => {
      killGroup(group);
      await expectKilled(group, exited);
    }),
  );

  asRoot("without cgroup.kill it is frozen first, so that nobody forks, then killed, and left thawed", () =>
    withGroup(async (group, exited) => {
      const kill = jest.spyOn(process, "kill");
      const { file, thawed } = frozenFiles[version]!;
      const states: string[] = [];
      kill.mockImplementation((pid, signal) => {
        states.push(fs.readFileSync(path.join(group, version === 1 ? file : "cgroup.events"), "utf8"));
        kill.mockRestore();
        return process.kill(pid, signal);
      });
      killFrozen(group, 60_000);
      // What the kernel said before the first was killed.
      expect(states).toEqual([expect.stringMatching(version === 1 ? /^FROZEN$/m : /^frozen 1$/m)]);
      await expectKilled(group, exited);
      expect(fs.readFileSync(path.join(group, file), "utf8")).toBe(thawed);
    }),
  );
});
