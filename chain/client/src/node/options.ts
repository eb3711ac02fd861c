import { parseArgs } from "node:util";

/** What the dev node was asked for on its command line. */
export interface NodeOptions {
  readonly host: string;
  readonly port: number;
  readonly blockTime: number | "manual" | "instant";
  readonly chainName: string;
  readonly name: string;
}

export class BadUsage extends Error {}

export const usage = `dinfra dev node: an embedded chain as a process. The runtime is real, the consensus is not.

  --port <n>            port of JSON-RPC over WebSocket and HTTP, and of GET /health; 0 takes a free one (default 0)
  --host <address>      address to listen on (default 127.0.0.1)
  --block-time <ms>     a block every so many ms, or "manual" (dev_newBlock), or "instant" (when a transaction waits) (default 6000)
  --chain-name <text>   what system_chain answers (default "DINFRA Development")
  --name <text>         what system_name answers (default "dinfra-dev-node")
  --help

Prints one line of JSON when it serves: {"ready":true,"endpoint":"ws://…"}. Ends on SIGTERM or SIGINT.
`;

const wholeNumber = /^\d+$/;

function integer(option: string, text: string, least: number, most: number): number {
  const value = wholeNumber.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) {
    throw new BadUsage(`${option} ${text}: expected a whole number from ${least} to ${most}`);
  }
  return value;
}

/** Null when help was asked for. @throws BadUsage */
export function nodeOptions(args: readonly string[]): NodeOptions | null {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: "string", default: "0" },
        host: { type: "string", default: "127.0.0.1" },
        "block-time": { type: "string", default: "6000" },
        "chain-name": { type: "string", default: "DINFRA Development" },
        name: { type: "string", default: "dinfra-dev-node" },
        help: { type: "boolean", default: false },
      },
    }));
  } catch (failure) {
    throw new BadUsage((failure as Error).message);
  }
  if (values.help) return null;
  const time = values["block-time"];
  return {
    host: values.host,
    port: integer("--port", values.port, 0, 65_535),
    blockTime: time === "manual" || time === "instant" ? time : integer("--block-time", time, 1, 2 ** 31 - 1),
    chainName: values["chain-name"],
    name: values.name,
  };
}
