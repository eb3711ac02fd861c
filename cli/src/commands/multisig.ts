import { Command, Option } from "commander";
import type { ChainEvent, Hex, Timepoint } from "@dinfra/chain";
import { multisigOption } from "../actor.js";
import { badInput } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatJson } from "../format/json.js";
import { formatFields } from "../format/table.js";
import { refuseInner } from "../inner-call.js";
import type { Io } from "../io.js";
import { approve, checkSignatory, nameOf, waitingOf, type Signatory } from "../multisig.js";
import { parseAccount } from "../parse/account.js";
import { parseHex } from "../parse/criteria.js";
import { parseMultisig, resolveMultisig, type MultisigText } from "../parse/multisig.js";
import { formatTimepoint, parseTimepoint } from "../parse/timepoint.js";
import {
  answer,
  submission,
  withChain,
  withConnection,
  withExamples,
  withJson,
  withKey,
  withSigner,
  type ChainOptions,
  type SigningOptions,
} from "../session.js";
import { subscriptionIn } from "../subscription-event.js";

interface SignatoryOptions extends SigningOptions {
  readonly multisig: MultisigText;
  readonly timepoint?: Timepoint;
}

const some = "2://Dave,//Eve,//Ferdie";

export function multisigCommand(io: Io): Command {
  const multisig = new Command("multisig").description(
    "accounts that several keys are together: what waits for approvals, approve, cancel; --multisig of the other commands starts it",
  );
  for (const command of [accountCommand(io), listCommand(io), approveCommand(io), cancelCommand(io)])
    multisig.addCommand(command);
  return multisig;
}

function accountCommand(io: Io): Command {
  const command = new Command("account")
    .description("the account that signatories are together; no chain is asked")
    .argument("<n:accounts>", "how many must approve, and all signatories", parseMultisig);
  withExamples(withJson(command), `dinfra multisig account ${some}`);
  return command.action(async (text: MultisigText, options: { json?: boolean }) => {
    const { threshold, signatories, account } = await resolveMultisig(text);
    answer(options, io, { account, threshold, signatories }, account);
  });
}

function listCommand(io: Io): Command {
  const command = new Command("list")
    .description("calls of a multisig that wait for approvals")
    .argument("<account>", "the multisig's account, or threshold and all signatories");
  withExamples(withChain(command), `dinfra multisig list ${some}`);
  return command.action(async (text: string, options: ChainOptions) => {
    const account = await accountOf(text);
    await withConnection(options, io, async (chain) => {
      const view = await chain.latest();
      const operations = await view.multisigOperations(account);
      const told = operations.map(({ callHash, when, depositor, approvals, deposit }) =>
        formatFields([
          ["call", callHash],
          ["timepoint", formatTimepoint(when)],
          ...approvals.map((each): [string, string] => ["approved by", each]),
          ["cancelled by", `${depositor}, who has ${formatAmount(deposit)} back then`],
        ]),
      );
      answer(options, io, { block: view.block, account, operations }, told.join("\n\n") || "none");
    });
  });
}

/** `2:…` are signatories; an account has no colon. */
async function accountOf(text: string): Promise<string> {
  if (!text.includes(":")) return parseAccount(text);
  return (await resolveMultisig(parseMultisig(text))).account;
}

const withSignatory = (command: Command): Command =>
  withKey(command)
    .addOption(multisigOption().makeOptionMandatory())
    .addOption(
      new Option("--timepoint <height.index>", "where it was started; refused when the chain says another").argParser(
        parseTimepoint,
      ),
    );

function approveCommand(io: Io): Command {
  const command = new Command("approve")
    .description("approve a call that waits, after saying what it is; the last approval executes it")
    .argument("<call>", "the call in hex, as the first signatory's command has said it", parseCall);
  withExamples(withSignatory(command), `dinfra multisig approve 0x0a03… --multisig ${some} --as //Eve`);
  return command.action((data: Hex, options: SignatoryOptions) =>
    withSignatures(io, options, async (signatory) => {
      const { chain, multisig } = signatory;
      const { account } = multisig;
      const call = await chain.decodeCall(data);
      const { pallet, method, named } = call;
      if (!options.json) io.err(`the call: ${pallet}.${method} ${formatJson(named)}`);
      const included = await approve(signatory, call, { at: options.timepoint });
      if (included === null) return;
      const { hash } = await chain.encodeCall(call);
      await refuseInner(included);
      answer(
        options,
        io,
        { multisig: { account, call: { pallet, method, args: named, data, hash } }, ...submission(included) },
        `executed ${nameOf(call)} by ${account}, in block ${included.blockNumber}${made(included.events)}`,
      );
    }),
  );
}

function made(events: readonly ChainEvent[]): string {
  const ids = events.filter(({ name }) => name === "Subscribed").map(subscriptionIn);
  return ids.map((id) => `; subscription ${id}`).join("");
}

function parseCall(text: string): Hex {
  if (/^0x([0-9a-f]{2}){2,}$/.test(text)) return text as Hex;
  throw badInput(
    `call: expected 0x and the call's bytes in lower-case hex, found ${JSON.stringify(text.slice(0, 40))}`,
  );
}

function cancelCommand(io: Io): Command {
  const command = new Command("cancel")
    .description("take back a call that waits; by who started it, who has the deposit back")
    .argument("<hash>", "of the call, as dinfra multisig list says it", parseHex("hash", 32));
  withExamples(withSignatory(command), `dinfra multisig cancel 0x${"c4".repeat(32)} --multisig ${some} --as //Dave`);
  return command.action((hash: Hex, options: SignatoryOptions) =>
    withSignatures(io, options, async (signatory) => {
      const { chain, signer, multisig } = signatory;
      const { account } = multisig;
      const { calls, otherSignatories } = await import("@dinfra/chain");
      const waiting = await waitingOf(signatory, hash, options.timepoint);
      const others = otherSignatories(multisig.signatories, signer.address);
      const call = calls.multisig.cancelAsMulti(multisig.threshold, others, waiting.when, hash);
      const included = await chain.submit(signer, call, { signal: io.stop });
      answer(
        options,
        io,
        { multisig: { account, call: { hash }, when: waiting.when }, ...submission(included) },
        `call ${hash} is cancelled, in block ${included.blockNumber}`,
      );
    }),
  );
}

async function withSignatures(
  io: Io,
  options: SignatoryOptions,
  work: (signatory: Signatory) => Promise<void>,
): Promise<void> {
  const multisig = await resolveMultisig(options.multisig);
  await withSigner(options, io, async (chain, signer) => {
    checkSignatory(multisig, signer);
    await work({ chain, signer, multisig, options, io });
  });
}
