import { spawn } from "node:child_process";
import { askOnTerminal, hasTerminal } from "./ask-on-terminal.js";
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

/**
 * Whether there is anybody to ask.
 * @param terminal whether the terminal, if there is one, is the agent's alone. Where another program uses it, what it shows next to the question is
 * not ours (with ssh, a remote machine writes it), and that program would read a part of the answer.
 */
export function canAskHolder(environment: NodeJS.ProcessEnv = process.env, terminal = true): boolean {
  return askpass(environment) !== undefined || (terminal && hasTerminal());
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
