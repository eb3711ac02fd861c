import { Command, Option } from "commander";
import { badInput } from "../failure.js";
import { formatJson } from "../format/json.js";
import type { Io } from "../io.js";
import { parseMilliseconds, parsePort } from "../parse/numbers.js";
import { withExamples, withJson } from "../session.js";
import { specCommand } from "./chain-spec.js";

interface DevOptions {
  readonly port: number;
  readonly host: string;
  readonly blockTime: number | "manual" | "instant";
  readonly name: string;
  readonly json?: boolean;
}

export function parseBlockTime(text: string): number | "manual" | "instant" {
  if (text === "manual" || text === "instant") return text;
  if (!/^[0-9]+$/.test(text))
    throw badInput(`block time: expected milliseconds, manual or instant, found ${JSON.stringify(text)}`);
  return parseMilliseconds("block time")(text);
}

export function chainCommand(io: Io): Command {
  const chain = new Command("chain").description("chains for development, and what a parachain is started from");
  withExamples(
    withJson(
      chain
        .command("dev")
        .description(
          "run the embedded development chain: the real runtime in this process, without a real consensus; until Ctrl-C",
        ),
    )
      .addOption(
        new Option("--port <port>", "port to listen on; 0 takes a free one").default(9944).argParser(parsePort),
      )
      .option(
        "--host <address>",
        "address to listen on; anybody who reaches it can do anything to this chain",
        "127.0.0.1",
      )
      .addOption(
        new Option(
          "--block-time <ms>",
          "a block every so many milliseconds; manual: when asked; instant: one for each extrinsic",
        )
          .default(6000)
          .argParser(parseBlockTime),
      )
      .option("--name <name>", "name that system_chain answers", "DINFRA development"),
    "dinfra chain dev",
    "dinfra chain dev --port 0 --block-time 1000 --json",
  ).action(async (options: DevOptions) => {
    const { startDevChain } = await import("@dinfra/chain");
    const dev = await startDevChain({
      port: options.port,
      host: options.host,
      blockTime: options.blockTime,
      chainName: options.name,
      onProblem: (problem) => io.err(problem.message),
    });
    try {
      io.outliveOutput();
      io.out(
        options.json
          ? formatJson({
              ready: true,
              endpoint: dev.endpoint,
              ...dev.identity,
              consensus: "none: every block counts as final",
            })
          : `${dev.endpoint}\nDevelopment chain with the real runtime. Its consensus is not real: every block counts as final, and all is gone when it ends.\nCtrl-C ends it.`,
      );
      await stopped(io.stop);
    } finally {
      await dev.close();
    }
  });
  chain.addCommand(specCommand(io));
  return chain;
}

export function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
