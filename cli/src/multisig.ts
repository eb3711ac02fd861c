import type { Call, Chain, DecodedCall, Hex, Included, MultisigOperation, Signer, Timepoint } from "@dinfra/chain";
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
  /** Of the multisig. */
  readonly account: string;
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
 * @param expected of the operation that is meant, which must be there; by default whatever waits of this call, or a new one
 * @returns null while others must approve it, which is said
 * @throws CommandFailure multisig.none, multisig.timepoint
 */
export async function approve(signatory: Signatory, call: Call, expected?: Timepoint): Promise<Included | null> {
  const { chain, signer, multisig, account, io } = signatory;
  const { calls, otherSignatories } = await import("@dinfra/chain");
  const { threshold, signatories } = multisig;
  const others = otherSignatories(signatories, signer.address);
  const send = (made: Call) => chain.submit(signer, made, { signal: io.stop });
  if (threshold === 1) return send(calls.multisig.asMultiThreshold1(others, call));

  const [bytes, { weight }] = await Promise.all([chain.encodeCall(call), chain.cost(signer, call)]);
  const waiting = operationOf(await (await chain.latest()).multisigOperations(account), bytes.hash);
  if (expected !== undefined) checkTimepoint(account, bytes.hash, waiting, expected);
  const included = await send(calls.multisig.asMulti(threshold, others, waiting?.when ?? null, call, weight));
  if (included.events.some(({ pallet, name }) => pallet === "Multisig" && name === "MultisigExecuted")) return included;
  await tell(signatory, call, bytes, included);
  return null;
}

export const operationOf = (operations: readonly MultisigOperation[], hash: Hex): MultisigOperation | null =>
  operations.find(({ callHash }) => callHash === hash) ?? null;

/** @throws CommandFailure multisig.none, multisig.timepoint */
export function checkTimepoint(
  account: string,
  hash: Hex,
  waiting: MultisigOperation | null,
  expected: Timepoint | undefined,
): asserts waiting is MultisigOperation {
  const see = `see: dinfra multisig list ${account}`;
  if (waiting === null)
    throw new CommandFailure(
      "multisig.none",
      1,
      `no call ${hash} of ${account} waits for approvals: it was executed or cancelled, or never started; ${see}`,
    );
  if (expected === undefined) return;
  const [wanted, found] = [expected, waiting.when].map(formatTimepoint);
  if (wanted !== found)
    throw new CommandFailure(
      "multisig.timepoint",
      1,
      `--timepoint: expected ${found}, at which call ${hash} was started, found ${wanted}; ${see}`,
    );
}

/** What was started or approved, and what the next signatory types. */
async function tell(
  { chain, multisig, account, options, io }: Signatory,
  call: Call,
  { data, hash }: { readonly data: Hex; readonly hash: Hex },
  included: Included,
): Promise<void> {
  const operation = operationOf(await (await chain.at(included.blockHash)).multisigOperations(account), hash);
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
  const { threshold, signatories } = multisig;
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
