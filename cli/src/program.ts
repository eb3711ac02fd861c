import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { chainCommand } from "./commands/chain.js";
import { descriptorCommand } from "./commands/descriptor.js";
import { keyCommands } from "./commands/keys.js";
import { listCommand } from "./commands/list.js";
import { logsCommand } from "./commands/logs.js";
import { accountCommand, claimCommand, topUpCommand, withdrawCommand } from "./commands/money.js";
import { providerCommand } from "./commands/provider.js";
import { reactorCommand } from "./commands/reactor.js";
import { showCommand } from "./commands/show.js";
import {
  acceptPriceCommand,
  cancelCommand,
  migrateCommand,
  placeCommand,
  pokeCommand,
  updateCommand,
} from "./commands/steer.js";
import { subscribeCommand } from "./commands/subscribe.js";
import { explain, inWords, type ExitCode } from "./failure.js";
import { formatJson } from "./format/json.js";
import type { Io } from "./io.js";

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { version: string };

/** All of `dinfra`. */
export async function createProgram(io: Io): Promise<Command> {
  const program = new Command("dinfra")
    .description(
      "Infrastructure that follows a blockchain: what is awarded on the chain is deployed, paid per block, and ends as nothing.",
    )
    .version(version)
    .addHelpText("after", "\nExit codes: 0 done, 1 it failed, 2 what was typed cannot be done (nothing was changed).");
  const commands = [
    chainCommand,
    providerCommand,
    reactorCommand,
    descriptorCommand,
    subscribeCommand,
    listCommand,
    showCommand,
    logsCommand,
    topUpCommand,
    withdrawCommand,
    updateCommand,
    cancelCommand,
    migrateCommand,
    acceptPriceCommand,
    claimCommand,
    pokeCommand,
    placeCommand,
    accountCommand,
  ];
  for (const command of commands) program.addCommand(command(io));
  for (const command of await keyCommands(io)) program.addCommand(command);
  captured(program, io);
  return program;
}

/** Every command of the tree throws instead of ending the process, and writes to `io`. */
function captured(command: Command, io: Io): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => io.out(text.replace(/\n$/, "")),
    writeErr: () => undefined, // errors are said once, by run()
    outputError: () => undefined,
  });
  for (const child of command.commands) captured(child, io);
}

/** Runs one command line (without `node` and the script) and says how it ended; never throws, never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await (await createProgram(io)).parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, argv, io);
    const explained = explain(error);
    const { exitCode, code, message, retryable } = explained;
    if (argv.includes("--json")) io.err(formatJson({ error: { code, message, retryable } }));
    else io.err(`dinfra: ${inWords(error, explained)}`);
    if (io.env["DINFRA_DEBUG"] && error instanceof Error) io.err(error.stack ?? "");
    return exitCode;
  }
}

function usage(error: CommanderError, argv: readonly string[], io: Io): ExitCode {
  if (error.exitCode === 0) return 0; // --help, --version
  const message =
    error.code === "commander.help"
      ? "expected a command; see: dinfra --help"
      : `${error.message.replace(/^error: /, "").replaceAll("\n", " ")}; see: dinfra --help`;
  if (argv.includes("--json")) io.err(formatJson({ error: { code: error.code, message, retryable: false } }));
  else io.err(`dinfra: ${message}`);
  return 2;
}
