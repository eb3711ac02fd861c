import { Command, Option } from "commander";
import type { SubscriptionView } from "@dinfra/chain";
import { typeName } from "../descriptor-input.js";
import { badInput } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatState } from "../format/state.js";
import { formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { answer, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";

interface ListOptions extends ChainOptions {
  readonly consumer?: string;
  readonly provider?: string;
}

export function listCommand(io: Io): Command {
  const command = new Command("list")
    .description("subscriptions of a consumer, or those that a provider has work from")
    .addOption(
      new Option(
        "--consumer <account>",
        "of whom; looks through every subscription that was ever made on the chain, 256 a request",
      ).conflicts("provider"),
    )
    .addOption(new Option("--provider <account>", "placed with whom"));
  withExamples(withChain(command), "dinfra list --consumer //Dave", "dinfra list --provider //Bob --json");
  return command.action((options: ListOptions) => list(io, options));
}

async function list(io: Io, options: ListOptions): Promise<void> {
  if (options.consumer === undefined && options.provider === undefined)
    throw badInput("whose subscriptions? give --consumer or --provider");
  const account = await parseAccount(options.consumer ?? options.provider ?? "");
  await withConnection(options, io, async (chain) => {
    const view = await chain.latest();
    const ids =
      options.consumer !== undefined
        ? await view.subscriptionsOf(account)
        : [...new Set((await view.assignments(account)).map((assignment) => assignment.subscription))];
    const found = (await Promise.all(ids.map((id) => view.subscription(id)))).filter((item) => item !== null);
    const table = formatTable(
      ["subscription", "type", "state", "generation", "per block", "held", "earned", "ends at"],
      found.map(row),
    );
    answer(options, io, { block: view.block, subscriptions: found }, found.length === 0 ? "none" : table);
  });
}

function row(item: SubscriptionView): string[] {
  return [
    `${item.id}`,
    typeName(item.typeId),
    formatState(item.effective),
    `${item.generation}`,
    item.rate === null ? "-" : formatAmount(item.rate),
    formatAmount(item.funds),
    formatAmount(item.earned),
    item.endsAt === null ? "-" : `${item.endsAt}`,
  ];
}
