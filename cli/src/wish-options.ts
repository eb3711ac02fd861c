import { Option, type Command } from "commander";
import type { Attribute, Hex, Network, Selection, Wish } from "@dinfra/chain";
import { parseAccount } from "./parse/account.js";
import { parseAttribute, parseHex, parseLabel, parseNetwork, repeatable } from "./parse/criteria.js";
import { parseCount, parseWhole } from "./parse/numbers.js";

/** What a consumer may ask for on the command line, beyond a type and a price. */
export interface WishFlags {
  readonly region?: readonly string[];
  readonly notRegion?: readonly string[];
  readonly notNetwork?: readonly Network[];
  readonly prefer?: readonly string[];
  readonly refuse?: readonly string[];
  readonly attribute?: readonly Attribute[];
  readonly acceptTerms?: readonly Hex[];
  readonly apart?: number;
  readonly select?: keyof typeof selections;
  readonly candidate?: readonly string[];
  readonly elastic?: boolean;
  readonly follow?: boolean;
  readonly maxSetup?: number;
  readonly patience?: number;
}

const selections = {
  "round-robin": "RoundRobin",
  random: "Random",
  "least-loaded": "LeastLoaded",
  cheapest: "Cheapest",
} as const satisfies Record<string, Selection>;

const text = (value: string) => value;
const group = parseWhole("apart", 0n, 2n ** 32n - 1n);
const patience = parseWhole("patience", 0n, 2n ** 32n - 1n);

export function withWish(command: Command): Command {
  return command
    .addOption(
      repeatable(
        "--region <label>",
        "the provider serves there; may be given again, one is enough",
        parseLabel("region"),
      ),
    )
    .addOption(repeatable("--not-region <label>", "the provider serves in none of these", parseLabel("region")))
    .addOption(
      repeatable("--not-network <name>", "the provider is in none of these networks; a name, or AS64500", parseNetwork),
    )
    .addOption(repeatable("--prefer <account>", "asked before all others, in this order", text))
    .addOption(repeatable("--refuse <account>", "never asked", text))
    .addOption(repeatable("--attribute <key=value>", "the provider has them all", parseAttribute))
    .addOption(
      repeatable("--accept-terms <hash>", "terms that are accepted, by their hash", parseHex("accept-terms", 32)),
    )
    .addOption(
      new Option("--apart <group>", "a number of your own: no two of one group are with one provider").argParser(
        (value) => Number(group(value)),
      ),
    )
    .addOption(
      new Option("--select <how>", "how one of those that match is chosen; by turns by default")
        .choices(Object.keys(selections))
        .conflicts("candidate"),
    )
    .addOption(
      new Option(
        "--max-setup <blocks>",
        "the most blocks that a provider may take to set up; by default whatever its offer states",
      ).argParser(parseCount("max-setup")),
    )
    .addOption(
      new Option(
        "--patience <blocks>",
        "how long others are tried after a provider has failed it, in blocks; by default what the chain says, 0 for not at all",
      ).argParser((value) => Number(patience(value))),
    )
    .addOption(repeatable("--candidate <account>", "these only, in this order; does not wait for them", text))
    .option(
      "--elastic",
      "a price that the provider may change within its bounds will do; the most per block holds for it",
    )
    .option(
      "--follow",
      "move to another provider by itself when this one resigns, and by anybody's call when it is dark",
    );
}

/** What was asked for. @throws CommandFailure exit code 2 for what is no account */
export async function wishOf(flags: WishFlags): Promise<Wish> {
  const { wish } = await import("@dinfra/chain");
  const accounts = (given: readonly string[] = []) => Promise.all(given.map(parseAccount));
  const [prefer, refuse, candidates] = await Promise.all([flags.prefer, flags.refuse, flags.candidate].map(accounts));
  return wish({
    selection:
      flags.candidate === undefined ? selections[flags.select ?? "round-robin"] : { candidates: candidates ?? [] },
    elastic: flags.elastic ?? false,
    follow: flags.follow ?? false,
    maxSetup: flags.maxSetup ?? null,
    patience: flags.patience ?? null,
    regions: flags.region ?? [],
    notRegions: flags.notRegion ?? [],
    notNetworks: flags.notNetwork ?? [],
    prefer: prefer ?? [],
    refuse: refuse ?? [],
    attributes: flags.attribute ?? [],
    terms: flags.acceptTerms ?? [],
    apart: flags.apart ?? null,
  });
}
