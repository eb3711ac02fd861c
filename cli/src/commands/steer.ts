import { Command } from "commander";
import type { Call, Chain, ChainView, Included, SubscriptionView } from "@dinfra/chain";
import { withActing, withActor, type ActingOptions } from "../actor.js";
import { defaultStore, givenDescriptor, publish } from "../descriptor-input.js";
import { CommandFailure } from "../failure.js";
import { finalizedHeads } from "../finalized-heads.js";
import { formatState } from "../format/state.js";
import type { Io } from "../io.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseSubscription } from "../parse/numbers.js";
import { presentAttempt } from "./money.js";
import { answer, submission, withExamples } from "../session.js";

const number = "its number";
type SubscriptionCalls = (typeof import("@dinfra/chain"))["calls"]["subscriptions"];

export async function steer(
  io: Io,
  options: ActingOptions,
  id: bigint,
  call: (calls: SubscriptionCalls, latest: () => Promise<ChainView>) => Call | Promise<Call>,
  {
    before,
    after = (chain, { blockHash }) => chain.at(blockHash),
  }: {
    readonly before?: () => Promise<void>;
    /** The state to tell: that of the block that the call is in, unless said. */
    readonly after?: (chain: Chain, included: Included) => Promise<ChainView>;
  } = {},
): Promise<void> {
  await withActor(options, io, async (chain, actor) => {
    const { calls } = await import("@dinfra/chain");
    await before?.();
    const included = await actor.submit(await call(calls.subscriptions, () => chain.latest()));
    if (included === null) return;
    const view = await after(chain, included);
    const now = await view.subscription(id);
    const state = now === null ? "closed" : stateOf(now);
    answer(
      options,
      io,
      { id, subscription: now, ...submission(included) },
      `subscription ${id}: ${state}, in block ${included.blockNumber}`,
    );
  });
}

function stateOf({ stored, generation, endsAt, successor, seeks }: SubscriptionView): string {
  const parts = [formatState(stored), `generation ${generation}`];
  if (endsAt !== null) parts.push(`ends at block ${endsAt}`);
  if (seeks) parts.push("another provider is looked for");
  if (successor !== null) parts.push(`to be taken over by ${successor.provider}`);
  return parts.join(", ");
}

export function updateCommand(io: Io): Command {
  const command = new Command("update")
    .description("have another descriptor deployed in the place of the present one")
    .argument("<subscription>", number, parseSubscription)
    .argument("<descriptor>", "a descriptor file (it is published), or the CID or hash of a published one")
    .option("--type <name>", "the descriptor's type, where it does not name it itself")
    .option("--store <folder>", "the descriptor store to publish in (env: DINFRA_STORE)");
  withExamples(
    withActing(command),
    "dinfra update 1 schemas/descriptors/substrate-node/examples/dev-node-2.json --as //Dave",
  );
  return command.action(
    async (id: bigint, text: string, options: ActingOptions & { type?: string; store?: string }) => {
      const given = await givenDescriptor(text, options.type);
      await steer(io, options, id, (calls) => calls.update(id, given.digest), {
        before: () => publish(given, options.store ?? defaultStore(io.env)),
      });
    },
  );
}

export function cancelCommand(io: Io): Command {
  const command = new Command("cancel")
    .description(
      "end a subscription, after the notice; before it is declared deployed for a set-up fee; what is not earned by then comes back",
    )
    .argument("<subscription>", number, parseSubscription);
  withExamples(withActing(command), "dinfra cancel 1 --as //Dave");
  return command.action((id: bigint, options: ActingOptions) => steer(io, options, id, (calls) => calls.cancel(id)));
}

export function pokeCommand(io: Io): Command {
  const command = new Command("poke")
    .description(
      "have the chain write down what time has done to a subscription (a missed deadline, its end); anybody may",
    )
    .argument("<subscription>", number, parseSubscription);
  withExamples(withActing(command), "dinfra poke 1 --as //Dave");
  return command.action((id: bigint, options: ActingOptions) => steer(io, options, id, (calls) => calls.poke(id)));
}

export function placeCommand(io: Io): Command {
  const command = new Command("place")
    .description("try again to place a subscription that waits for a provider; anybody may")
    .argument("<subscription>", number, parseSubscription);
  withExamples(withActing(command), "dinfra place 1 --as //Dave");
  return command.action((id: bigint, options: ActingOptions) => steer(io, options, id, (calls) => calls.place(id)));
}

export function migrateCommand(io: Io): Command {
  const command = new Command("migrate")
    .description(
      "have another provider take over what runs; the one before serves and is paid until the new one has declared it deployed",
    )
    .argument("<subscription>", number, parseSubscription)
    .option("--no-wait", "do not wait until another provider was looked for, which is in the next block");
  withExamples(withActing(command), "dinfra migrate 1 --as //Dave");
  return command.action((id: bigint, options: ActingOptions & { wait: boolean }) =>
    steer(io, options, id, (calls) => calls.migrate(id), options.wait ? { after: outcomeOfSearch(io, id) } : {}),
  );
}

/** Waits until the search for who takes over is done. @throws CommandFailure with the code of what it found, if that was nobody */
const outcomeOfSearch =
  (io: Io, id: bigint) =>
  async (chain: Chain, included: Included): Promise<ChainView> => {
    let read = included.blockNumber;
    for await (const _ of finalizedHeads(chain, io.stop)) {
      const head = await chain.finalized();
      for (; read < head.number; read++) {
        const hash = await chain.blockHash(read + 1);
        if (hash === null) break;
        const view = await chain.at(hash);
        const failed = (await view.events()).find(
          ({ pallet, name, data }) =>
            pallet === "Subscriptions" && name === "NotServed" && BigInt(data["subscription"] as string) === id,
        )?.error;
        if (failed?.code === "Subscriptions.FundsNotCovered") {
          const rests = `the credit for its search is spent: add to it with dinfra fund-search ${id} <amount>, or: dinfra place ${id}`;
          throw new CommandFailure(failed.code, 1, rests);
        }
        if (failed !== undefined) throw new CommandFailure(failed.code, 1, failed.message);
        if ((await view.subscription(id))?.seeks !== true) return view;
      }
    }
    return chain.at(included.blockHash);
  };

export function fundSearchCommand(io: Io): Command {
  const command = new Command("fund-search")
    .description(
      "add to the credit for the searches of a subscription that waits, or looks for another provider; anybody may",
    )
    .argument("<subscription>", number, parseSubscription)
    .argument("<amount>", "with its unit", parsePositiveAmount);
  withExamples(withActing(command), "dinfra fund-search 1 500mUNIT --as //Dave");
  return command.action((id: bigint, amount: bigint, options: ActingOptions) =>
    steer(io, options, id, (calls) => calls.fundSearch(id, amount)),
  );
}

export function acceptPriceCommand(io: Io): Command {
  const command = new Command("accept-price")
    .description("accept the price per block that the provider proposes (dinfra show says it), from now on")
    .argument("<subscription>", number, parseSubscription)
    .argument("<amount>", "the proposed price, with its unit", parsePositiveAmount);
  withExamples(withActing(command), "dinfra accept-price 1 12mUNIT --as //Dave");
  return command.action((id: bigint, rate: bigint, options: ActingOptions) =>
    steer(io, options, id, async (calls, latest) =>
      calls.acceptPrice(id, await presentAttempt(await latest(), id), rate),
    ),
  );
}
