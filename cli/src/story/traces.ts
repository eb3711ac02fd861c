import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A process of this machine. */
export interface Found {
  readonly pid: number;
  readonly command: string;
  readonly environment: readonly string[];
}

/** Every live process that fits, ourselves left out. Zombies and other users' are not seen. */
export function processes(fits: (found: Found) => boolean): readonly Found[] {
  const all: Found[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^[0-9]+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      const environment = readFileSync(`/proc/${name}/environ`, "utf8").split("\0");
      all.push({ pid: Number(name), command, environment });
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return all.filter(fits);
}

/** Whether a process has a variable whose value holds a text. */
export function carries(found: Found, variable: string, text: string): boolean {
  return found.environment.some((entry) => entry.startsWith(`${variable}=`) && entry.includes(text));
}

/** Whether anybody accepts connections there. */
export function listening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once("connect", () => done(true))
      .once("error", () => done(false))
      .once("timeout", () => done(false));
  });
}

/** Every file and folder below a folder, sorted; empty where there is no such folder. */
export function contents(root: string): readonly string[] {
  const walk = (folder: string): string[] => {
    let entries;
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return [];
    }
    return entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      return [relative(root, path), ...(entry.isDirectory() ? walk(path) : [])];
    });
  };
  return walk(root).sort();
}

/** Ends the processes that fit: asks first, then kills. */
export async function endProcesses(fits: (found: Found) => boolean, grace = 3_000): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of processes(fits)) {
      try {
        process.kill(pid, name);
      } catch {
        // Gone meanwhile.
      }
    }
  };
  const gone = async (deadline: number) => {
    while (processes(fits).length > 0 && performance.now() < deadline) await setTimeout(50);
  };
  signal("SIGTERM");
  await gone(performance.now() + grace);
  signal("SIGKILL");
  await gone(performance.now() + grace);
}
