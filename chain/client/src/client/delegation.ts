import type { Address, Hex, MultisigOperation, ProxiesView } from "../views.js";
import type { ProxyType } from "./calls.js";
import { plain } from "./plain.js";
import type { Rpc } from "./rpc.js";
import type { Runtime } from "./runtime.js";

/** Operations of one multisig that are listed at most. */
const mostOperations = 256;
/** Of a call's hash with the hash before it (Blake2_128Concat), and of the call's hash alone, in hex. */
const hashedDigits = 96;
const hashDigits = 64;

/** Who may act for an account, and what it has reserved for that. */
export async function proxiesAt(rpc: Rpc, runtime: Runtime, account: Address, at: Hex): Promise<ProxiesView> {
  const [value] = await rpc.storage([runtime.storageKey("proxy", "proxies", account)], at);
  if (typeof value !== "string") return { proxies: [], deposit: 0n };
  type Definition = { delegate: Address; proxyType: ProxyType; delay: number };
  const [definitions, deposit] = plain(runtime.decodeStorage("proxy", "proxies", value)) as [Definition[], string];
  return {
    proxies: definitions.map(({ delegate, proxyType, delay }) => ({ delegate, type: proxyType, delay })),
    deposit: BigInt(deposit),
  };
}

/** What waits for approvals of a multisig, in the order of the call's hashes, 256 at most. */
export async function operationsAt(
  rpc: Rpc,
  runtime: Runtime,
  account: Address,
  at: Hex,
): Promise<readonly MultisigOperation[]> {
  const any = runtime.storageKey("multisig", "multisigs", account, `0x${"00".repeat(32)}`);
  const keys = await rpc.keys(any.slice(0, -hashedDigits) as Hex, mostOperations, at);
  if (keys.length === 0) return [];
  const values = await rpc.storage(keys, at);
  return values.flatMap((value, i): MultisigOperation[] => {
    if (value === null) return [];
    type Stored = Omit<MultisigOperation, "callHash" | "deposit"> & { deposit: string };
    const stored = plain(runtime.decodeStorage("multisig", "multisigs", value)) as Stored;
    const { when, depositor, approvals, deposit } = stored;
    const callHash = `0x${(keys[i] as Hex).slice(-hashDigits)}` as Hex;
    return [{ callHash, when, depositor, approvals, deposit: BigInt(deposit) }];
  });
}
