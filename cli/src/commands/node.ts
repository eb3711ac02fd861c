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
      .requiredOption("--host-key <key>", "the machine's host key, type and base64: the output hostKey of its Release")
      .option("--port <number>", "port of its SSH server", "22")
      .option("--user <name>", "who logs in there", "dinfra-operator"),
    'dinfra node keys 5Grwva… --host 192.0.2.10 --identity ~/.ssh/id_ed25519 --host-key "ssh-ed25519 AAAA…"',
  ).action(async (owner: string, options: KeysOptions) => {
    const { AgentClient } = await import("@dinfra/node/dist/ssh/agent.js");
    const { decodeAddress } = await import("@dinfra/keys");
    const account = await parseAccount(owner);
    const agent = new AgentClient(placeOf(options), undefined, io.stop);
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
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65_535) {
    throw badInput(`--port: expected a whole number from 1 to 65535, found ${JSON.stringify(port)}`);
  }
  if (!hostKeyPattern.test(hostKey)) {
    throw badInput(
      `--host-key: expected a type and base64, such as ssh-ed25519 AAAA…, found ${JSON.stringify(hostKey)}`,
    );
  }
  const file = identity.startsWith("~/") ? identity : resolve(identity);
  return { host, port: number, user, privateKey: { file }, hostKey };
}
