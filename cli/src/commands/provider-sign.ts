import type { Call, Chain } from "@dinfra/chain";
import { withActor, type ActingOptions } from "../actor.js";
import type { Io } from "../io.js";
import { answer, submission } from "../session.js";

/** Submits one call and says in a line what it did. `account` in JSON: whose call it was. */
export async function sign(
  io: Io,
  options: ActingOptions,
  call: Call | ((chain: Chain) => Promise<Call>),
  done: string,
): Promise<void> {
  await withActor(options, io, async (chain, actor) => {
    const included = await actor.submit(typeof call === "function" ? await call(chain) : call);
    if (included === null) return;
    answer(
      options,
      io,
      { account: actor.account, ...submission(included) },
      `${done}, in block ${included.blockNumber}`,
    );
  });
}

/** A call of the pallet Providers; the client is loaded only where a command gets so far. */
export const lazily = <T>(pick: (calls: (typeof import("@dinfra/chain"))["calls"]["providers"]) => T) =>
  import("@dinfra/chain").then(({ calls }) => pick(calls.providers));
