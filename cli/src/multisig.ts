import type {
  Call,
  Chain,
  ChainView,
  DecodedCall,
  Hex,
  Included,
  MultisigOperation,
  Signer,
  Timepoint,
} from "@dinfra/chain";
import { badInput, CommandFailure } from "./failure.js";
import { formatFields } from "./format/table.js";
import type { Io } from "./io.js";
import { formatMultisig, type Multisig } from "./parse/multisig.js";
import { formatTimepoint } from "./parse/timepoint.js";
import { answer, DEFAULT_ENDPOINT, submission, type ChainOptions } from "./session.js";

/** One signatory at work. */
export interface Signatory {
  readonly chain: Chain;
  readonly signer: Signer;
  readonly multisig: Multisig;
  readonly options: ChainOptions;
  readonly io: Io;
}

/** @throws badInput */
export function checkSignatory({ signatories }: Multisig, { address }: Signer): void {
  if (!signatories.includes(address))
    throw badInput(`--multisig: expected the key to be one of the signatories, found ${address}; give another key`);
}

/**
 * Approves a call as a signatory: the first starts it, the last executes it.
 * @param begun the operation must wait already, and have been started there where it is said; by default this may start it
 * @returns null while others must approve it, which is said
 * @throws CommandFailure multisig.none, multisig.timepoint
 */
export async function approve(
  signatory: Signatory,
  call: Call,
  begun?: { readonly at?: Timepoint | undefined },
): Promise<Included | null> {
  const { chain, signer, multisig, io } = signatory;
  const { calls, otherSignatories } = await import("@dinfra/chain");
  const { threshold, signatories } = multisig;
  const others = otherSignatories(signatories, signer.address);
  const send = (made: Call) => chain.submit(signer, made, { signal: io.stop });
  if (threshold === 1 && begun === undefined) return send(calls.multisig.asMultiThreshold1(others, call));

  const bytes = await chain.encodeCall(call);
  const waiting = begun ? await waitingOf(signatory, bytes.hash, begun.at) : await operationOf(signatory, bytes.hash);
  const { weight } = await chain.cost(signer, call);
  const included = await send(calls.multisig.asMulti(threshold, others, waiting?.when ?? null, call, weight));
  if (included.events.some(({ pallet, name }) => pallet === "Multisig" && name === "MultisigExecuted")) return included;
  await tell(signatory, call, bytes, included);
  return null;
}

async function operationOf(
  { chain, multisig }: Signatory,
  hash: Hex,
  view?: ChainView,
): Promise<MultisigOperation | null> {
  const operations = await (view ?? (await chain.latest())).multisigOperations(multisig.account);
  return operations.find(({ callHash }) => callHash === hash) ?? null;
}

/**
 * The operation of a call that waits for approvals.
 * @param expected where it was started
 * @throws CommandFailure multisig.none, multisig.timepoint
 */
export async function waitingOf(
  signatory: Signatory,
  hash: Hex,
  expected: Timepoint | undefined,
): Promise<MultisigOperation> {
  const { account } = signatory.multisig;
  const waiting = await operationOf(signatory, hash);
  const see = `see: dinfra multisig list ${account}`;
  if (waiting === null)
    throw new CommandFailure(
      "multisig.none",
      1,
      `no call ${hash} of ${account} waits for approvals: it was executed or cancelled, or never started; ${see}`,
    );
  if (expected === undefined) return waiting;
  const [wanted, found] = [expected, waiting.when].map(formatTimepoint);
  if (wanted !== found)
    throw new CommandFailure(
      "multisig.timepoint",
      1,
      `--timepoint: expected ${found}, at which call ${hash} was started, found ${wanted}; ${see}`,
    );
  return waiting;
}

/** What was started or approved, and what the next signatory types. */
async function tell(
  signatory: Signatory,
  call: Call,
  { data, hash }: { readonly data: Hex; readonly hash: Hex },
  included: Included,
): Promise<void> {
  const { chain, multisig, options, io } = signatory;
  const operation = await operationOf(signatory, hash, await chain.at(included.blockHash));
  if (operation === null)
    throw new CommandFailure(
      "chain.lost",
      1,
      `call ${hash} does not wait in block ${included.blockNumber}, which took it`,
    );
  const { when, approvals, depositor, deposit } = operation;
  const at = formatTimepoint(when);
  const endpoint = options.endpoint === DEFAULT_ENDPOINT ? "" : ` --endpoint ${options.endpoint}`;
  const rest = `--multisig ${formatMultisig(multisig)} --timepoint ${at}${endpoint}`;
  const next = `dinfra multisig approve ${data} ${rest}`;
  const cancel = `dinfra multisig cancel ${hash} ${rest}`;
  const { threshold, signatories, account } = multisig;
  const called = nameOf(await chain.decodeCall(data));
  const did = approvals.length === 1 ? "started" : "approved";
  answer(
    options,
    io,
    {
      multisig: {
        ...{ account, threshold, signatories, call: { pallet: call.pallet, method: call.method, data, hash } },
        ...{ when, approvals, depositor, deposit, next, cancel },
      },
      ...submission(included),
    },
    formatFields([
      [did, `${called}, in block ${included.blockNumber}; it is not executed yet`],
      ["multisig", account],
      ["call", hash],
      ["approvals", `${approvals.length} of ${threshold}`],
      ["next", `${next} --key-file FILE`],
      ["or cancel", `${cancel} --key-file FILE`],
    ]),
  );
}

/** A call by its name, and of a proxy's the one that it makes and for whom. */
export function nameOf({ pallet, method, named }: Pick<DecodedCall, "pallet" | "method" | "named">): string {
  if (pallet !== "proxy" || method !== "proxy") return `${pallet}.${method}`;
  const { real, call } = named as { real: { id: string }; call: Pick<Call, "pallet" | "method"> & { args: object } };
  return `${nameOf({ ...call, named: { ...call.args } })} for ${real.id}`;
}
