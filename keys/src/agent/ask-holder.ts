import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { open } from "node:fs/promises";
import type { LoginQuestion } from "./login-agent.js";

/**
 * Asks the person at this machine whether a key may be used: by the program in SSH_ASKPASS, as OpenSSH does (exit status 0 is a yes), else on the
 * terminal. Whatever goes wrong is a no.
 */
export async function askHolder(
  question: LoginQuestion,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const text = questionText(question);
  const program = askpass(environment);
  return program === undefined ? askOnTerminal(text) : askByProgram(program, text, environment);
}

/** Whether there is anybody to ask. */
export function canAskHolder(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (askpass(environment) !== undefined) return true;
  try {
    closeSync(openSync("/dev/tty", "r+"));
    return true;
  } catch {
    return false;
  }
}

/** The user name comes from outside: only printable ASCII of it is shown, so that it cannot draw a question of its own. */
export function questionText({ key, comment, user, hostKey }: LoginQuestion): string {
  return [
    `Allow a login as ${printable(user)} with the key of ${printable(comment)}?`,
    `Key ${key}`,
    hostKey === undefined ? "The client did not say to which host." : `Host key ${hostKey}`,
  ].join("\n");
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 100)).replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function askpass(environment: NodeJS.ProcessEnv): string | undefined {
  const { SSH_ASKPASS, SSH_ASKPASS_REQUIRE, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (!SSH_ASKPASS || SSH_ASKPASS_REQUIRE === "never") return undefined;
  return DISPLAY || WAYLAND_DISPLAY || SSH_ASKPASS_REQUIRE ? SSH_ASKPASS : undefined;
}

function askByProgram(program: string, text: string, environment: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, [text], { stdio: "ignore", env: { ...environment, SSH_ASKPASS_PROMPT: "confirm" } });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}

async function askOnTerminal(text: string): Promise<boolean> {
  try {
    const terminal = await open("/dev/tty", "r+");
    try {
      await terminal.write(`${text} [y/N] `);
      const { buffer, bytesRead } = await terminal.read(Buffer.alloc(256));
      return /^y(es)?$/i.test(buffer.toString("utf8", 0, bytesRead).trim());
    } finally {
      await terminal.close();
    }
  } catch {
    return false;
  }
}
