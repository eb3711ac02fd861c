import { Command, Option } from "commander";
import type { Hex } from "@dinfra/chain";
import { withActing, type ActingOptions } from "../actor.js";
import { badInput } from "../failure.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parseHex } from "../parse/criteria.js";
import { keyBytes, schemes } from "../parse/login-key.js";
import { withExamples } from "../session.js";
import { lazily, sign } from "./provider-sign.js";

/** Who is paid, how a provider logs in, and what secrets for it are sealed to. */
export function keyCommandsOf(io: Io): readonly Command[] {
  return [beneficiaryCommand(io), loginKeyCommand(io), sealingKeyCommand(io)];
}

function beneficiaryCommand(io: Io): Command {
  return withExamples(
    withActing(new Command("beneficiary").description("have earnings, and debts, paid to another account"))
      .argument("[account]", "who is paid")
      .option("--owner", "the provider's owner again"),
    "dinfra provider beneficiary //Ferdie --as //Bob",
    "dinfra provider beneficiary --owner --as //Bob",
  ).action(async (text: string | undefined, options: ActingOptions & { owner?: boolean }) => {
    if ((options.owner === true) === (text !== undefined)) {
      throw badInput("who is paid? give an account, or --owner, not both");
    }
    const account = text === undefined ? null : await parseAccount(text);
    await sign(
      io,
      options,
      () => lazily((calls) => calls.setBeneficiary(account)),
      `${text ?? "the owner"} is paid from now on`,
    );
  });
}

function loginKeyCommand(io: Io): Command {
  return withExamples(
    withActing(new Command("login-key").description("the public key that a provider logs in with elsewhere"))
      .argument("[key]", "0x and its bytes in hex: 32, for ecdsa the 33 of the compressed form")
      .addOption(new Option("--scheme <name>", "of the key").choices(Object.keys(schemes)).default("sr25519"))
      .option("--none", "no key"),
    `dinfra provider login-key 0x${"d4".repeat(32)} --scheme ed25519 --as //Bob`,
    "dinfra provider login-key --none --as //Bob",
  ).action((text: string | undefined, options: ActingOptions & { scheme: keyof typeof schemes; none?: boolean }) => {
    if ((options.none === true) === (text !== undefined)) throw badInput("which key? give one, or --none, not both");
    const key =
      text === undefined
        ? null
        : { scheme: schemes[options.scheme], key: parseHex("key", keyBytes[options.scheme])(text) };
    return sign(
      io,
      options,
      () => lazily((calls) => calls.setLoginKey(key)),
      key === null ? "there is no login key" : "the login key is set",
    );
  });
}

function sealingKeyCommand(io: Io): Command {
  const sealing = new Command("sealing-key").description(
    "the X25519 public key that secrets for a provider are sealed to",
  );
  withExamples(
    withActing(
      sealing
        .command("rotate")
        .description("have secrets sealed to another key; the one before stays readable for what was sealed to it"),
    ).argument("<key>", "0x and its 32 bytes in hex", parseHex("key", 32)),
    `dinfra provider sealing-key rotate 0x${"5e".repeat(32)} --as //Bob`,
  ).action((key: Hex, options: ActingOptions) =>
    sign(io, options, () => lazily((calls) => calls.rotateSealingKey(key)), "secrets are sealed to the new key"),
  );
  withExamples(
    withActing(sealing.command("drop").description("forget the key before the current one")),
    "dinfra provider sealing-key drop --as //Bob",
  ).action((options: ActingOptions) =>
    sign(io, options, () => lazily((calls) => calls.dropPreviousSealingKey()), "the key before is forgotten"),
  );
  return sealing;
}
