import { Command, Option } from "commander";
import type { Attribute, Hex, Network, Profile } from "@dinfra/chain";
import { withActing, type ActingOptions } from "../actor.js";
import { badInput } from "../failure.js";
import { label } from "../format/label.js";
import { formatFields } from "../format/table.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parseAttribute, parseHex, parseLabel, parseNetwork, repeatable } from "../parse/criteria.js";
import { answer, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { lazily, sign } from "./provider-sign.js";

interface ProfileFlags extends ActingOptions {
  readonly region?: readonly string[];
  readonly network?: readonly Network[];
  readonly attribute?: readonly Attribute[];
  readonly terms?: Hex;
}

/** What a provider says of itself, for consumers' criteria. */
export function profileCommand(io: Io): Command {
  const profile = new Command("profile").description("what a provider says of itself, for what consumers ask for");

  withExamples(
    withActing(
      profile.command("set").description("say it, in the place of what was said before; counts for new awards"),
    )
      .addOption(
        repeatable("--region <label>", "where it serves, such as eu-west; may be given again", parseLabel("region")),
      )
      .addOption(repeatable("--network <name>", "whose network it is in; a name, or AS64500", parseNetwork))
      .addOption(repeatable("--attribute <key=value>", "whatever else consumers ask for", parseAttribute))
      .addOption(
        new Option("--terms <hash>", "hash of the terms that a consumer must have accepted").argParser(
          parseHex("terms", 32),
        ),
      ),
    "dinfra provider profile set --region eu-west --network AS64500 --attribute disk=nvme --as //Bob",
  ).action((options: ProfileFlags) => {
    const said: Profile = {
      regions: options.region ?? [],
      networks: options.network ?? [],
      attributes: options.attribute ?? [],
      terms: options.terms ?? null,
    };
    if (said.regions.length + said.networks.length + said.attributes.length === 0 && said.terms === null) {
      throw badInput(
        "what does it say? give --region, --network, --attribute or --terms; or see: dinfra provider profile clear",
      );
    }
    return sign(io, options, () => lazily((calls) => calls.setProfile(said)), "the profile is set");
  });

  withExamples(
    withActing(profile.command("clear").description("say nothing")),
    "dinfra provider profile clear --as //Bob",
  ).action((options: ActingOptions) =>
    sign(io, options, () => lazily((calls) => calls.setProfile(null)), "the profile is cleared"),
  );

  withExamples(
    withChain(profile.command("show").description("what a provider says of itself")).argument(
      "<account>",
      "the provider's account",
    ),
    "dinfra provider profile show //Bob",
  ).action(async (text: string, options: ChainOptions) => {
    const account = await parseAccount(text);
    await withConnection(options, io, async (chain) => {
      const view = await chain.latest();
      const said = await view.profile(account);
      answer(options, io, { block: view.block, account, profile: said }, said === null ? "says nothing" : format(said));
    });
  });
  return profile;
}

export const networkName = (network: Network): string =>
  typeof network === "number" ? `AS${network}` : label(network);

function format({ regions, networks, attributes, terms }: Profile): string {
  const list = (items: readonly string[]) => items.join(", ") || "-";
  return formatFields([
    ["regions", list(regions.map(label))],
    ["networks", list(networks.map(networkName))],
    ["attributes", list(attributes.map(({ key, value }) => `${label(key)}=${label(value)}`))],
    ["terms", terms ?? "-"],
  ]);
}
