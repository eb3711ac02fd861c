import { Option, type Command } from "commander";
import type { Chain, Included, KeyScheme, Signer } from "@dinfra/chain";
import { formatJson } from "./format/json.js";
import type { Io } from "./io.js";
import { signerFrom, type KeyOptions } from "./keys.js";
import { parseEndpoint } from "./parse/endpoint.js";

export const DEFAULT_ENDPOINT = "ws://127.0.0.1:9944";

/** Somebody waits before a screen: an endpoint that is not there is said after so many ms. */
const CONNECT_TIMEOUT = 6_000;

/** Options of every command that reads the chain. */
export interface ChainOptions {
  readonly endpoint: string;
  readonly json?: boolean;
}

/** Options of every command that signs. */
export interface SigningOptions extends ChainOptions, KeyOptions {}

export function withJson(command: Command): Command {
  return command.option("--json", "answer in JSON, one document on standard output; amounts and ids are decimal text");
}

export function withChain(command: Command): Command {
  return withJson(command).addOption(
    new Option("--endpoint <url>", "the chain's WebSocket address")
      .env("DINFRA_ENDPOINT")
      .default(DEFAULT_ENDPOINT)
      .argParser(parseEndpoint),
  );
}

export function withKey(command: Command): Command {
  return withChain(command)
    .option("--key-file <file>", "file (mode 600) with the secret URI to sign with (env: DINFRA_KEY_FILE)")
    .option("--as <uri>", "sign with a development key, such as //Alice; development chains only");
}

/** Help that ends with lines to copy. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
}

/** Connects, does something, and disconnects whatever happens. */
export async function withConnection<T>(options: ChainOptions, io: Io, work: (chain: Chain) => Promise<T>): Promise<T> {
  const { connect } = await import("@dinfra/chain");
  const chain = await connect(parseEndpoint(options.endpoint), {
    connectTimeout: CONNECT_TIMEOUT,
    // What a machine reads there is the error, and nothing else.
    log: (message) => (options.json ? undefined : io.err(message)),
  });
  try {
    return await work(chain);
  } finally {
    await chain.close();
  }
}

/** @param scheme of the key, where it signs a message and no extrinsic */
export function withSigner<T>(
  options: SigningOptions,
  io: Io,
  work: (chain: Chain, signer: Signer) => Promise<T>,
  scheme?: KeyScheme,
): Promise<T> {
  return withConnection(options, io, async (chain) => work(chain, await signerFrom(options, io.env, chain, scheme)));
}

/** JSON for machines, else what a person reads. */
export function answer(options: { json?: boolean }, io: Io, machine: unknown, person: string): void {
  io.out(options.json ? formatJson(machine) : person);
}

/** What every submission says in JSON: where it is on chain, what it cost, what it did. */
export function submission(included: Included) {
  return {
    block: included.blockNumber,
    blockHash: included.blockHash,
    extrinsic: included.extrinsicHash,
    fee: feeOf(included),
    events: included.events,
  };
}

/** The fee that was really paid, from the chain's own event; 0 where the call was free. */
export function feeOf(included: Pick<Included, "events">): bigint {
  const paid = included.events.find((event) => event.name === "TransactionFeePaid");
  return BigInt(String(paid?.data["actualFee"] ?? paid?.data["actual_fee"] ?? 0).replaceAll(",", ""));
}
