import type { Command } from "commander";
import type { Io } from "../io.js";

/**
 * The commands for keys and logins, which are a package of their own. They answer signals as they do there: an agent outlives every Ctrl-C that is
 * meant for the command it was started with.
 */
export async function keyCommands(io: Io): Promise<readonly Command[]> {
  const { keysCommand, sshAgentCommand, loginCommand } = await import("@dinfra/keys/command");
  return [keysCommand(), sshAgentCommand(), loginCommand()].map((command) =>
    command.hook("preAction", () => io.releaseSignals()),
  );
}
