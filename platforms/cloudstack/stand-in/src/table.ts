import { randomUUID } from "node:crypto";

/** The entities of one kind, by id. Remembers which ids were removed, and the small number that CloudStack gives each. */
export class Table<T extends { id: string }> {
  private readonly rows = new Map<string, T>();
  private readonly numbers = new Map<string, number>();

  constructor(
    /** The word of the management server's messages, for example VirtualMachine. */
    readonly type: string,
    private next = 1,
    /** Of some kinds the database keeps what was removed, and says so when it is asked for. */
    private readonly keepsRemoved = false,
  ) {}

  insert(row: Omit<T, "id"> & { id?: string }): T {
    const entity = { ...row, id: row.id ?? randomUUID() } as T;
    this.rows.set(entity.id, entity);
    this.numbers.set(entity.id, this.next);
    this.next += 1;
    return entity;
  }

  get(id: string): T | undefined {
    return this.rows.get(id);
  }

  remove(id: string): void {
    this.rows.delete(id);
  }

  wasRemoved(id: string): boolean {
    return this.keepsRemoved && this.numbers.has(id) && !this.rows.has(id);
  }

  number(id: string): number {
    return this.numbers.get(id) ?? 0;
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  where(test: (row: T) => boolean): T[] {
    return this.all().filter(test);
  }
}
