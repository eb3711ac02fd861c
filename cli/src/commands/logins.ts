import { Command } from "commander";
import type { LoginKey } from "@dinfra/chain";
import { withActing, type ActingOptions } from "../actor.js";
import { badInput } from "../failure.js";
import type { Io } from "../io.js";
import { formatLoginKey, parseLoginKey } from "../parse/login-key.js";
import { parseSubscription } from "../parse/numbers.js";
import { withExamples } from "../session.js";
import { steer } from "./steer.js";

/** Keys of one subscription. */
const MOST = 8;

export function loginsCommand(io: Io): Command {
  const command = new Command("logins")
    .description(
      "say which keys may log in to what a subscription has deployed, beside its consumer: these, and no others",
    )
    .argument("<subscription>", "its number", parseSubscription)
    .argument("[keys...]", "scheme:0x and the public key in hex; the scheme is ed25519, sr25519 or ecdsa")
    .option("--none", "nobody beside the consumer");
  withExamples(
    withActing(command),
    `dinfra logins 1 ed25519:0x${"d4".repeat(32)} --as //Dave`,
    "dinfra logins 1 --none --as //Dave",
  );
  return command.action(async (id: bigint, texts: readonly string[], options: ActingOptions & { none?: boolean }) => {
    const keys = keysOf(texts, options.none === true);
    await steer(io, options, id, (calls) => calls.setLogins(id, keys));
  });
}

/** @throws badInput */
function keysOf(texts: readonly string[], none: boolean): LoginKey[] {
  if (none === texts.length > 0) throw badInput("who may log in? give their keys, or --none, not both");
  if (texts.length > MOST) throw badInput(`keys: expected at most ${MOST}, found ${texts.length}`);
  const keys = texts.map(parseLoginKey);
  const twice = keys.map(formatLoginKey).find((key, at, all) => all.indexOf(key) < at);
  if (twice !== undefined) throw badInput(`keys: expected each once, found ${twice} again`);
  return keys;
}
