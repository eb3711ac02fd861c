import {
  ExtrinsicFailed,
  type AssignmentState,
  type AssignmentView,
  type BlockRef,
  type Call,
  type Chain,
  type ChainView,
  type ClosingView,
  type Included,
  type PartingView,
} from "@dinfra/chain/client";

/**
 * The few rules of the chain that the sidecar stands on, in memory, for unit tests only; whole-system tests use the real
 * runtime. Every call is included in a new block.
 */
export class FakeChain implements Pick<Chain, "finalized" | "at" | "onFinalized" | "blockHash"> {
  number = 100;
  /** The clock less the height. */
  ahead = 0;
  fork = "a";
  revision = 1n;
  lastHeartbeat = 100;
  operator: string | null;
  registered = true;
  /** Thrown by the next reads while set. */
  failure: Error | null = null;
  /** Assignments that the list leaves out. */
  hidden = 0;
  reads: string[] = [];
  /** Of each call. */
  callFee = 10n;
  /** Keys that were taken from the operators. */
  readonly removed = new Set<string>();
  /** Of the provider, besides our own. */
  otherOperators: string[] = [];
  /** Who signed, extrinsic by extrinsic. */
  readonly signers: string[] = [];
  private readonly balances = new Map<string, bigint>();
  private readonly settledAt = new Map<string, number>();
  /** How attempts of the provider ended, the last first; so many are kept. */
  readonly partings: PartingView[] = [];
  partingsKept = 64;
  /** How subscriptions ended, the last first. */
  readonly closings: ClosingView[] = [];
  /** Thrown by reads of them while set. */
  noRecords: Error | null = null;
  readonly extrinsics: string[] = [];
  readonly receipts: string[] = [];
  private readonly consumers = new Map<bigint, string>();
  private readonly assignments = new Map<string, AssignmentView>();
  /** The ring of changes, all of it. */
  private readonly noted: { revision: bigint; id: string }[] = [];
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly provider: string,
    readonly key: string,
    readonly typeId: string,
  ) {
    this.operator = provider;
  }

  async finalized(): Promise<BlockRef> {
    this.reads.push("finalized");
    if (this.failure) throw this.failure;
    return this.head();
  }

  async blockHash(number: number): Promise<`0x${string}`> {
    this.reads.push("blockHash");
    return `0x${this.fork}${number}`;
  }

  onFinalized(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  async at(): Promise<ChainView> {
    const read =
      <T>(name: string, value: () => T) =>
      async (): Promise<T> => {
        this.reads.push(name);
        if (this.failure) throw this.failure;
        return value();
      };
    return {
      block: this.head(),
      tick: read("tick", () => ({
        now: this.now,
        revision: this.revision,
        assignments: this.assignments.size,
      })),
      provider: read("provider", () =>
        this.registered
          ? {
              ...{ assignments: this.assignments.size, lastHeartbeat: this.lastHeartbeat },
              operators: [this.key, ...this.otherOperators],
            }
          : null,
      ),
      providerOf: (of: string) => read("providerOf", () => (this.removed.has(of) ? null : this.operator))(),
      account: (of: string) => read("account", () => ({ nonce: 0, free: this.balanceOf(of), held: 0n }))(),
      offers: async (typeId: string) => [
        {
          ...{ provider: this.provider, typeId, price: 3n, elastic: null, capacity: 50 },
          ...{ used: this.assignments.size, open: true, private: false, setupBlocks: 100, missed: 0, deposit: 0n },
        },
      ],
      assignments: read("assignments", () =>
        [...this.assignments.values()].slice(this.hidden).map((a) => this.withTime(a)),
      ),
      changes: (_provider: string, after: bigint, upTo: bigint) =>
        read("changes", () => {
          const noted = this.noted.filter(({ revision }) => revision > after && revision <= upTo);
          const ids = [...new Set(noted.map(({ id }) => id))].map((id) => id.split("."));
          // A revision that moved without one: as where the ring has gone round.
          return upTo - after > 64n || BigInt(noted.length) !== upTo - after
            ? null
            : ids.map(([subscription, attempt]) => ({ subscription: BigInt(subscription!), attempt: Number(attempt) }));
        })(),
      assignment: (_provider: string, subscription: bigint, attempt: number) =>
        read("assignment", () => {
          const found = this.assignments.get(`${subscription}.${attempt}`);
          return found === undefined || this.hidden > 0 ? null : this.withTime(found);
        })(),
      partings: read("partings", () => {
        if (this.noRecords) throw this.noRecords;
        return this.partings.slice(0, this.partingsKept);
      }),
      closings: (consumer: string) =>
        read("closings", () =>
          this.closings.filter(({ subscription }) => this.consumers.get(subscription) === consumer),
        )(),
      constants: read("constants", () => ({
        ...{ gap: 50, ackDeadline: 100, slotMilliseconds: 6000, payoutDelay: 0, existentialDeposit: 0n },
      })),
    } as unknown as ChainView;
  }

  readonly fee = async (): Promise<bigint> => this.callFee;

  balanceOf(account: string): bigint {
    return this.balances.get(account) ?? 10n ** 12n;
  }

  setBalance(account: string, balance: bigint): void {
    this.balances.set(account, balance);
  }

  /** Declared before, at a price per block. */
  serve(id: string, rate: bigint): void {
    this.award(id, this.typeId);
    this.settledAt.set(id, this.now);
    const running = { stored: { kind: "Active" }, deadline: null, observedGeneration: 1 } as const;
    this.change(id, { ...running, deployedAt: this.now, rate, earned: 0n, paid: 0n, owed: 0n });
  }

  /** Paid for, whatever comes of it. */
  readonly submitAs = async (signer: string, call: Call): Promise<Included> => {
    this.signers.push(signer);
    const calls = call.method === "forceBatch" ? (call.args[0] as readonly Call[]).length : 1;
    const fee = call.method === "confirmTeardown" ? 0n : this.callFee * BigInt(calls);
    this.setBalance(signer, this.balanceOf(signer) - fee);
    const data = { who: signer, actualFee: String(fee), tip: "0" };
    const events = [{ pallet: "TransactionPayment", name: "TransactionFeePaid", data }];
    if (this.removed.has(signer)) {
      this.newBlock();
      const at = { blockHash: this.head().hash, blockNumber: this.number };
      throw new ExtrinsicFailed("Subscriptions.NotAProvider", "the key belongs to no provider", at, events);
    }
    return { ...(await this.submit(call)), events };
  };

  /** The clock goes on by so many in a block with nothing in it; by none, it stands still. */
  tickBy(blocks: number): void {
    this.ahead += blocks - 1;
    this.newBlock();
  }

  /** A block with nothing in it. */
  newBlock(count = 1): void {
    this.number += count;
    for (const wake of this.listeners) wake();
  }

  change(id: string, change: Partial<AssignmentView> | null): void {
    const before = this.assignments.get(id);
    if (change === null) this.assignments.delete(id);
    else this.assignments.set(id, { ...before!, ...change });
    this.note(id);
    this.newBlock();
  }

  /** An assignment that is gone, though no change says so. */
  loseUnnoted(id: string): void {
    this.assignments.delete(id);
  }

  private note(id: string): void {
    this.revision += 1n;
    this.noted.push({ revision: this.revision, id });
  }

  award(id: string, descriptor: string): void {
    const [subscription, attempt] = id.split(".");
    this.assignments.set(id, {
      subscription: BigInt(subscription!),
      attempt: Number(attempt),
      typeId: this.typeId,
      descriptor,
      generation: 1,
      observedGeneration: 0,
      consumer: this.provider,
      stored: { kind: "Awarded", deadline: this.now + 100 },
      deadline: this.now + 100,
      endsAt: null,
      deployedAt: null,
      condition: null,
      reason: "",
      logins: [],
      paid: 0n,
    } as unknown as AssignmentView);
    this.consumers.set(BigInt(subscription!), this.provider);
    this.note(id);
    this.newBlock();
  }

  get(id: string): AssignmentView | undefined {
    return this.assignments.get(id);
  }

  end(id: string): void {
    this.change(id, { stored: { kind: "Ending", reason: "FundsSpent" } });
  }

  /** With what the chain notes of an end in the same block; `refunded` where the subscription closed with it. */
  settle(id: string, { paid, refunded }: { paid: bigint; refunded?: bigint }): void {
    const { subscription, attempt, typeId, consumer } = this.assignments.get(id)!;
    const common = { subscription, attempt, typeId: typeId as `0x${string}`, by: null, at: this.now, words: "" };
    this.partings.unshift({ ...common, consumer, outcome: { kind: "Ending", reason: "FundsSpent" }, paid });
    const { provider } = this;
    if (refunded !== undefined)
      this.closings.unshift({ ...common, reason: "FundsSpent", provider, paid: paid + 7n, refunded });
    this.change(id, { stored: { kind: "Ending", reason: "FundsSpent" }, paid });
  }

  readonly submit = async (call: Call): Promise<Included> => {
    if (this.failure) throw this.failure;
    if (call.method === "forceBatch") {
      const items: Included["items"][number][] = [];
      for (const inner of call.args[0] as readonly Call[]) {
        items.push(
          await this.submit(inner).then(
            () => ({ failed: null }),
            (error: { code: string; message: string }) => ({ failed: error }),
          ),
        );
      }
      return { blockNumber: this.number, items } as unknown as Included;
    }
    this.extrinsics.push([call.method, ...call.args.slice(0, 2).map(String)].join(" "));
    const id = `${String(call.args[0])}.${String(call.args[1])}`;
    switch (call.method) {
      case "declareDeployed":
        this.change(id, { stored: { kind: "Active" }, deadline: null, observedGeneration: Number(call.args[2]) });
        break;
      case "reject":
        this.change(id, { stored: { kind: "Revoked", reason: "Rejected" }, reason: String(call.args[2]) });
        break;
      case "report":
        this.change(id, { condition: call.args[2] as AssignmentView["condition"], reason: String(call.args[3]) });
        break;
      case "confirmTeardown":
        this.receipts.push(String(call.args[2]));
        this.change(id, null);
        break;
      case "poke":
        for (const [each, assignment] of this.assignments) {
          if (each.startsWith(`${String(call.args[0])}.`))
            this.change(each, { stored: this.withTime(assignment).effective });
        }
        break;
      case "claim": {
        const { earned, paid } = this.withTime(this.assignments.get(id)!);
        if (earned === 0n)
          throw new ExtrinsicFailed("Subscriptions.NothingEarned", "", { blockHash: "", blockNumber: 0 });
        this.settledAt.set(id, this.now);
        // As on the real chain, no revision moves.
        this.assignments.set(id, { ...this.assignments.get(id)!, paid: paid + earned });
        this.newBlock();
        break;
      }
      case "heartbeat":
        this.lastHeartbeat = this.now;
        this.newBlock();
        break;
    }
    return { blockNumber: this.number } as Included;
  };

  /** The block of the clock. */
  get now(): number {
    return this.number + this.ahead;
  }

  private head(): BlockRef {
    return { number: this.number, hash: `0x${this.fork}${this.number}` };
  }

  private withTime(assignment: AssignmentView): AssignmentView {
    let effective: AssignmentState = assignment.stored;
    if (effective.kind === "Active" && assignment.endsAt !== null && this.now >= assignment.endsAt) {
      effective = { kind: "Ending", reason: "FundsSpent" };
    }
    if (effective.kind === "Awarded" && this.now >= effective.deadline) {
      effective = { kind: "Revoked", reason: "MissedDeadline" };
    }
    const id = `${assignment.subscription}.${assignment.attempt}`;
    const since = this.settledAt.get(id);
    if (since === undefined || assignment.stored.kind !== "Active") return { ...assignment, effective };
    return { ...assignment, effective, earned: assignment.rate * BigInt(this.now - since) };
  }
}
