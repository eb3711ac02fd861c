import { Command, Option } from "commander";
import type { Chain, Signer } from "@dinfra/chain";
import { CommandFailure } from "../failure.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parseDeployment, parseMinutes } from "../parse/numbers.js";
import { answer, withExamples, withKey, withSigner, type SigningOptions } from "../session.js";

interface TokenOptions extends SigningOptions {
  readonly minutes: number;
  readonly provider?: string;
}

export function accessCommand(io: Io): Command {
  const access = new Command("access").description(
    "look at a deployment of yours where it runs: at its provider's reactor",
  );
  const token = access
    .command("token")
    .description("a bearer token for the reactor that has a deployment of yours; it opens what is for its consumer")
    .argument("<deployment>", "7 (its present attempt) or 7.1", parseDeployment)
    .addOption(new Option("--minutes <number>", "for how long it opens, 1 to 15").default(10).argParser(parseMinutes))
    .option("--provider <account>", "of an attempt that is not the present one, or whose subscription is closed");
  withExamples(
    withKey(token),
    "dinfra access token 7.1 --as //Alice",
    "dinfra access token 7 --minutes 15 --key-file key",
  );
  token.action((which: Which, options: TokenOptions) =>
    withSigner(options, io, (chain, signer) => makeToken(io, chain, signer, which, options)),
  );
  return access;
}

interface Which {
  readonly subscription: bigint;
  readonly attempt?: number;
}

async function makeToken(io: Io, chain: Chain, signer: Signer, which: Which, options: TokenOptions): Promise<void> {
  const { instance } = await chain.identity();
  const { provider, attempt } = await holderOf(chain, which, options.provider);
  const deployment = `${which.subscription}.${attempt}`;
  const begun = new Date();
  begun.setMilliseconds(0);
  const expires = new Date(begun);
  expires.setMinutes(begun.getMinutes() + options.minutes);
  // Read by the reactor's clock.
  const expiry = Date.parse(expires.toISOString()) / 1000;
  const text = `dinfra-access:v1:${instance}:${provider}:${deployment}:consumer:${expiry}`;
  const signature = signer.pair.sign(`<Bytes>${text}</Bytes>`);
  const bearer = `${Buffer.from(text).toString("base64url")}.${Buffer.from(signature).toString("base64url")}`;
  answer(options, io, { token: bearer, deployment, provider, expires: expires.toISOString() }, bearer);
}

/** Who has the deployment, as the chain says, unless it is said. */
async function holderOf(
  chain: Chain,
  { subscription, attempt }: Which,
  said: string | undefined,
): Promise<{ provider: string; attempt: number }> {
  if (said !== undefined && attempt !== undefined) return { provider: await parseAccount(said), attempt };
  const found = await (await chain.latest()).subscription(subscription);
  const present = found === null ? [] : [{ provider: found.provider, attempt: found.attempt }, found.successor];
  for (const one of present)
    if (one?.provider && one.attempt > 0 && (attempt === undefined || attempt === one.attempt))
      return { provider: one.provider, attempt: one.attempt };
  throw new CommandFailure(
    "access.no-deployment",
    1,
    `expected a deployment that a provider has now, found none of ${subscription}${attempt === undefined ? "" : `.${attempt}`}; ` +
      "for an earlier one give its attempt (7.1) and --provider",
  );
}
