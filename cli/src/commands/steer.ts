import { Command } from "commander";
import type { Call, ChainView } from "@dinfra/chain";
import { withActing, withActor, type ActingOptions } from "../actor.js";
import { defaultStore, givenDescriptor, publish } from "../descriptor-input.js";
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
  before?: () => Promise<void>,
): Promise<void> {
  await withActor(options, io, async (chain, actor) => {
    const { calls } = await import("@dinfra/chain");
    await before?.();
    const included = await actor.submit(await call(calls.subscriptions, () => chain.latest()));
    if (included === null) return;
    const now = await (await chain.at(included.blockHash)).subscription(id);
    const state =
      now === null
        ? "closed"
        : `${formatState(now.stored)}, generation ${now.generation}${now.endsAt === null ? "" : `, ends at block ${now.endsAt}`}${now.successor === null ? "" : `, to be taken over by ${now.successor.provider}`}`;
    answer(
      options,
      io,
      { id, subscription: now, ...submission(included) },
      `subscription ${id}: ${state}, in block ${included.blockNumber}`,
    );
  });
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
      await steer(
        io,
        options,
        id,
        (calls) => calls.update(id, given.digest),
        () => publish(given, options.store ?? defaultStore(io.env)),
      );
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
    .argument("<subscription>", number, parseSubscription);
  withExamples(withActing(command), "dinfra migrate 1 --as //Dave");
  return command.action((id: bigint, options: ActingOptions) => steer(io, options, id, (calls) => calls.migrate(id)));
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
