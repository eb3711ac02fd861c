import { resolve } from "node:path";
import { Command } from "commander";
import { badInput } from "../failure.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { answer, withExamples, withJson } from "../session.js";

interface KeysOptions {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly identity: string;
  readonly hostKey: string;
  readonly via?: string;
  readonly viaHostKey?: string;
  readonly json?: boolean;
}

const hostKeyPattern = /^(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]+=*$/;

/** What an operator asks of one node on its machine. */
export function nodeCommand(io: Io): Command {
  const node = new Command("node").description("one node, asked over SSH by its agent");

  withExamples(
    withJson(
      node
        .command("keys")
        .description(
          "have a validator or collator make its session keys, once for each owner, and show the public part and its proof; " +
            "the private part stays on the node",
        ),
    )
      .argument("<owner>", "the account that will register the keys (SS58)")
      .requiredOption("--host <address>", "the node's machine")
      .requiredOption("--identity <file>", "private key of an operator")
      .requiredOption(
        "--host-key <key>",
        "the machine's host key, type and base64: the output hostKey of its SubstrateNode",
      )
      .option("--port <number>", "port of its SSH server", "22")
      .option("--user <name>", "who logs in there", "dinfra-operator")
      .option("--via <[user@]address[:port]>", "machine that SSH goes through on its way; the same key logs in there")
      .option("--via-host-key <key>", "its host key, type and base64"),
    'dinfra node keys 5Grwva… --host 192.0.2.10 --identity ~/.ssh/id_ed25519 --host-key "ssh-ed25519 AAAA…"',
  ).action(async (owner: string, options: KeysOptions) => {
    const { AgentClient } = await import("@dinfra/node/dist/ssh/agent.js");
    const { decodeAddress } = await import("@dinfra/keys");
    const account = await parseAccount(owner);
    const agent = new AgentClient(placeOf(options), viaOf(options), io.stop);
    try {
      const made = await agent.sessionKeys(`0x${Buffer.from(decodeAddress(account)).toString("hex")}`);
      const proof = made.proof || "none: the node is older than proofs, and so is what its chain asks for";
      answer(
        options,
        io,
        { owner: account, keys: made.keys, proof: made.proof || null },
        `keys   ${made.keys}\nproof  ${proof}\nnext: submit session.setKeys with both, signed by ${account}`,
      );
    } finally {
      agent.close();
    }
  });

  return node;
}

function placeOf({ host, port, user, identity, hostKey }: KeysOptions) {
  return {
    host,
    port: portOf("--port", port),
    user,
    privateKey: { file: identity.startsWith("~/") ? identity : resolve(identity) },
    hostKey: hostKeyOf("--host-key", hostKey),
  };
}

/** The jump host, in the words of ssh's own option -J; an IPv6 address stands in brackets where a port follows it. */
function viaOf(options: KeysOptions) {
  const { via, viaHostKey } = options;
  if (via === undefined) {
    if (viaHostKey === undefined) return undefined;
    throw badInput("--via: expected the machine whose host key --via-host-key is, found nothing");
  }
  const [, user = options.user, bracketed, plain, port = "22"] =
    /^(?:([^@\s]+)@)?(?:\[([0-9a-fA-F:.]+)\]|([^@:\s]+|[0-9a-fA-F:.]+))(?::([^:]*))?$/.exec(via) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw badInput(`--via: expected [user@]address[:port], found ${JSON.stringify(via)}`);
  }
  if (viaHostKey === undefined) {
    throw badInput("--via-host-key: expected the host key of the machine of --via, found nothing");
  }
  const place = placeOf(options);
  return { ...place, host, port: portOf("--via", port), user, hostKey: hostKeyOf("--via-host-key", viaHostKey) };
}

function portOf(option: string, port: string): number {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number >= 1 && number <= 65_535) return number;
  throw badInput(`${option}: expected a port from 1 to 65535, found ${JSON.stringify(port)}`);
}

function hostKeyOf(option: string, key: string): string {
  if (hostKeyPattern.test(key)) return key;
  throw badInput(`${option}: expected a type and base64, such as ssh-ed25519 AAAA…, found ${JSON.stringify(key)}`);
}
