import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

/** A process as /proc shows it. Zombies have an empty environment and are none. */
export interface Seen {
  pid: number;
  environment: string[];
  command: string;
}

export function processes(): Seen[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (file: string) => readFileSync(`/proc/${name}/${file}`, "utf8");
        const environment = read("environ").split("\0");
        return environment.length > 1 ? [{ pid: Number(name), environment, command: read("cmdline") }] : [];
      } catch {
        return [];
      }
    });
}

export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Pids of what runs under a host root for the owner that the id belongs to. */
export function workloads(hostRoot: string, id?: string): number[] {
  return processes()
    .filter(({ environment }) => environment.includes(`DINFRA_HOST_ROOT=${hostRoot}`))
    .filter(({ environment }) => {
      const owner = environment.find((line) => line.startsWith("DINFRA_HOST_OWNER="));
      return owner !== undefined && (id === undefined || owner.endsWith(`:${id}`));
    })
    .map(({ pid }) => pid);
}

export type Role = "worker" | "cli" | "plugin";

/** Pids that work for the engine with this state directory, by what they are. */
export function engineCast(stateDir: string): Record<Role, number[]> {
  const cast: Record<Role, number[]> = { worker: [], cli: [], plugin: [] };
  for (const { pid, environment, command } of processes()) {
    if (!environment.includes(`DINFRA_ENGINE=${stateDir}`)) continue;
    if (command.includes("worker.js")) cast.worker.push(pid);
    else if (/\/(pulumi|dinfra-engine)\0/.test(command)) cast.cli.push(pid);
    else cast.plugin.push(pid);
  }
  return cast;
}

export const parentOf = (pid: number): number =>
  Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))![1]);

/** What the host provider keeps under its root: data, records, networks. Not the draft (~) of a record whose writer was killed. */
export function leftovers(hostRoot: string): string[] {
  return ["data", "directories", "files", "networks", "processes"].flatMap((part) => {
    const folder = join(hostRoot, part);
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((entry) => !entry.includes("~"))
      .map((entry) => `${part}/${entry}`);
  });
}

/** Whether something takes connections there. */
export function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const settle = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", settle(true)).once("error", settle(false)).once("timeout", settle(false));
  });
}
