import { Command, Option } from "commander";
import type { Chain, KeyScheme, Signer } from "@dinfra/chain";
import { accessText, accessToken, type AccessClaim } from "@dinfra/service/api/access-token";
import { badInput, CommandFailure } from "../failure.js";
import type { Io } from "../io.js";
import { signerFrom } from "../keys.js";
import { parseAccount } from "../parse/account.js";
import { parseHex } from "../parse/criteria.js";
import { parseDeployment, parseMinutes } from "../parse/numbers.js";
import { answer, withExamples, withKey, withSigner, type SigningOptions } from "../session.js";

const scopes = ["consumer", "operate", "read"] as const satisfies readonly AccessClaim["scope"][];

const keySchemes = ["sr25519", "ed25519", "ecdsa"] as const satisfies readonly KeyScheme[];

interface TokenOptions extends SigningOptions {
  readonly scheme: KeyScheme;
  readonly minutes: number;
  readonly scope: AccessClaim["scope"];
  readonly provider?: string;
  readonly instance?: string;
}

export function accessCommand(io: Io): Command {
  const access = new Command("access").description(
    "tokens for the API of a reactor, signed by an account of the chain",
  );
  const token = access
    .command("token")
    .description("a bearer token: of a consumer for its deployment, or of a provider's key for its reactor")
    .argument("[deployment]", "7 (its present attempt) or 7.1; none, with operate and read: all", parseDeployment)
    .addOption(new Option("--scope <scope>", "what it opens").choices(scopes).default("consumer"))
    .addOption(new Option("--scheme <name>", "of the key that signs").choices(keySchemes).default("sr25519"))
    .addOption(new Option("--minutes <number>", "for how long it opens, 1 to 15").default(10).argParser(parseMinutes))
    .option(
      "--provider <account>",
      "whose reactor: of an attempt that is not the present one, or whose subscription is closed; " +
        "with operate and read: where it is not the one that the key acts for",
    )
    .addOption(
      new Option(
        "--instance <hash>",
        "of the chain; with --provider, and attempts by number, the chain is not asked",
      ).argParser(parseHex("--instance", 32)),
    );
  withExamples(
    withKey(token),
    "dinfra access token 7.1 --as //Alice",
    "dinfra access token 7 --minutes 15 --key-file key",
    "dinfra access token 7 --scheme ed25519 --key-file key",
    "dinfra access token --scope operate --key-file operator.key",
  );
  token.action((which: Which | undefined, options: TokenOptions) => makeToken(io, which, options));
  return access;
}

interface Which {
  readonly subscription: bigint;
  readonly attempt?: number;
}

async function makeToken(io: Io, which: Which | undefined, options: TokenOptions): Promise<void> {
  const { scope, instance, provider } = options;
  if (which === undefined && scope === "consumer")
    throw badInput("expected the deployment that the token opens, found none; give 7 or 7.1, or another --scope");
  if (instance !== undefined && provider !== undefined && (which === undefined || which.attempt !== undefined)) {
    const deployment = which === undefined ? "*" : `${which.subscription}.${which.attempt}`;
    const signer = await signerFrom(options, io.env, null, options.scheme);
    return say(io, options, signer, { instance, provider: await parseAccount(provider), deployment });
  }
  const tell = async (chain: Chain, signer: Signer) => {
    const found = await chain.identity();
    if (instance !== undefined && instance !== found.instance)
      throw new CommandFailure(
        "access.other-chain",
        1,
        `expected the chain instance ${instance}, found ${found.instance} at the endpoint; give another --endpoint`,
      );
    const of = which === undefined ? await ownOf(chain, signer, provider) : await holderOf(chain, which, provider);
    say(io, options, signer, { instance: found.instance, ...of });
  };
  await withSigner(options, io, tell, options.scheme);
}

function say(io: Io, options: TokenOptions, signer: Signer, of: Pick<AccessClaim, "instance"> & Place): void {
  const expires = new Date();
  expires.setMilliseconds(0);
  expires.setMinutes(expires.getMinutes() + options.minutes);
  const { scope } = options;
  // Read by the reactor's clock.
  const text = accessText({ ...of, scope, expiry: Date.parse(expires.toISOString()) / 1000 });
  const bearer = accessToken(text, signer.pair.sign(`<Bytes>${text}</Bytes>`));
  const { deployment, provider } = of;
  answer(options, io, { token: bearer, deployment, provider, scope, expires: expires.toISOString() }, bearer);
}

type Place = Pick<AccessClaim, "provider" | "deployment">;

/** The provider that the key acts for, unless another one is said: its own account, or that of an operator. */
async function ownOf(chain: Chain, { address }: Signer, said: string | undefined): Promise<Place> {
  if (said !== undefined) return { provider: await parseAccount(said), deployment: "*" };
  const view = await chain.latest();
  const provider = (await view.provider(address)) === null ? await view.providerOf(address) : address;
  if (provider !== null) return { provider, deployment: "*" };
  throw new CommandFailure(
    "access.no-provider",
    1,
    `expected a provider's account or an operator of one, found that ${address} acts for none; give another key, or --provider`,
  );
}

/** Who has the deployment, as the chain says, unless it is said. */
async function holderOf(chain: Chain, { subscription, attempt }: Which, said: string | undefined): Promise<Place> {
  if (said !== undefined && attempt !== undefined)
    return { provider: await parseAccount(said), deployment: `${subscription}.${attempt}` };
  const found = await (await chain.latest()).subscription(subscription);
  const present = found === null ? [] : [{ provider: found.provider, attempt: found.attempt }, found.successor];
  for (const one of present)
    if (one?.provider && one.attempt > 0 && (attempt === undefined || attempt === one.attempt))
      return { provider: one.provider, deployment: `${subscription}.${one.attempt}` };
  throw new CommandFailure(
    "access.no-deployment",
    1,
    `expected a deployment that a provider has now, found none of ${subscription}${attempt === undefined ? "" : `.${attempt}`}; ` +
      "for an earlier one give its attempt (7.1) and --provider",
  );
}
