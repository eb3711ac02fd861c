import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, relative } from "node:path";

/** A process of this machine that carries a text in its environment. */
export interface Carrier {
  readonly pid: number;
  readonly command: string;
}

/** Every live process whose environment or command line holds all the texts, ourselves left out. Zombies have neither. */
export function carriers(...texts: readonly string[]): readonly Carrier[] {
  const found: Carrier[] = [];
  for (const name of readdirSync("/proc")) {
    if (!/^[0-9]+$/.test(name) || Number(name) === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      const all = `${command}\0${readFileSync(`/proc/${name}/environ`, "utf8")}`;
      if (!texts.every((text) => all.includes(text))) continue;
      found.push({ pid: Number(name), command: command.replaceAll("\0", " ").trim() });
    } catch {
      // Gone meanwhile, or another user's.
    }
  }
  return found;
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

/** Ends what carries the text: asks first, then kills. For a story that ended early; nothing else has its random folder's name. */
export async function endCarriers(text: string, grace = 3_000): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    for (const { pid } of carriers(text)) {
      try {
        process.kill(pid, name);
      } catch {
        // Gone meanwhile.
      }
    }
  };
  signal("SIGTERM");
  const deadline = Date.now() + grace;
  while (carriers(text).length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  signal("SIGKILL");
  while (carriers(text).length > 0 && Date.now() < deadline + grace)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
