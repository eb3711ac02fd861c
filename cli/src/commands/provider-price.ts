import type { Command } from "commander";
import { withActing, type ActingOptions } from "../actor.js";
import { badInput } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import type { Io } from "../io.js";
import { parsePositiveAmount } from "../parse/amount.js";
import { parseDeployment } from "../parse/numbers.js";
import { withExamples } from "../session.js";
import { sign } from "./provider-sign.js";

/** One attempt of a subscription, which an earlier or later one must not be taken for. */
function parseAttempt(text: string): { subscription: bigint; attempt: number } {
  const { subscription, attempt } = parseDeployment(text);
  if (attempt === undefined) throw badInput(`expected a deployment such as 7.1, found ${JSON.stringify(text)}`);
  return { subscription, attempt };
}

/** What a provider does about one deployment's terms: `resign`, `propose-price`, `reprice`. */
export function addDeploymentCommands(provider: Command, io: Io): void {
  const which = "subscription and attempt, such as 7.1";
  const load = () => import("@dinfra/chain").then(({ calls }) => calls.subscriptions);

  withExamples(
    withActing(
      provider.command("resign").description("end an assignment, with the notice that was fixed at the award"),
    ).argument("<deployment>", which),
    "dinfra provider resign 7.1 --as //Bob",
  ).action((text: string, options: ActingOptions) => {
    const { subscription, attempt } = parseAttempt(text);
    return sign(io, options, async () => (await load()).resign(subscription, attempt), `resigned from ${text}`);
  });

  withExamples(
    withActing(
      provider
        .command("propose-price")
        .description("propose another price per block for what runs; it applies when the consumer accepts it"),
    )
      .argument("<deployment>", which)
      .argument("[amount]", "with its unit", parsePositiveAmount)
      .option("--withdraw", "propose none any more"),
    "dinfra provider propose-price 7.1 12mUNIT --as //Bob",
    "dinfra provider propose-price 7.1 --withdraw --as //Bob",
  ).action((text: string, rate: bigint | undefined, options: ActingOptions & { withdraw?: boolean }) => {
    const { subscription, attempt } = parseAttempt(text);
    if ((options.withdraw === true) === (rate !== undefined)) {
      throw badInput("which price? give an amount, or --withdraw, not both");
    }
    return sign(
      io,
      options,
      async () => (await load()).proposePrice(subscription, attempt, rate ?? null),
      rate === undefined
        ? `no price is proposed for ${text}`
        : `${formatAmount(rate)} a block is proposed for ${text}; its consumer may accept it`,
    );
  });

  withExamples(
    withActing(
      provider
        .command("reprice")
        .description("change the price per block of what runs, after the notice, within the bounds of its award"),
    )
      .argument("<deployment>", which)
      .argument("<amount>", "with its unit", parsePositiveAmount),
    "dinfra provider reprice 7.1 11mUNIT --as //Bob",
  ).action((text: string, rate: bigint, options: ActingOptions) => {
    const { subscription, attempt } = parseAttempt(text);
    return sign(
      io,
      options,
      async () => (await load()).reprice(subscription, attempt, rate),
      `${text} will cost ${formatAmount(rate)} a block after the notice`,
    );
  });
}
