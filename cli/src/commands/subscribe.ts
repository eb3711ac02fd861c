import { Command, Option } from "commander";
import type { ChainView, Hex, SubscriptionView, Wish } from "@dinfra/chain";
import { withActing, withActor, type ActingOptions } from "../actor.js";
import { cheapest, estimate, formatCost, leastFunds, type Cost } from "../cost.js";
import { defaultStore, givenDescriptor, publish, typeId } from "../descriptor-input.js";
import { badInput, CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatState } from "../format/state.js";
import type { Io } from "../io.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { MOST_LISTED } from "../parse/criteria.js";
import { parseWhole } from "../parse/numbers.js";
import { answer, submission, withExamples } from "../session.js";
import { subscribedIn } from "../subscription-event.js";
import { isWilling, offerors } from "../willing.js";
import { wishOf, withWish, type WishFlags } from "../wish-options.js";

/** Of the runtime: aura's slot. A development chain makes blocks as it is told to. */
export const SECONDS_PER_BLOCK = 6;

const count = parseWhole("count", 1n, BigInt(MOST_LISTED));

interface SubscribeOptions extends ActingOptions, WishFlags {
  readonly count?: number;
  readonly funds: bigint;
  readonly maxPrice?: bigint;
  readonly type?: string;
  readonly store?: string;
  readonly yes?: boolean;
}

export function subscribeCommand(io: Io): Command {
  const command = new Command("subscribe")
    .description("have a descriptor deployed; says what it will cost and asks before it does anything")
    .argument("<descriptor>", "a descriptor file (it is published), or the CID or hash of a published one")
    .addOption(
      new Option("--funds <amount>", "put in and held; what is not earned comes back")
        .argParser(parsePositiveAmount)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--max-price <amount>", "the most per block; the cheapest open offer's price by default").argParser(
        parsePositiveAmount,
      ),
    )
    .option("--type <name>", "name or id of the descriptor type, where the descriptor is given by its hash")
    .option("--store <folder>", "the descriptor store to publish in (env: DINFRA_STORE)")
    .addOption(
      new Option("--count <number>", `so many of it, up to ${MOST_LISTED}: all awarded at once, or none`).argParser(
        (text) => Number(count(text)),
      ),
    )
    .option("--yes", "do not ask");
  withExamples(
    withActing(withWish(command)),
    "dinfra subscribe schemas/descriptors/substrate-node/examples/dev-node.json --funds 2UNIT --as //Dave",
    "dinfra subscribe my-node.json --funds 40UNIT --max-price 12mUNIT --key-file ~/.dinfra/consumer.key --yes",
    "dinfra subscribe my-node.json --funds 40UNIT --region eu-west --region eu-north --not-network AS64500 --follow --as //Dave",
    "dinfra subscribe my-node.json --funds 40UNIT --count 4 --apart 1 --as //Dave",
  );
  return command.action((text: string, options: SubscribeOptions) => subscribe(io, text, options));
}

async function subscribe(io: Io, text: string, options: SubscribeOptions): Promise<void> {
  if (!options.yes && (!io.interactive || options.json)) {
    throw badInput("nobody can be asked here whether to spend the funds; give --yes to subscribe without being asked");
  }
  const given = await givenDescriptor(text, options.type);
  const typeText = given.typeName ?? options.type;
  if (typeText === undefined) throw badInput(`${text} is a hash only; give the descriptor type with --type`);
  const type = typeId(typeText);
  const wish = await wishOf(options);
  const { count = 1 } = options;

  await withActor(options, io, async (chain, actor) => {
    const view = await chain.latest();
    if ((await view.type(type)) === null) {
      throw new CommandFailure(
        "type.unregistered",
        1,
        `${typeText} is not registered on ${chain.endpoint}; see: dinfra provider type register`,
      );
    }
    const cost = await costOf(view, type, actor.account, wish, options, typeText);
    refuseTooLittle(cost);
    if (!options.json) io.err(formatCost(cost, SECONDS_PER_BLOCK));
    const held = formatAmount(cost.funds * BigInt(count));
    if (!options.yes && !(await io.confirm(`Hold ${held} of ${actor.account} for it?`))) {
      throw new CommandFailure("refused", 1, "nothing was done");
    }
    await publish(given, options.store ?? defaultStore(io.env));

    const { calls } = await import("@dinfra/chain");
    const request = { typeId: type, descriptor: given.digest, maxPrice: cost.maxPrice, funds: options.funds, wish };
    const call =
      options.count === undefined
        ? calls.subscriptions.subscribeWith(request)
        : calls.subscriptions.subscribeMany(Array.from({ length: count }, () => request));
    const included = await actor.submit(call);
    if (included === null) return;
    const after = await chain.at(included.blockHash);
    const made = await Promise.all(
      subscribedIn(included.events).map(async (id) => {
        const found = await after.subscription(id);
        if (found !== null) return found;
        const lost = `subscription ${id} is not in block ${included.blockNumber}, which made it`;
        throw new CommandFailure("chain.lost", 1, lost);
      }),
    );
    const several = options.count === undefined ? {} : { subscriptions: made };
    answer(
      options,
      io,
      { id: made[0]?.id, cid: given.cid, cost, subscription: made[0], ...several, ...submission(included) },
      made.map((each) => said(each, included.blockNumber)).join("\n"),
    );
  });
}

async function costOf(
  view: ChainView,
  type: Hex,
  consumer: string,
  wish: Wish,
  { maxPrice, funds, count, candidate }: SubscribeOptions,
  typeText: string,
): Promise<Cost> {
  const constants = await view.constants();
  const moment = { now: await view.now(), gap: constants.gap };
  const all = await offerors(view, type);
  const offers = all.filter((each) => isWilling(each, consumer, wish, moment)).map(({ offer }) => offer);
  const price = maxPrice ?? cheapest(offers);
  // Who is to be awarded at once, or names candidates, does not wait.
  const waits = count === undefined && candidate === undefined;
  if (price === null) {
    const found = all.some(({ offer }) => offer.used < offer.capacity)
      ? `no open offer of ${typeText} meets what is asked for`
      : `no offer of ${typeText} is open`;
    const instead = waits
      ? "give --max-price to wait for one"
      : "ask for less; with --candidate or --count nothing waits";
    throw new CommandFailure("offer.none", 1, `${found}; ${instead}`);
  }
  return estimate(offers, price, funds, constants, { count: count ?? 1, waits });
}

function refuseTooLittle(cost: Cost): void {
  const least = leastFunds(cost);
  if (cost.funds >= least) return;
  throw badInput(
    `--funds: expected at least ${formatAmount(least)}, ${cost.minFundedBlocks} blocks at ${formatAmount(cost.maxPrice)}, found ${formatAmount(cost.funds)}`,
  );
}

function said(now: SubscriptionView, block: number): string {
  const head = `subscription ${now.id}, ${formatAmount(now.funds)} held, in block ${block}`;
  if (now.stored.kind !== "Placed" || now.rate === null) return `${head}\n${formatState(now.stored)}`;
  return `${head}\nawarded to ${now.stored.provider} at ${formatAmount(now.rate)} a block\nwatch it: dinfra show ${now.id} --watch`;
}
