import { spawn } from "node:child_process";

export interface Terminal {
  /** All that the terminal showed so far. */
  shown: () => string;
  type: (text: string) => void;
  /** Resolves when the terminal has shown this, also if it had before; rejects when the program ends without it. */
  until: (what: string | RegExp) => Promise<readonly string[]>;
  /** The program's exit status. */
  ended: Promise<number | null>;
}

/** Runs a program on a terminal of its own. */
export function onTerminal(command: string[], env: NodeJS.ProcessEnv = process.env): Terminal {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  // The shell gives way to the program: one that stayed before it would take a Ctrl-C as its own end, whatever the program does with it.
  const child = spawn("script", ["-q", "-e", "-c", `exec ${words}`, "/dev/null"], {
    env: { ...env, SHELL: "/bin/sh" },
  });
  let shown = "";
  let waiting: (() => void)[] = [];
  const look = (): void => {
    const now = waiting;
    waiting = [];
    for (const again of now) again();
  };
  child.stdin.on("error", () => undefined); // the program may have ended before it was typed to
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    look();
  });
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve) =>
    child.on("close", (code) => {
      hasEnded = true;
      look();
      resolve(code);
    }),
  );
  const until = (what: string | RegExp): Promise<readonly string[]> => {
    const find = (): readonly string[] | null =>
      typeof what === "string" ? (shown.includes(what) ? [what] : null) : what.exec(shown);
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const match = find();
        if (match) resolve(match);
        else if (hasEnded) reject(new Error(`expected ${String(what)} on the terminal, found its end: ${shown}`));
        else waiting.push(check);
      };
      check();
    });
  };
  return { shown: () => shown, type: (text) => void child.stdin.write(text), until, ended };
}
