import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { Command } from "commander";
import { LoginAgent, type ServedAgent, askHolder, canAskHolder, serveAgent } from "../agent/index.js";
import { KeysError } from "../error.js";
import { fingerprint, publicKeyBlob } from "../openssh-public.js";
import { type AccountOptions, readAccount, withAccountOptions } from "./account-source.js";
import { withExamples } from "./answer.js";
import { durationOf } from "./duration.js";
import { type CommandNames, MOUNTED } from "./names.js";
import { withoutEcho } from "./without-echo.js";

/** `dinfra ssh-agent`: an agent that signs logins with an account, and nothing else. */
export function sshAgentCommand({ agent }: CommandNames = MOUNTED): Command {
  return withExamples(
    withoutEcho(withAccountOptions(new Command("ssh-agent")))
      .description("hold an account's login key in memory and sign SSH logins with it; the way for sr25519")
      .argument(
        "[command...]",
        "after --: run this with the agent, and end the agent with it; else the agent stays until it is stopped",
      )
      .option("--socket <path>", "where to listen, in a folder of your own; a new private folder unless told")
      .option("--lifetime <duration>", "forget the key after this time")
      .option("--confirm", "ask before every use: by SSH_ASKPASS or, without a command, on the terminal")
      .action(run),
    `${agent} --secret-file account.json -- ssh my-server`,
    `${agent} --scheme sr25519 --lifetime 8h --confirm`,
  );
}

interface AgentOptions extends AccountOptions {
  socket?: string;
  lifetime?: string;
  confirm?: boolean;
}

async function run(command: string[], options: AgentOptions): Promise<void> {
  const lifetime = options.lifetime === undefined ? undefined : durationOf(options.lifetime);
  const canAsk = canAskHolder(process.env, command.length === 0);
  if (options.confirm && !canAsk)
    throw new KeysError(
      "usage",
      command.length === 0
        ? "expected a terminal or SSH_ASKPASS to ask for confirmation, found neither; start the agent from a terminal, or leave --confirm out"
        : "expected SSH_ASKPASS to ask for confirmation, found a command that shares the terminal; set SSH_ASKPASS (without a display also SSH_ASKPASS_REQUIRE=force), or start the agent without a command, in a terminal of its own",
    );
  const agent = new LoginAgent({
    confirm: canAsk ? askHolder : undefined,
    refused: (why) => process.stderr.write(`refused: ${why}\n`),
  });
  const account = await readAccount({ ...options, allowDevelopment: true });
  agent.hold(account, { lifetime, confirm: options.confirm });
  const served = await serveAgent(agent, options.socket);
  if (command.length > 0) process.exitCode = await runWith(served, command);
  else await stay(served, `${account.address()} (${account.scheme}, ${fingerprint(publicKeyBlob(account.sshKey))})`);
}

/** Runs a command with the agent; the exit status is the command's. */
async function runWith(served: ServedAgent, [program, ...args]: string[]): Promise<number> {
  const environment = { ...process.env, SSH_AUTH_SOCK: served.socketPath, SSH_AGENT_PID: String(process.pid) };
  // Ctrl-C reaches the command too, by the terminal; the agent ends when the command has. Before the command begins, since its first signal
  // may come before the line after.
  const ignore = (): void => undefined;
  let child: ChildProcess | undefined;
  const forward = (signal: NodeJS.Signals): void => void child?.kill(signal);
  process.on("SIGINT", ignore).on("SIGTERM", forward).on("SIGHUP", forward);
  try {
    const started = spawn(program!, args, { stdio: "inherit", env: environment });
    child = started;
    return await new Promise((resolve, reject) => {
      // The system's message would quote the command.
      started.on("error", ({ code }: NodeJS.ErrnoException) =>
        reject(new KeysError("usage", `expected a command that can be run after --, found ${code}`)),
      );
      started.on("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", forward).off("SIGHUP", forward);
    await served.close();
  }
}

/** Prints where the agent listens, in the shell's words, and serves until a signal comes. */
async function stay(served: ServedAgent, holds: string): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  const quoted = `'${served.socketPath.replaceAll("'", "'\\''")}'`;
  process.stdout.write(
    `SSH_AUTH_SOCK=${quoted}; export SSH_AUTH_SOCK;\nSSH_AGENT_PID=${process.pid}; export SSH_AGENT_PID;\n`,
  );
  process.stderr.write(`holding ${holds}; stop with Ctrl-C or kill ${process.pid}\n`);
  await stopped;
  await served.close();
}
