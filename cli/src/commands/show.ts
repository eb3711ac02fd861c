import { Command, Option } from "commander";
import type {
  AssignmentView,
  BlockRef,
  Chain,
  ChainView,
  ClosingView,
  PartingView,
  SubscriptionView,
} from "@dinfra/chain";
import { cidOfDigest } from "@dinfra/schemas";
import { typeName } from "../descriptor-input.js";
import { CommandFailure } from "../failure.js";
import { formatAmount } from "../format/amount.js";
import { formatJson } from "../format/json.js";
import { formatMaintenance } from "../format/maintenance.js";
import { printable } from "../format/printable.js";
import { formatState, words } from "../format/state.js";
import { formatFields } from "../format/table.js";
import { history, REMEMBERED_BLOCKS, type PastEvent } from "../history.js";
import type { Io } from "../io.js";
import { parseAccount } from "../parse/account.js";
import { formatLoginKey } from "../parse/login-key.js";
import { parseBlock, parseSubscription } from "../parse/numbers.js";
import { answer, withChain, withConnection, withExamples, type ChainOptions } from "../session.js";
import { finalizedHeads } from "../finalized-heads.js";

interface ShowOptions extends ChainOptions {
  readonly history?: boolean;
  readonly since?: number;
  readonly watch?: boolean;
  readonly account?: string;
}

/** A subscription as of one finalized block, with what its providers still owe for it. */
export interface Shown {
  readonly block: BlockRef;
  /** The clock at that block, in which ends and deadlines count. */
  readonly now: number;
  /** null: closed, and forgotten by the chain. */
  readonly subscription: SubscriptionView | null;
  readonly assignments: readonly AssignmentView[];
  /** While it waits: how many of its type are asked before it, counted up to MOST_COUNTED. */
  readonly waitingBefore: number | null;
  /** How it ended, as its consumer's last 16 ends say; null: it has not, or that is not kept, or nobody said whose it was. */
  readonly closing: ClosingView | null;
  /** How its attempts ended, as the last 64 ends of those say who had it. */
  readonly partings: readonly PartingView[];
}

const MOST_COUNTED = 100;

export function showCommand(io: Io): Command {
  const command = new Command("show")
    .description("a subscription: its state, what is earned, when its funds end")
    .argument("<subscription>", "its number", parseSubscription)
    .option("--history", "also what happened to it, from the events of past blocks (receipts of teardowns are there)")
    .addOption(
      new Option("--since <block>", `where the history begins; ${REMEMBERED_BLOCKS} blocks ago by default`).argParser(
        parseBlock,
      ),
    )
    .option(
      "--account <address>",
      "the consumer or provider that it was of: how it ended stays readable with them when the chain has forgotten the rest",
    )
    .option("--watch", "again whenever it changes, until it is closed and torn down; with --json a document a line");
  withExamples(
    withChain(command),
    "dinfra show 1",
    "dinfra show 1 --watch --json",
    "dinfra show 1 --history --since 1",
    "dinfra show 1 --account //Alice",
  );
  return command.action((id: bigint, options: ShowOptions) =>
    withConnection(options, io, (chain) =>
      options.watch ? watch(io, chain, id, options) : once(io, chain, id, options),
    ),
  );
}

/** Who was seen to have had a subscription: it may be closed and forgotten while its teardown goes on. */
interface Holders {
  readonly providers: Set<string>;
  lastAttempt: number;
  /** Its consumer, or whoever is said to have had it. */
  readonly accounts: Set<string>;
}

const nobody = (): Holders => ({ providers: new Set(), lastAttempt: 0, accounts: new Set() });

async function knownFrom({ account }: ShowOptions): Promise<Holders> {
  const holders = nobody();
  if (account !== undefined) holders.accounts.add(await parseAccount(account));
  return holders;
}

async function read(chain: Chain, id: bigint, holders: Holders): Promise<Shown> {
  const view = await chain.latest();
  const subscription = await view.subscription(id);
  for (const provider of [subscription?.provider, subscription?.successor?.provider])
    if (provider) holders.providers.add(provider);
  for (const attempt of [subscription?.attempt, subscription?.successor?.attempt])
    holders.lastAttempt = Math.max(holders.lastAttempt, attempt ?? 0);
  if (subscription !== null) holders.accounts.add(subscription.consumer);
  const assignments = await assignmentsOf(view, id, holders);
  const over = subscription === null || subscription.effective.kind === "Closed";
  const closing = over ? await closingOf(view, id, holders) : null;
  const partings = over ? await partingsOf(view, id, holders, closing) : [];
  const waitingBefore =
    subscription === null || subscription.ticket === null
      ? null
      : await view.waitingBefore(subscription.typeId, subscription.ticket, MOST_COUNTED);
  return { block: view.block, now: await view.now(), subscription, assignments, waitingBefore, closing, partings };
}

/**
 * What providers still owe for a subscription. Its attempts are numbered from 1, so each is asked for by its key; what else
 * the providers have is not read.
 */
async function assignmentsOf(
  view: ChainView,
  id: bigint,
  { providers, lastAttempt }: Holders,
): Promise<AssignmentView[]> {
  const found = await Promise.all(
    [...providers].flatMap((provider) =>
      Array.from({ length: lastAttempt }, (_, i) => view.assignment(provider, id, i + 1)),
    ),
  );
  return found.filter((assignment) => assignment !== null);
}

async function closingOf(view: ChainView, id: bigint, { accounts }: Holders): Promise<ClosingView | null> {
  const kept = await Promise.all([...accounts].map((account) => view.closings(account)));
  return kept.flat().find(({ subscription }) => subscription === id) ?? null;
}

/** The first attempt first. */
async function partingsOf(
  view: ChainView,
  id: bigint,
  { accounts, providers }: Holders,
  closing: ClosingView | null,
): Promise<PartingView[]> {
  const all = new Set([...accounts, ...providers]);
  if (closing?.provider) all.add(closing.provider);
  const kept = await Promise.all([...all].map((account) => view.partings(account)));
  const its = kept.flat().filter(({ subscription }) => subscription === id);
  return its.sort((a, b) => a.attempt - b.attempt);
}

async function once(io: Io, chain: Chain, id: bigint, options: ShowOptions): Promise<void> {
  const shown = await read(chain, id, await knownFrom(options));
  const past = options.history
    ? await history(
        chain,
        id,
        options.since ?? Math.max(1, shown.block.number - REMEMBERED_BLOCKS + 1),
        shown.block.number,
      )
    : undefined;
  const { subscription, closing, partings } = shown;
  const nothing = subscription === null && closing === null && partings.length === 0;
  if (nothing && (past === undefined || past.length === 0)) throw unknown(id, chain);
  const text = [person(id, shown), ...(past ? ["", ...past.map(eventLine)] : [])].join("\n");
  answer(options, io, past ? { ...shown, history: past } : shown, text);
}

/** Prints at every finalized block where something but the running earnings changed. Survives an endpoint that is away. */
async function watch(io: Io, chain: Chain, id: bigint, options: ShowOptions): Promise<void> {
  const holders = await knownFrom(options);
  let last = "";
  let seen = false;
  for await (const _ of finalizedHeads(chain, io.stop)) {
    let shown: Shown;
    try {
      shown = await read(chain, id, holders);
    } catch (error) {
      if ((error as { retryable?: boolean }).retryable !== true) throw error;
      io.err((error as Error).message);
      continue;
    }
    if (!seen && shown.subscription === null && shown.closing === null) throw unknown(id, chain);
    seen = true;
    const now = lasting(shown);
    if (now !== last) io.out(options.json ? formatJson(shown) : `${person(id, shown)}\n`);
    last = now;
    const closed = shown.subscription === null || shown.subscription.stored.kind === "Closed";
    if (closed && shown.assignments.length === 0) return;
  }
}

/** All that does not change by itself with every block. */
function lasting({ subscription, assignments, waitingBefore }: Shown): string {
  const still = { earned: 0n, refundable: 0n, withdrawable: 0n };
  return formatJson([
    subscription && { ...subscription, ...still },
    waitingBefore,
    assignments.map((item) => ({ ...item, ...still })),
  ]);
}

function unknown(id: bigint, chain: Chain): CommandFailure {
  return new CommandFailure(
    "subscription.unknown",
    1,
    `there is no subscription ${id} on ${chain.endpoint}; a closed one may be seen with: dinfra show ${id} --account ADDRESS, or --history`,
  );
}

function person(id: bigint, shown: Shown): string {
  const { block, now, subscription: item, assignments, waitingBefore } = shown;
  if (item === null) {
    const said = `subscription ${id}: closed and forgotten by the chain, as of block ${block.number}`;
    const ended = endFields(shown);
    return ended.length === 0 ? said : `${said}\n${formatFields(ended)}`;
  }
  const fields: [string, string][] = [
    ["subscription", `${item.id}, as of block ${block.number}`],
    ["clock", `block ${now}`],
    ["state", formatState(item.effective)],
    ["consumer", item.consumer],
    ["provider", item.provider ?? "-"],
    ["type", typeName(item.typeId)],
    ["descriptor", `${cidOfDigest(item.descriptor)} (generation ${item.generation})`],
    ["per block", formatRate(item)],
    ["held", formatAmount(item.funds)],
    ["earned", formatAmount(item.earned)],
    ["paid", formatAmount(item.paid)],
    ["comes back", formatAmount(item.refundable)],
    ["declared", item.deployedAt === null ? notDeclared(item) : `block ${item.deployedAt}`],
    ["ends at", item.endsAt === null ? "-" : `block ${item.endsAt}`],
  ];
  if (waitingBefore !== null) {
    const before = waitingBefore === MOST_COUNTED ? `${MOST_COUNTED} or more` : `${waitingBefore}`;
    fields.push(["waits", waitingBefore === 0 ? "first in the line" : `${before} before it in the line`]);
  }
  if (item.retry !== null)
    fields.push(["tried again", `at block ${item.retry}, after ${item.failures} that came to nothing`]);
  if (item.proposal !== null)
    fields.push([
      "proposed",
      `${formatAmount(item.proposal)} a block; agree with: dinfra accept-price ${item.id} ${item.proposal}planck`,
    ]);
  if (item.maintenance !== null)
    fields.push([
      "maintenance",
      `${formatMaintenance(item.maintenance)}; leave or move in it without the minimum period`,
    ]);
  if (item.successor !== null)
    fields.push([
      "taken over",
      `by ${item.successor.provider}, attempt ${item.successor.attempt}, once it is deployed`,
    ]);
  if (item.seeks) fields.push(["taken over", "another provider is looked for"]);
  if (item.credit > 0n) fields.push(["for searches", formatAmount(item.credit)]);
  if (item.reserve > 0n) fields.push(["kept", `${formatAmount(item.reserve)} for the set-up of who takes over`]);
  for (const key of item.logins) fields.push(["may log in", formatLoginKey(key)]);
  if (item.condition !== null)
    fields.push(["condition", `${words(item.condition)}${item.reason === "" ? "" : `: ${printable(item.reason)}`}`]);
  fields.push(...endFields(shown));
  for (const assignment of assignments) {
    fields.push([
      `work ${assignment.subscription}.${assignment.attempt}`,
      `${words(assignment.stored.kind)}, generation ${assignment.observedGeneration} seen`,
    ]);
  }
  return formatFields(fields);
}

/** Who ended it, why, at which block, and what that cost. */
function endFields({ closing, partings }: Shown): [string, string][] {
  const fields: [string, string][] = [];
  if (closing !== null) {
    fields.push(
      ["ended", `block ${closing.at}, ${words(closing.reason)}`],
      ["by", closing.by ?? "nobody"],
      ["in all", `${formatAmount(closing.paid)} paid, ${formatAmount(closing.refunded)} came back`],
    );
    if (closing.words !== "") fields.push(["said", printable(closing.words)]);
  }
  for (const { attempt, outcome, at, by, paid, words: said } of partings) {
    const what = `${words(outcome.reason)} at block ${at} by ${by ?? "nobody"}, ${formatAmount(paid)} paid`;
    fields.push([`attempt ${attempt}`, said === "" ? what : `${what}: ${printable(said)}`]);
  }
  return fields;
}

/** A closed one keeps its sums and no block numbers. */
function notDeclared({ effective }: SubscriptionView): string {
  return effective.kind === "Closed" ? "-" : "not yet";
}

function formatRate({ rate, nextRate, maxPrice }: SubscriptionView): string {
  if (rate === null) return `- (at most ${formatAmount(maxPrice)})`;
  return `${formatAmount(rate)}${nextRate === null ? "" : `, ${formatAmount(nextRate.rate)} from block ${nextRate.at} on`}`;
}

function eventLine(event: PastEvent): string {
  const data = Object.entries(event.data)
    .filter(([key]) => key !== "subscription" && key !== "id")
    .map(([key, value]) => `${key} ${printable(typeof value === "string" ? value : formatJson(value))}`);
  return `block ${event.block}  ${words(event.name)}  ${data.join(", ")}`.trimEnd();
}
