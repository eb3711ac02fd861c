import type { Chain, Hex } from "@dinfra/chain/client";
import { knowsSince, type Deployment, type Owner, type Settlement } from "@dinfra/schemas";
import type { Logger } from "pino";
import type { ReactorClient } from "@dinfra/service/api/client";
import { wallClock, type Instant } from "@dinfra/service/clock";
import { reasonOf, type Reason } from "@dinfra/service/failure";
import { span } from "@dinfra/service/traces";
import { forReactor, offersOf, tellReactor, type ToReactor } from "./actions.js";
import type { ChainReader, Read } from "./chain-reader.js";
import type { ConfirmedEnds, UnconfirmedEnd } from "./confirmed-ends.js";
import type { Earnings } from "./earnings.js";
import type { Keyring } from "./keyring.js";
import { withinMeans } from "./means.js";
import { ReactorMirror } from "./mirror.js";
import { offersAt, offersEvery } from "./offers.js";
import { refuseOtherOwner } from "./other-owner.js";
import { idOf, plan, secondsLeft, type Action, type ReactorState } from "./plan.js";
import { Retrying } from "./retrying.js";
import { paidOf, Settlements } from "./settlements.js";
import type { Offer, Submissions } from "./submissions.js";
import { terminalRecord } from "./terminal-records.js";

export interface SidecarOptions {
  chain: Pick<Chain, "onFinalized" | "at">;
  reader: ChainReader;
  reactor: ReactorClient;
  submissions: Submissions;
  ends: ConfirmedEnds;
  /** What is earned and spent. Without it nothing is claimed, and no fee is held back. */
  earnings?: Earnings;
  keyring?: Keyring;
  owner: Owner;
  log: Logger;
  /** Milliseconds between two looks when nothing calls. */
  resyncInterval: number;
  /** Milliseconds between two looks at the reactor while something there is under way. */
  pollInterval: number;
  retryingGrace: number;
  /** Extrinsics of our key that an earlier process left on their way; nothing is submitted before they have landed. */
  pending?: () => Promise<number>;
  /** Milliseconds after which that is no longer waited for. Default two minutes. */
  pendingPatience?: number;
  /** For people. */
  now?: () => Instant;
  /** For durations. */
  elapsed?: () => number;
}

/** What stands in the way of work, or null. */
export interface SidecarState {
  chain: Reason | null;
  reactor: Reason | null;
  block: number | null;
  /** When both were last read in full, ms since 1970. */
  syncedAt: number | null;
  orphans: readonly string[];
  /** Ends that not every endpoint has confirmed yet: nothing of them is destroyed. */
  unconfirmed: readonly UnconfirmedEnd[];
  epoch: string | null;
}

/** The version of the API that block and amounts of an end came with. */
const settlementsSince = "1.4.0";

const endedPhases = new Set<Deployment["phase"]>(["TearingDown", "TornDown"]);
const settledPhases = new Set<Deployment["phase"]>(["Deployed", "Failed"]);

/**
 * Chain → reactor → chain, level-triggered: read both, plan, act, and again. A finalized head, a timer, a finished
 * extrinsic, each only wakes it; what is done depends on what is read.
 */
export class Sidecar {
  readonly state: SidecarState = {
    chain: null,
    reactor: null,
    block: null,
    syncedAt: null,
    orphans: [],
    unconfirmed: [],
    epoch: null,
  };
  private readonly now: () => Instant;
  private readonly elapsed: () => number;
  private readonly retrying: Retrying;
  private readonly mirror: ReactorMirror;
  private timer: NodeJS.Timeout | undefined;
  private turning: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private unsubscribe = () => {};
  private serves: { epoch: string; ids: ReadonlySet<string> } | null = null;
  private readAt = -Infinity;
  private cleared = false;
  private waitingSince: number | undefined;
  /** Since when an end waits for the other endpoints, and whether that was said. */
  private readonly unconfirmedSince = new Map<string, { at: number; said: boolean }>();
  private readonly released = new Set<string>();
  private short = false;
  /** The operators that the reactor knows, and of which store. */
  private accessTold: { what: string; until: number } | undefined;
  private offersTold: { epoch: string | null; until: number } | undefined;
  private readonly settlements: Settlements;
  /** Whether the reactor knows block and amounts of an end. */
  private takesSettlements = false;
  /** Ends whose block and amounts it was told, as far as the chain has them. */
  private readonly settlementsTold = new Set<string>();
  /** Called after each turn. */
  onTurn: () => void = () => {};
  /** Called with what no later turn can put right. */
  onFatal: (error: unknown) => void = (error) => {
    throw error;
  };

  constructor(private readonly options: SidecarOptions) {
    this.now = options.now ?? wallClock;
    this.elapsed = options.elapsed ?? (() => performance.now());
    this.retrying = new Retrying(this.elapsed);
    this.mirror = new ReactorMirror(options.reactor, this.elapsed);
    this.settlements = new Settlements(options.chain, options.owner.provider);
  }

  start(): void {
    this.unsubscribe = this.options.chain.onFinalized(() => this.wake());
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.unsubscribe();
    await this.turning;
  }

  /** One turn at a time; a call during one makes another follow. */
  wake(): void {
    if (this.turning === null) this.begin(null);
    else this.again = true;
  }

  /** @param known what the chain said before, where only the reactor is to be asked again */
  private begin(known: Read | null): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.turning = this.turn(known)
      .then(({ delay, known }) => {
        if (!this.stopped) this.timer = setTimeout(() => this.begin(known), delay);
      })
      .catch((error: unknown) => this.onFatal(error))
      .finally(() => {
        this.turning = null;
        this.onTurn();
        if (this.again) {
          this.again = false;
          this.wake();
        }
      });
  }

  /** Returns after how long to look again if nothing calls, and with which state of the chain. */
  private async turn(before: Read | null): Promise<{ delay: number; known: Read | null }> {
    const { reader, reactor, submissions, owner, log, pollInterval, resyncInterval } = this.options;
    // First, and what was read before it does not count: what was on its way may have come into a block since.
    const pending = this.cleared ? undefined : this.options.pending;
    const clear = pending === undefined || (await this.nothingLeftOnItsWay(pending));
    const chain = (pending === undefined ? before : null) ?? (await this.readChain(reader));
    if (chain === null) return { delay: resyncInterval / 10, known: null };
    const known = await this.readReactor(reactor);
    if (known !== null) this.retrying.look(known.deployments);
    const { retryingGrace } = this.options;
    this.options.ends.look(chain);
    const planned = plan(chain, known, { retryingFor: this.retrying.for, retryingGrace });
    const actions = this.confirmed(planned);
    this.notice(actions);

    const claims = (await this.options.earnings?.look(chain)) ?? [];
    if (clear) submissions.offer(this.paidFor(offersOf([...actions, ...claims], chain)), chain.block);
    // A heartbeat is no change of ours that the revision would tell of.
    if (actions.some((action) => action.do === "heartbeat")) reader.forget();

    const again = new Set(this.settlementsLeft(chain, known));
    for (const action of [...actions.filter(forReactor), ...again]) {
      const { settlement, whole } = await this.settlementFor(action, chain);
      if (!whole && again.has(action)) continue;
      try {
        const told = () =>
          tellReactor(
            reactor,
            owner,
            action,
            (assignment) => ({ ...reader.endingOf(assignment, chain.now), ...settlement }),
            (assignment) => secondsLeft(assignment, chain),
          );
        const id = action.do === "acknowledge" ? action.id : deploymentOf(action);
        await span(`sidecar ${action.do}`, { "dinfra.deployment": id, "dinfra.block": chain.block }, told, null);
        log.info({ action: action.do, deployment: id }, "told the reactor");
        if (whole) this.settlementsTold.add(id);
      } catch (error) {
        const reason = reasonOf(error, "reactor");
        log.warn({ action: action.do, code: reason.code, reason: reason.message }, "the reactor did not take it");
        if (reason.code === "wrong-instance") throw error;
        this.state.reactor = reason;
      }
    }
    if (known !== null) await this.tellAccess(chain);
    if (known !== null) await this.tellOffers(chain, known);
    if (known !== null) await this.releaseHeld(chain, known.deployments);
    const busy =
      !clear ||
      known === null ||
      planned.some(forReactor) ||
      known.deployments.some(({ phase }) => !settledPhases.has(phase));
    // A head that is finalized meanwhile wakes us; until then the chain needs no asking.
    const stale = this.elapsed() - this.readAt >= resyncInterval;
    return busy ? { delay: pollInterval, known: stale ? null : chain } : { delay: resyncInterval, known: null };
  }

  private async readChain(reader: ChainReader): Promise<Read | null> {
    try {
      const chain = await reader.read();
      this.say("chain", null);
      this.state.block = chain.block;
      this.readAt = this.elapsed();
      return chain;
    } catch (error) {
      reader.forget();
      this.say("chain", reasonOf(error, "chain"));
      return null;
    }
  }

  private async readReactor(reactor: ReactorClient): Promise<ReactorState> {
    try {
      const { epoch, owner, version, deployments } = await this.mirror.read();
      refuseOtherOwner(owner, this.options.owner);
      if (this.state.epoch !== null && this.state.epoch !== epoch) {
        this.options.log.warn(
          { before: this.state.epoch, epoch },
          "the reactor has another store: everything is sent again",
        );
        this.settlementsTold.clear();
      }
      this.takesSettlements = knowsSince(version, settlementsSince);
      this.serves = this.serves?.epoch === epoch ? this.serves : { epoch, ids: await servedTypes(reactor) };
      this.state.epoch = epoch;
      this.state.syncedAt = this.now();
      this.say("reactor", null);
      return { deployments: [...deployments.values()], serves: this.serves.ids };
    } catch (error) {
      // Another reactor, with other programs, may be the one that answers next.
      this.serves = null;
      const reason = reasonOf(error, "reactor");
      if (reason.code === "wrong-instance") throw error;
      this.say("reactor", reason);
      return null;
    }
  }

  /**
   * Whether submitting cannot repeat what a killed process submitted: a second declaration would do no harm, but it would
   * cost a fee and look like a fault.
   */
  private async nothingLeftOnItsWay(pending: () => Promise<number>): Promise<boolean> {
    const { pendingPatience = 120_000, log } = this.options;
    this.waitingSince ??= this.elapsed();
    try {
      this.cleared = (await pending()) === 0 || this.elapsed() - this.waitingSince > pendingPatience;
    } catch (error) {
      log.warn({ reason: reasonOf(error).message }, "cannot see what is on its way to the chain");
    }
    return this.cleared;
  }

  /** What the chain settled with the end that a reactor is told, if it is one that knows it; and whether that is all that there is. */
  private async settlementFor(action: Action, { hash }: Read): Promise<{ settlement: Settlement; whole: boolean }> {
    if (action.do !== "delete" || !this.takesSettlements) return { settlement: {}, whole: false };
    try {
      return { settlement: await this.settlements.of(action.assignment, hash), whole: true };
    } catch (error) {
      // The end itself does not wait for it.
      const { code, message } = reasonOf(error, "chain");
      this.options.log.debug(
        { deployment: idOf(action.assignment), code, reason: message },
        "cannot read what was paid",
      );
      return { settlement: paidOf(action.assignment), whole: false };
    }
  }

  /** Ends that the reactor knows without block and amounts: they could not be read, or it was an older one. Another DELETE adds them. */
  private settlementsLeft({ assignments }: Read, known: ReactorState): ToReactor[] {
    if (known === null || !this.takesSettlements) return [];
    const ended = new Set(known.deployments.filter(({ phase }) => endedPhases.has(phase)).map(({ id }) => id));
    for (const id of this.settlementsTold) if (!ended.has(id)) this.settlementsTold.delete(id);
    return assignments
      .filter((assignment) => {
        // First what most assignments are left out by, without a text for each.
        if (terminalRecord(assignment.stored) === null) return false;
        const id = idOf(assignment);
        if (!ended.has(id) || this.settlementsTold.has(id)) return false;
        return this.options.ends.missing(assignment).length === 0;
      })
      .map((assignment) => ({ do: "delete", assignment }));
  }

  /** What the keys can pay; what that leaves out is said when it begins and when it ends. */
  private paidFor(offers: Offer[]): Offer[] {
    const { keyring, log } = this.options;
    if (keyring === undefined) return offers;
    const sent = withinMeans(offers, { urgent: keyring.daysFor(true), rest: keyring.daysFor(false) });
    const short = sent.length < offers.length;
    if (short !== this.short) {
      if (short) log.error({ keys: keyring.days() }, "fees are short: what matters least waits; send the keys funds");
      else log.info({ keys: keyring.days() }, "fees are enough again");
    }
    this.short = short;
    return sent;
  }

  /** A state is said when it changes, not in every turn. */
  private say(of: "chain" | "reactor", reason: Reason | null): void {
    const before = this.state[of];
    this.state[of] = reason;
    if (before?.code === reason?.code) return;
    if (reason === null) this.options.log.info({ of }, "work goes on");
    else this.options.log.warn({ of, code: reason.code, reason: reason.message }, "no work until this is right again");
  }

  /** Without the ends that an endpoint has not confirmed. Those that wait for long are said. */
  private confirmed(planned: readonly Action[]): Action[] {
    const { ends, log, resyncInterval } = this.options;
    const unconfirmed: UnconfirmedEnd[] = [];
    const actions = planned.filter((action) => {
      if (action.do !== "delete") return true;
      const endpoints = ends.missing(action.assignment);
      if (endpoints.length > 0) unconfirmed.push({ id: idOf(action.assignment), endpoints });
      return endpoints.length === 0;
    });
    this.state.unconfirmed = unconfirmed;
    const now = this.elapsed();
    const waiting = new Set(unconfirmed.map(({ id }) => id));
    for (const id of this.unconfirmedSince.keys()) if (!waiting.has(id)) this.unconfirmedSince.delete(id);
    for (const { id, endpoints } of unconfirmed) {
      const since = this.unconfirmedSince.get(id) ?? { at: now, said: false };
      this.unconfirmedSince.set(id, since);
      if (since.said || now - since.at < 2 * resyncInterval) continue;
      since.said = true;
      log.warn(
        { deployment: id, endpoints },
        "its end is not confirmed by these endpoints: nothing is destroyed; see whether they answer and follow the chain",
      );
    }
    return actions;
  }

  /** What the breaker holds goes when two endpoints have said for long enough that it has ended. */
  private async releaseHeld(chain: Read, deployments: readonly Deployment[]): Promise<void> {
    const { ends, reactor, log } = this.options;
    const tearingDown = new Set(deployments.filter(({ phase }) => phase === "TearingDown").map(({ id }) => id));
    for (const id of this.released) if (!tearingDown.has(id)) this.released.delete(id);
    for (const assignment of chain.assignments) {
      const id = idOf(assignment);
      if (!tearingDown.has(id) || this.released.has(id) || !ends.mayRelease(assignment)) continue;
      try {
        await reactor.release(id);
        this.released.add(id);
        log.info({ deployment: id }, "its teardown may begin: two endpoints have said the same of its end for long");
      } catch (error) {
        log.warn({ deployment: id, reason: reasonOf(error, "reactor").message }, "the reactor did not release it");
      }
    }
  }

  /** So that operators have access while the chain is away. Told again when it changes, and to another store. */
  private async tellAccess({ block, allOperators }: Read): Promise<void> {
    const { reactor, owner } = this.options;
    const operators = [...allOperators].sort();
    const what = JSON.stringify([this.state.epoch, operators]);
    if (this.accessTold?.what === what && block < this.accessTold.until) return;
    const done = await this.told("who may sign tokens", () => reactor.putAccess({ owner, block, operators }));
    // A reactor of before, or of another kind, has no such operation.
    this.accessTold = { what, until: done ? Infinity : block + offersEvery };
  }

  /** For quotes. Nothing waits for it: what fails is told again later. */
  private async tellOffers(chain: Read, { serves }: NonNullable<ReactorState>): Promise<void> {
    const { reactor, owner } = this.options;
    const { epoch } = this.state;
    if (this.offersTold?.epoch === epoch && chain.block < this.offersTold!.until) return;
    // Also after a failure: a reactor of before knows no offers.
    this.offersTold = { epoch, until: chain.block + offersEvery };
    await this.told("what the provider offers", async () => {
      const view = await this.options.chain.at(chain.hash as Hex);
      await reactor.putOffers(await offersAt(view, owner.provider, [...serves]));
    });
  }

  /** Tells the reactor something that nothing waits for. @returns whether it was told */
  private async told(what: string, tell: () => Promise<void>): Promise<boolean> {
    try {
      await tell();
      return true;
    } catch (error) {
      const { code, message } = reasonOf(error, "reactor");
      this.options.log.debug({ code, reason: message }, `the reactor was not told ${what}`);
      return false;
    }
  }

  private notice(actions: readonly Action[]): void {
    const orphans = actions.flatMap((action) => (action.do === "orphan" || action.do === "ahead" ? [action.id] : []));
    const added = orphans.filter((id) => !this.state.orphans.includes(id));
    this.state.orphans = orphans;
    for (const deployment of added) {
      this.options.log.warn(
        { deployment },
        "the reactor has a deployment that the chain does not want like that: kept, look at it",
      );
    }
  }
}

async function servedTypes(reactor: ReactorClient): Promise<ReadonlySet<string>> {
  return new Set((await reactor.descriptorTypes()).map(({ id }) => id));
}

const deploymentOf = (action: { assignment: { subscription: bigint; attempt: number } }): string =>
  `${action.assignment.subscription}.${action.assignment.attempt}`;
