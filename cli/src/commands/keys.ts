import type { Command } from "commander";

/** The commands for keys and logins, which are a package of their own. */
export async function keyCommands(): Promise<readonly Command[]> {
  const { keysCommand, sshAgentCommand, loginCommand } = await import("@dinfra/keys/command");
  return [keysCommand(), sshAgentCommand(), loginCommand()];
}
