import { Option, type Command } from "commander";
import { withActing, type ActingOptions } from "../actor.js";
import { typeId } from "../descriptor-input.js";
import { badInput } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseCount } from "../parse/numbers.js";
import { answer, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { lazily, sign } from "./provider-sign.js";

interface OfferFlags extends ActingOptions {
  readonly price: bigint;
  readonly capacity: number;
  readonly floor?: bigint;
  readonly ceiling?: bigint;
  readonly step?: bigint;
  readonly setupBlocks?: number;
}

/** `offer`, `close-offer`, `allow`, `offers`. */
export function addOfferCommands(provider: Command, io: Io): void {
  const amount = (flags: string, description: string) => new Option(flags, description).argParser(parsePositiveAmount);
  withExamples(
    withActing(
      provider
        .command("offer")
        .description("offer a descriptor type, for a deposit, or change the offer for new awards"),
    )
      .argument("<type>", "name or id of the descriptor type")
      .addOption(amount("--price <amount>", "per block").makeOptionMandatory())
      .addOption(
        new Option("--capacity <count>", "how many at once").argParser(parseCount("capacity")).makeOptionMandatory(),
      )
      .addOption(amount("--floor <amount>", "the price of what runs may change, not below this"))
      .addOption(amount("--ceiling <amount>", "nor above this, for which a consumer's highest price holds"))
      .addOption(amount("--step <amount>", "nor by more than this at once"))
      .addOption(
        new Option(
          "--setup-blocks <count>",
          "blocks from an award to its deadline; by default the fewest that the chain allows",
        ).argParser(parseCount("setup-blocks")),
      ),
    "dinfra provider offer substrate-node/v1 --price 10mUNIT --capacity 4 --as //Bob",
    "dinfra provider offer substrate-node/v1 --price 10mUNIT --floor 5mUNIT --ceiling 20mUNIT --step 2mUNIT --capacity 4 --as //Bob",
    "dinfra provider offer substrate-node/v1 --price 10mUNIT --capacity 4 --setup-blocks 2400 --as //Bob",
  ).action((type: string, options: OfferFlags) => {
    const id = typeId(type);
    const elastic = boundsOf(options);
    const { price, capacity } = options;
    const moves =
      elastic === null ? "" : `, between ${formatAmount(elastic.floor)} and ${formatAmount(elastic.ceiling)}`;
    return sign(
      io,
      options,
      async (chain) => {
        const setupBlocks = options.setupBlocks ?? (await (await chain.latest()).constants()).ackDeadline;
        return lazily((calls) => calls.offerWith(id, { price, capacity, elastic, setupBlocks }));
      },
      `${type} is offered at ${formatAmount(price)} a block${moves}, ${capacity} at once`,
    );
  });

  withExamples(
    withActing(
      provider.command("close-offer").description("take no more awards of a type; what runs goes on"),
    ).argument("<type>", "name or id"),
    "dinfra provider close-offer substrate-node/v1 --as //Bob",
  ).action((type: string, options: ActingOptions) => {
    const id = typeId(type);
    return sign(io, options, () => lazily((calls) => calls.closeOffer(id)), `the offer of ${type} is closed`);
  });

  withExamples(
    withActing(provider.command("allow").description("say whom an offer serves: these consumers only, or everybody"))
      .argument("<type>", "name or id")
      .argument("[consumers...]", "accounts, in the place of those before")
      .option("--public", "everybody"),
    "dinfra provider allow substrate-node/v1 //Dave //Eve --as //Bob",
    "dinfra provider allow substrate-node/v1 --public --as //Bob",
  ).action(async (type: string, consumers: readonly string[], options: ActingOptions & { public?: boolean }) => {
    const id = typeId(type);
    if ((options.public === true) === consumers.length > 0) {
      throw badInput("whom does it serve? give accounts, or --public, not both");
    }
    if (consumers.length > MOST_ALLOWED) {
      throw badInput(`consumers: expected at most ${MOST_ALLOWED}, found ${consumers.length}`);
    }
    const accounts = options.public ? null : await Promise.all(consumers.map(parseAccount));
    const whom = accounts === null ? "everybody" : `${accounts.length} listed`;
    await sign(io, options, () => lazily((calls) => calls.setAllowed(id, accounts)), `${type} is for ${whom}`);
  });

  withExamples(
    withChain(provider.command("offers").description("who offers a descriptor type, at what price")).argument(
      "<type>",
      "name or id",
    ),
    "dinfra provider offers substrate-node/v1",
  ).action((type: string, options: ChainOptions) => {
    const id = typeId(type);
    return withConnection(options, io, async (chain) => {
      const offers = await (await chain.latest()).offers(id);
      const rows = offers.map((offer) => [
        offer.provider,
        formatAmount(offer.price),
        offer.elastic === null ? "-" : `${formatAmount(offer.elastic.floor)} to ${formatAmount(offer.elastic.ceiling)}`,
        `${offer.capacity - offer.used}`,
        `${offer.capacity}`,
        `${offer.setupBlocks} blocks`,
        offer.private ? "for some" : offer.open ? "open" : "closed",
      ]);
      answer(
        options,
        io,
        offers,
        rows.length === 0
          ? `nobody offers ${type}`
          : formatTable(["provider", "per block", "may become", "free", "of", "set-up", ""], rows),
      );
    });
  });
}

/** Consumers that one offer may list. */
const MOST_ALLOWED = 32;

/** All three or none, in an order that a price can move in. */
function boundsOf({ price, floor, ceiling, step }: OfferFlags) {
  if (floor === undefined && ceiling === undefined && step === undefined) return null;
  if (floor === undefined || ceiling === undefined || step === undefined) {
    throw badInput("a price that may change needs --floor, --ceiling and --step; give all three or none");
  }
  if (floor > price || price > ceiling) {
    throw badInput(
      `--price: expected ${formatAmount(floor)} to ${formatAmount(ceiling)}, its floor and ceiling, found ${formatAmount(price)}`,
    );
  }
  return { floor, ceiling, step };
}
