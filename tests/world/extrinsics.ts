import { readFileSync } from "node:fs";
import { metadataPath, type Hex } from "@dinfra/chain";
import { Runtime } from "@dinfra/chain/dist/client/runtime.js";
import type { Vec } from "@polkadot/types-codec";
import type { Call } from "@polkadot/types/interfaces";

/** A call that somebody signed, as the bytes in a block or in the pool say it. */
export interface Sent {
  signer: string;
  /** Name of the call, for example declareDeployed. */
  call: string;
  /** First two arguments as `<subscription>.<attempt>`, for the calls that have these. */
  deployment: string;
}

let runtime: Runtime | undefined;

/** The calls of an extrinsic: those of a batch, or the one that it is. Empty for what nobody signed: inherents. */
export function readExtrinsic(bytes: Hex): Sent[] {
  runtime ??= new Runtime((JSON.parse(readFileSync(metadataPath, "utf8")) as { result: Hex }).result, 0, 0);
  const extrinsic = runtime.registry.createType("Extrinsic", bytes);
  if (!extrinsic.isSigned) return [];
  const { section, method, args } = extrinsic.method;
  const calls = section === "utility" && /batch/i.test(method) ? [...(args[0] as Vec<Call>)] : [extrinsic.method];
  const signer = String(extrinsic.signer);
  return calls.map(({ method: call, args }) => ({ signer, call, deployment: args.slice(0, 2).map(String).join(".") }));
}

/** One JSON-RPC request on a connection of its own: a client of ours would decide what is worth knowing. */
export async function askNode<T>(endpoint: string, method: string, params: readonly unknown[] = []): Promise<T> {
  const socket = new WebSocket(endpoint);
  try {
    return await new Promise<T>((resolve, reject) => {
      socket.onerror = () => reject(new Error(`${endpoint} takes no connection`));
      socket.onclose = () => reject(new Error(`${endpoint} closed the connection`));
      socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
      socket.onmessage = ({ data }) => {
        const { result, error } = JSON.parse(String(data)) as { result?: T; error?: { message: string } };
        if (error === undefined) resolve(result as T);
        else reject(new Error(`${method}: ${error.message}`));
      };
    });
  } finally {
    socket.close();
  }
}
