import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Command, Option } from "commander";
import { badInput } from "../failure.js";
import { formatJson } from "../format/json.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { parseAmount } from "../parse/amount.js";
import { answer, withExamples } from "../session.js";

interface SpecOptions {
  readonly preset: string;
  readonly paraId: string;
  readonly relayChain: string;
  readonly chainType?: "Development" | "Local" | "Live";
  readonly name?: string;
  readonly id?: string;
  readonly instance?: string;
  readonly collator: readonly string[];
  readonly sudo?: string;
  readonly endow: readonly string[];
  readonly bootNode: readonly string[];
  readonly output?: string;
  readonly json?: boolean;
}

const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** `account=amount` */
async function endowment(text: string): Promise<readonly [string, bigint]> {
  const [account, amount, ...rest] = text.split("=");
  if (account === undefined || amount === undefined || rest.length > 0) {
    throw badInput(`endow: expected account=amount, such as 5Grwva…=1000UNIT, found ${JSON.stringify(text)}`);
  }
  return [await parseAccount(account), parseAmount(amount)];
}

/** Not all of the format, which is the node's to read: what tells it from a host name or an address alone. */
function checkMultiaddr(text: string): void {
  if (!/^\/\S*\/p2p\/[^\s/]+/.test(text)) {
    throw badInput(
      `boot node: expected a multiaddr such as /dns/boot.example.org/tcp/30333/p2p/12D3…, found ${JSON.stringify(text)}`,
    );
  }
}

/** Without its folder the system's error tells of a missing file, and that is what is to be made. */
function checkFolder(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder))
    throw badInput(`${file}: expected a folder ${folder} to write into, found none; make it first`);
}

/** Makes the chain specification with which polkadot-omni-node runs the runtime of this package as a parachain. */
export function specCommand(io: Io): Command {
  return withExamples(
    new Command("spec")
      .description("make the chain specification of a parachain, for polkadot-omni-node --chain")
      .addOption(
        new Option("--preset <name>", "genesis of the runtime to begin from")
          .choices(["development", "local_testnet"])
          .default("development"),
      )
      .option("--para-id <number>", "the number that the relay chain knows the parachain by", "2000")
      .option("--relay-chain <id>", "the relay chain, such as rococo-local, paseo or polkadot", "rococo-local")
      .addOption(
        new Option("--chain-type <type>", "Live wants collators, sudo and endowments of its own").choices([
          "Development",
          "Local",
          "Live",
        ]),
      )
      .option("--name <name>", "name for people")
      .option("--id <id>", "name of the node's data folder")
      .option("--instance <hex>", "what tells this chain from others, 32 bytes; by chance if not given")
      .option("--collator <account>", "who makes blocks, in the place of the preset's; once for each", several, [])
      .option("--sudo <account>", "who is root, in the place of the preset's")
      .option("--endow <account=amount>", "who has what, in the place of the preset's; once for each", several, [])
      .option("--boot-node <multiaddr>", "where nodes find the first others; once for each", several, [])
      .option("--output <file>", "where to write it; standard output if not given")
      .option("--json", "with --output, say in JSON what was written; the specification itself is JSON in any case"),
    "dinfra chain spec --output spec.json",
    "dinfra chain spec --preset local_testnet --para-id 2000 --relay-chain rococo-local --output spec.json",
    "dinfra chain spec --chain-type Live --relay-chain paseo --para-id 4321 --collator 5Grwva… --sudo 5FHneW… --endow 5FHneW…=1000000UNIT --output spec.json",
  ).action(async (options: SpecOptions) => {
    const { chainSpec } = await import("@dinfra/chain");
    const { collator, sudo, endow, instance, output, paraId } = options;
    if (!/^[0-9]+$/.test(paraId)) {
      throw badInput(`para id: expected a whole number from 1, found ${JSON.stringify(paraId)}`);
    }
    options.bootNode.forEach(checkMultiaddr);
    if (output !== undefined) checkFolder(output);
    const spec = await chainSpec({
      preset: options.preset,
      paraId: Number(paraId),
      relayChain: options.relayChain,
      ...(options.chainType === undefined ? {} : { chainType: options.chainType }),
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(options.id === undefined ? {} : { id: options.id }),
      ...(instance === undefined ? {} : { instance: instance as `0x${string}` }),
      ...(collator.length === 0 ? {} : { collators: await Promise.all(collator.map(parseAccount)) }),
      ...(sudo === undefined ? {} : { sudo: await parseAccount(sudo) }),
      ...(endow.length === 0 ? {} : { balances: await Promise.all(endow.map(endowment)) }),
      bootNodes: options.bootNode,
    });
    const text = formatJson(spec);
    if (output === undefined) {
      io.out(text);
      return;
    }
    writeFileSync(output, `${text}\n`);
    const entries = Object.keys(spec.genesis.raw.top).length;
    answer(
      options,
      io,
      { file: output, name: spec.name, paraId: spec.para_id, relayChain: spec.relay_chain, entries },
      `${output}: ${spec.name}, para id ${spec.para_id} on ${spec.relay_chain}, ${entries} entries`,
    );
  });
}
