import { Command } from "commander";
import { withActing, withActor, type ActingOptions } from "../actor.js";
import { CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatFields } from "../format/table.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseDeployment, parseSubscription } from "../parse/numbers.js";
import { answer, submission, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";

const number = "its number";

export function topUpCommand(io: Io): Command {
  const command = new Command("top-up")
    .description("put more funds into a subscription")
    .argument("<subscription>", number, parseSubscription)
    .argument("<amount>", "with its unit", parsePositiveAmount);
  withExamples(withActing(command), "dinfra top-up 1 500mUNIT --as //Dave");
  return command.action((id: bigint, amount: bigint, options: ActingOptions) =>
    change(io, options, "topUp", id, amount),
  );
}

export function withdrawCommand(io: Io): Command {
  const command = new Command("withdraw")
    .description("take funds out of a subscription; what a cancellation would leave to the provider stays")
    .argument("<subscription>", number, parseSubscription)
    .argument("<amount>", "with its unit", parsePositiveAmount);
  withExamples(withActing(command), "dinfra withdraw 1 500mUNIT --as //Dave");
  return command.action((id: bigint, amount: bigint, options: ActingOptions) =>
    change(io, options, "withdraw", id, amount),
  );
}

async function change(
  io: Io,
  options: ActingOptions,
  method: "topUp" | "withdraw",
  id: bigint,
  amount: bigint,
): Promise<void> {
  await withActor(options, io, async (chain, actor) => {
    const { calls } = await import("@dinfra/chain");
    const included = await actor.submit(calls.subscriptions[method](id, amount));
    if (included === null) return;
    const now = await (await chain.at(included.blockHash)).subscription(id);
    const ends = now?.endsAt == null ? "" : `, ends at block ${now.endsAt}`;
    const held = now === null ? "" : `; ${formatAmount(now.funds)} held${ends}`;
    const did = method === "topUp" ? "put in" : "taken out";
    answer(
      options,
      io,
      { id, subscription: now, ...submission(included) },
      `${formatAmount(amount)} ${did}, in block ${included.blockNumber}${held}`,
    );
  });
}

export function claimCommand(io: Io): Command {
  const command = new Command("claim")
    .description("pay a provider what it has earned so far; anybody may")
    .argument("<deployment>", "a subscription (7, its present provider) or a deployment (7.1)")
    .option("--owed-to <provider>", "instead, what could not be paid out when the subscription ended");
  withExamples(withActing(command), "dinfra claim 1 --as //Bob", "dinfra claim 1 --owed-to //Bob --as //Bob");
  return command.action((text: string, options: ActingOptions & { owedTo?: string }) => claim(io, text, options));
}

async function claim(io: Io, text: string, options: ActingOptions & { owedTo?: string }): Promise<void> {
  const { subscription, attempt } = parseDeployment(text);
  const owedTo = options.owedTo === undefined ? undefined : await parseAccount(options.owedTo);
  await withActor(options, io, async (chain, actor) => {
    const { calls } = await import("@dinfra/chain");
    const call =
      owedTo !== undefined
        ? calls.subscriptions.claimOwed(owedTo, subscription)
        : calls.subscriptions.claim(
            subscription,
            attempt ?? (await presentAttempt(await chain.latest(), subscription)),
          );
    const included = await actor.submit(call);
    if (included === null) return;
    answer(options, io, { id: subscription, ...submission(included) }, `claimed, in block ${included.blockNumber}`);
  });
}

/** The attempt that a subscription is placed with. */
export async function presentAttempt(
  view: { subscription(id: bigint): Promise<{ stored: { kind: string; attempt?: number } } | null> },
  id: bigint,
): Promise<number> {
  const found = await view.subscription(id);
  if (found === null) throw new CommandFailure("subscription.unknown", 1, `there is no subscription ${id}`);
  if (found.stored.attempt === undefined) {
    throw new CommandFailure(
      "subscription.unplaced",
      1,
      `subscription ${id} is placed with nobody (${found.stored.kind}); name a deployment, such as ${id}.1`,
    );
  }
  return found.stored.attempt;
}

export function accountCommand(io: Io): Command {
  const command = new Command("account")
    .description("what an account has, free and held")
    .argument("<account>", "SS58, or a development key's name");
  withExamples(withChain(command), "dinfra account //Dave");
  return command.action(async (text: string, options: ChainOptions) => {
    const address = await parseAccount(text);
    await withConnection(options, io, async (chain) => {
      const view = await chain.latest();
      const account = await view.account(address);
      const fields = formatFields([
        ["account", address],
        ["free", formatAmount(account.free)],
        ["held", formatAmount(account.held)],
      ]);
      answer(options, io, { block: view.block, address, ...account }, fields);
    });
  });
}
