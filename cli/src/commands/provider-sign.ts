import type { Call, Chain } from "@dinfra/chain";
import type { Io } from "../io.js";
import { answer, submission, withSigner, type SigningOptions } from "../session.js";

/** Signs one call and says in a line what it did. */
export async function sign(
  io: Io,
  options: SigningOptions,
  call: Call | ((chain: Chain) => Promise<Call>),
  done: string,
): Promise<void> {
  await withSigner(options, io, async (chain, signer) => {
    const included = await chain.submit(signer, typeof call === "function" ? await call(chain) : call, {
      signal: io.stop,
    });
    answer(
      options,
      io,
      { account: signer.address, ...submission(included) },
      `${done}, in block ${included.blockNumber}`,
    );
  });
}

/** A call of the pallet Providers; the client is loaded only where a command gets so far. */
export const lazily = <T>(pick: (calls: (typeof import("@dinfra/chain"))["calls"]["providers"]) => T) =>
  import("@dinfra/chain").then(({ calls }) => pick(calls.providers));
