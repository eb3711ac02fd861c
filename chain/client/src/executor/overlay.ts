/** What a run changed of a block's storage, by key; null: removed. Changes inside of a transaction are undone with it. */
export class Overlay {
  private readonly changes = new Map<string, Uint8Array | null>();
  /** Of each open transaction: what its keys were before; undefined: not changed. */
  private readonly before: Map<string, Uint8Array | null | undefined>[] = [];

  /** Undefined: not changed. */
  read(key: string): Uint8Array | null | undefined {
    return this.changes.get(key);
  }

  write(key: string, value: Uint8Array | null): void {
    const before = this.before.at(-1);
    if (before !== undefined && !before.has(key)) before.set(key, this.changes.get(key));
    this.changes.set(key, value);
  }

  begin(): void {
    this.before.push(new Map());
  }

  commit(): void {
    const done = this.close();
    const outer = this.before.at(-1);
    if (outer === undefined) return;
    for (const [key, value] of done) if (!outer.has(key)) outer.set(key, value);
  }

  rollback(): void {
    for (const [key, value] of this.close()) {
      if (value === undefined) this.changes.delete(key);
      else this.changes.set(key, value);
    }
  }

  /** Transactions that are open. */
  get depth(): number {
    return this.before.length;
  }

  /** The first key after this one that has a value here. */
  next(after: string): string | undefined {
    let first: string | undefined;
    for (const [key, value] of this.changes)
      if (value !== null && key > after && (first === undefined || key < first)) first = key;
    return first;
  }

  /** In the order of the keys. */
  entries(): [string, Uint8Array | null][] {
    return [...this.changes].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private close(): Map<string, Uint8Array | null | undefined> {
    const closed = this.before.pop();
    if (closed === undefined) throw new Error("expected an open transaction of the storage, found none");
    return closed;
  }
}
