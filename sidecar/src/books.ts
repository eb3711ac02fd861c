import type { DatabaseSync } from "node:sqlite";
import type { AssignmentView } from "@dinfra/chain/client";
import { inTransaction } from "@dinfra/service/sqlite";
import { idOf } from "./plan.js";

/** What an assignment brought and cost. Money in the smallest unit, time in blocks. */
export interface Account {
  subscription: string;
  /** Empty for what was paid for a subscription and not for one award of it. */
  attempt: string;
  typeId: string;
  consumer: string;
  deployedAt: number | null;
  /** The block of the last claim. */
  claimedAt: number | null;
  /** Settled, as of the last time that it changed. */
  paid: bigint;
  /** Settled, and could not be paid out. */
  owed: bigint;
  asOf: number;
  /** By what the extrinsics were for. */
  fees: ReadonlyMap<string, bigint>;
}

/** The tables that the books are in. */
export const booksSchema = `
  CREATE TABLE income (
    id TEXT PRIMARY KEY, type_id TEXT NOT NULL, consumer TEXT NOT NULL, deployed_at INTEGER, claimed_at INTEGER,
    paid TEXT NOT NULL, owed TEXT NOT NULL, as_of INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE fees (
    id TEXT NOT NULL, kind TEXT NOT NULL, calls INTEGER NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (id, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE fee_days (
    account TEXT NOT NULL, day INTEGER NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (account, day)
  ) STRICT, WITHOUT ROWID;`;

/** Whole days of spending that are kept for each account. */
const daysKept = 7;

/**
 * Income and fees of each assignment that was ever served, for people and their tax offices. Nothing is planned from them
 * but the days between two claims, so a lost file costs an early claim at most.
 */
export class Books {
  /** What was written last of what is assigned now. */
  private readonly written = new Map<string, AssignmentView>();
  private readonly claims = new Map<string, number>();
  private readonly statements;

  constructor(private readonly database: DatabaseSync) {
    const sql = (text: string) => database.prepare(text);
    this.statements = {
      claimedAt: sql("SELECT claimed_at FROM income WHERE id = ?"),
      note: sql(
        "INSERT INTO income VALUES (?, ?, ?, ?, NULL, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET " +
          "deployed_at = excluded.deployed_at, paid = excluded.paid, owed = excluded.owed, as_of = excluded.as_of",
      ),
      claimed: sql("UPDATE income SET claimed_at = ? WHERE id = ?"),
      fee: sql("SELECT calls, amount FROM fees WHERE id = ? AND kind = ?"),
      setFee: sql(
        "INSERT INTO fees VALUES (?, ?, ?, ?) ON CONFLICT (id, kind) DO UPDATE SET calls = excluded.calls, amount = excluded.amount",
      ),
      day: sql("SELECT amount FROM fee_days WHERE account = ? AND day = ?"),
      setDay: sql(
        "INSERT INTO fee_days VALUES (?, ?, ?) ON CONFLICT (account, day) DO UPDATE SET amount = excluded.amount",
      ),
      dropDays: sql("DELETE FROM fee_days WHERE day < ?"),
      days: sql("SELECT amount FROM fee_days WHERE account = ? AND day >= ? AND day < ?"),
      income: sql("SELECT * FROM income"),
      fees: sql("SELECT id, kind, amount FROM fees"),
    };
  }

  /** What the chain said of these assignments; only what moved money is written. */
  note(assignments: readonly AssignmentView[], block: number): void {
    const moved = assignments.filter((now) => {
      const before = this.written.get(idOf(now));
      if (before === now || now.deployedAt === null) return false;
      return before?.paid !== now.paid || before.owed !== now.owed || before.deployedAt !== now.deployedAt;
    });
    if (moved.length === 0) return;
    inTransaction(this.database, () => {
      for (const now of moved) {
        const { typeId, consumer, deployedAt, paid, owed } = now;
        this.statements.note.run(idOf(now), typeId, consumer, deployedAt, String(paid), String(owed), block);
      }
    });
    for (const now of moved) {
      const id = idOf(now);
      this.written.set(id, now);
      const at = this.statements.claimedAt.get(id)?.claimed_at;
      if (typeof at === "number") this.claims.set(id, at);
    }
  }

  /** What is assigned no more needs no place in memory. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.written.keys()) {
      if (ids.has(id)) continue;
      this.written.delete(id);
      this.claims.delete(id);
    }
  }

  claimedAt(id: string): number | undefined {
    return this.claims.get(id);
  }

  claimed(id: string, block: number): void {
    this.statements.claimed.run(block, id);
    this.claims.set(id, block);
  }

  /**
   * An extrinsic was paid for.
   * @param calls what its calls were for, and for which assignment; empty for the provider as a whole
   */
  spent(account: string, day: number, calls: readonly { id: string; kind: string; fee: bigint }[]): void {
    inTransaction(this.database, () => {
      let sum = 0n;
      for (const { id, kind, fee } of calls) {
        const before = this.statements.fee.get(id, kind);
        const amount = BigInt((before?.amount as string | undefined) ?? 0) + fee;
        this.statements.setFee.run(id, kind, Number(before?.calls ?? 0) + 1, String(amount));
        sum += fee;
      }
      const before = this.statements.day.get(account, day)?.amount as string | undefined;
      this.statements.setDay.run(account, day, String(BigInt(before ?? 0) + sum));
      this.statements.dropDays.run(day - daysKept);
    });
  }

  /** What an account spent on fees on each of the last whole days that are kept, as far as anything was spent. */
  spentOn(account: string, today: number): bigint[] {
    return this.statements.days.all(account, today - daysKept, today).map(({ amount }) => BigInt(amount as string));
  }

  /** All accounts, by subscription and attempt; what was paid for the provider as a whole is the last. */
  accounts(): Account[] {
    const accounts = new Map<string, Account & { fees: Map<string, bigint> }>();
    const of = (id: string) => {
      const [subscription = "", attempt = ""] = id.split(".");
      const known = accounts.get(id) ?? {
        ...{ subscription, attempt, typeId: "", consumer: "", deployedAt: null, claimedAt: null },
        ...{ paid: 0n, owed: 0n, asOf: 0, fees: new Map<string, bigint>() },
      };
      accounts.set(id, known);
      return known;
    };
    for (const row of this.statements.income.iterate()) {
      Object.assign(of(row.id as string), {
        typeId: row.type_id,
        consumer: row.consumer,
        deployedAt: row.deployed_at,
        claimedAt: row.claimed_at,
        paid: BigInt(row.paid as string),
        owed: BigInt(row.owed as string),
        asOf: Number(row.as_of),
      });
    }
    for (const row of this.statements.fees.iterate())
      of(row.id as string).fees.set(row.kind as string, BigInt(row.amount as string));
    return [...accounts.values()].sort((a, b) => order(a.subscription, b.subscription) || order(a.attempt, b.attempt));
  }
}

/** As numbers; what has none is the last. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  if (a === "" || b === "") return a === "" ? 1 : -1;
  return BigInt(a) < BigInt(b) ? -1 : 1;
}

const feeColumns = ["declare", "report", "reject", "claim", "poke", "confirm", "heartbeat"] as const;

/** The accounts as CSV (RFC 4180), one a line, money in the smallest unit. */
export function accountsCsv(accounts: readonly Account[]): string {
  const head = [
    ...["subscription", "attempt", "descriptor_type", "consumer", "deployed_at_block", "claimed_at_block"],
    ...["as_of_block", "paid", "owed", "fees", "net", ...feeColumns.map((kind) => `fees_${kind}`)],
  ];
  const lines = accounts.map(({ fees, ...account }) => {
    const all = [...fees.values()].reduce((sum, each) => sum + each, 0n);
    const { subscription, attempt, typeId, consumer, deployedAt, claimedAt, asOf, paid, owed } = account;
    const known = asOf > 0 ? asOf : "";
    return [
      ...[subscription, attempt, typeId, consumer, deployedAt ?? "", claimedAt ?? "", known],
      ...[paid, owed, all, paid - all, ...feeColumns.map((kind) => fees.get(kind) ?? 0n)],
    ];
  });
  return [head, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
