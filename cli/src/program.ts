import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, type CommanderError } from "commander";
import { accessCommand } from "./commands/access.js";
import { chainCommand } from "./commands/chain.js";
import { descriptorCommand } from "./commands/descriptor.js";
import { keyCommands } from "./commands/keys.js";
import { listCommand } from "./commands/list.js";
import { loginsCommand } from "./commands/logins.js";
import { logsCommand } from "./commands/logs.js";
import { accountCommand, claimCommand, topUpCommand, withdrawCommand } from "./commands/money.js";
import { multisigCommand } from "./commands/multisig.js";
import { nodeCommand } from "./commands/node.js";
import { pluginCommand } from "./commands/plugin.js";
import { prometheusSdCommand } from "./commands/prometheus-sd.js";
import { providerCommand } from "./commands/provider.js";
import { proxyCommand } from "./commands/proxy.js";
import { reactorCommand } from "./commands/reactor.js";
import { showCommand } from "./commands/show.js";
import {
  acceptPriceCommand,
  cancelCommand,
  fundSearchCommand,
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
    accessCommand,
    topUpCommand,
    withdrawCommand,
    updateCommand,
    cancelCommand,
    migrateCommand,
    acceptPriceCommand,
    loginsCommand,
    claimCommand,
    pokeCommand,
    placeCommand,
    fundSearchCommand,
    accountCommand,
    proxyCommand,
    multisigCommand,
    nodeCommand,
    pluginCommand,
    prometheusSdCommand,
  ];
  for (const command of commands) program.addCommand(command(io));
  for (const command of await keyCommands(io)) program.addCommand(command);
  captured(program, io);
  return program;
}

/** What the parser said, and the command that it said it of. */
class ParserEnd extends Error {
  constructor(
    readonly reason: CommanderError,
    readonly command: string,
  ) {
    super(reason.message, { cause: reason });
  }
}

/** Every command of the tree throws instead of ending the process, and writes to `io`. */
function captured(command: Command, io: Io): void {
  const end = (reason: CommanderError): never => {
    throw new ParserEnd(reason, nameOf(command));
  };
  command.exitOverride(end).configureOutput({
    writeOut: (text) => io.out(text.replace(/\n$/, "")),
    writeErr: () => undefined, // errors are said once, by run()
    outputError: () => undefined,
  });
  for (const child of command.commands) captured(child, io);
}

/** As it is typed: "dinfra provider offer". */
function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** Runs one command line (without `node` and the script) and says how it ended; never throws, never ends the process. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await (await createProgram(io)).parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof ParserEnd) return usage(error, argv, io);
    const explained = explain(error);
    const { exitCode, code, message, retryable } = explained;
    if (argv.includes("--json")) io.err(formatJson({ error: { code, message, retryable } }));
    else io.err(`dinfra: ${inWords(error, explained)}`);
    if (io.env["DINFRA_DEBUG"] && error instanceof Error) io.err(error.stack ?? "");
    return exitCode;
  }
}

function usage({ reason, command }: ParserEnd, argv: readonly string[], io: Io): ExitCode {
  if (reason.exitCode === 0) return 0; // --help, --version
  const found =
    reason.code === "commander.help"
      ? "expected a command"
      : reason.message.replace(/^error: /, "").replaceAll("\n", " ");
  const message = `${found}; see: ${command} --help`;
  if (argv.includes("--json")) io.err(formatJson({ error: { code: reason.code, message, retryable: false } }));
  else io.err(`dinfra: ${message}`);
  return 2;
}
