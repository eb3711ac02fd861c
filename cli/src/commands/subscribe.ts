import { Command, Option } from "commander";
import type { SubscriptionView } from "@dinfra/chain";
import { cheapest, estimate, formatCost, leastFunds, type Cost } from "../cost.js";
import { defaultStore, givenDescriptor, publish, typeId } from "../descriptor-input.js";
import { badInput, CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatState } from "../format/state.js";
import type { Io } from "../io.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { answer, submission, withExamples, withKey, withSigner, type SigningOptions } from "../session.js";
import { subscriptionOf } from "../subscription-event.js";

/** Of the runtime: aura's slot. A development chain makes blocks as it is told to. */
export const SECONDS_PER_BLOCK = 6;

interface SubscribeOptions extends SigningOptions {
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
    .option("--yes", "do not ask");
  withExamples(
    withKey(command),
    "dinfra subscribe schemas/descriptors/substrate-node/examples/dev-node.json --funds 2UNIT --as //Dave",
    "dinfra subscribe my-node.json --funds 40UNIT --max-price 12mUNIT --key-file ~/.dinfra/consumer.key --yes",
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

  await withSigner(options, io, async (chain, signer) => {
    const view = await chain.latest();
    if ((await view.type(type)) === null) {
      throw new CommandFailure(
        "type.unregistered",
        1,
        `${typeText} is not registered on ${chain.endpoint}; see: dinfra provider type register`,
      );
    }
    const offers = await view.offers(type);
    const { minFundedBlocks } = await view.constants();
    const maxPrice = options.maxPrice ?? cheapest(offers);
    if (maxPrice === null) {
      throw new CommandFailure("offer.none", 1, `no offer of ${typeText} is open; give --max-price to wait for one`);
    }
    const cost = estimate(offers, maxPrice, options.funds, minFundedBlocks);
    refuseTooLittle(cost);
    if (!options.json) io.err(formatCost(cost, SECONDS_PER_BLOCK));
    if (!options.yes && !(await io.confirm(`Hold ${formatAmount(cost.funds)} of ${signer.address} for it?`))) {
      throw new CommandFailure("refused", 1, "nothing was done");
    }
    await publish(given, options.store ?? defaultStore(io.env));

    const { calls } = await import("@dinfra/chain");
    const included = await chain.submit(
      signer,
      calls.subscriptions.subscribe(type, given.digest, maxPrice, options.funds),
      { signal: io.stop },
    );
    const id = subscriptionOf(included.events);
    const now = await (await chain.at(included.blockHash)).subscription(id);
    if (now === null)
      throw new CommandFailure(
        "chain.lost",
        1,
        `subscription ${id} is not in block ${included.blockNumber}, which made it`,
      );
    answer(
      options,
      io,
      { id, cid: given.cid, cost, subscription: now, ...submission(included) },
      said(now, included.blockNumber),
    );
  });
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
