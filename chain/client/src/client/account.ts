import type { Hex } from "../views.js";
import type { Rpc } from "./rpc.js";
import type { Runtime } from "./runtime.js";

/** Nonce and balances of an account; an account that does not exist has none. */
export async function accountAt(
  rpc: Rpc,
  runtime: Runtime,
  address: string,
  at: Hex,
): Promise<{ nonce: number; free: bigint; held: bigint }> {
  interface AccountInfo {
    readonly nonce: { toNumber(): number };
    readonly data: { readonly free: { toBigInt(): bigint }; readonly reserved: { toBigInt(): bigint } };
  }
  const [value] = await rpc.storage([runtime.storageKey("system", "account", address)], at);
  if (typeof value !== "string") return { nonce: 0, free: 0n, held: 0n };
  const { nonce, data } = runtime.decodeStorage("system", "account", value) as unknown as AccountInfo;
  return { nonce: nonce.toNumber(), free: data.free.toBigInt(), held: data.reserved.toBigInt() };
}
