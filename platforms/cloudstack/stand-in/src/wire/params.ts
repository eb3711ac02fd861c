import { ApiError, missingParameter, noSuchEntity } from "../api-error.js";
import type { Table } from "../table.js";

/** The parameters of one request. Names are matched without regard to case, as CloudStack does. */
export class Params {
  private readonly values = new Map<string, string>();

  constructor(
    readonly command: string,
    pairs: Iterable<[string, string]>,
  ) {
    for (const [name, value] of pairs) this.values.set(name.toLowerCase(), value);
  }

  optional(name: string): string | undefined {
    const value = this.values.get(name.toLowerCase());
    return value === "" ? undefined : value;
  }

  /** Whether the parameter was sent at all, be it empty. */
  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw missingParameter(this.command, name);
    return value;
  }

  integer(name: string): number | undefined {
    const value = this.optional(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) {
      throw new ApiError(
        431,
        `Unable to execute API command ${this.command.toLowerCase()} due to invalid value ${value} for parameter ${name}`,
      );
    }
    return Number(value);
  }

  boolean(name: string): boolean | undefined {
    const value = this.optional(name);
    return value === undefined ? undefined : value.toLowerCase() === "true";
  }

  list(name: string): string[] {
    return this.optional(name)?.split(",") ?? [];
  }

  /** The entity that a required parameter names by its id. */
  entity<T extends { id: string }>(name: string, table: Table<T>): T {
    return this.resolve(name, this.required(name), table);
  }

  optionalEntity<T extends { id: string }>(name: string, table: Table<T>): T | undefined {
    const id = this.optional(name);
    return id === undefined ? undefined : this.resolve(name, id, table);
  }

  entities<T extends { id: string }>(name: string, table: Table<T>): T[] {
    return this.list(name).map((id) => this.resolve(name, id, table));
  }

  private resolve<T extends { id: string }>(name: string, id: string, table: Table<T>): T {
    const found = table.get(id);
    if (found) return found;
    if (table.wasRemoved(id)) {
      throw new ApiError(431, `Unable to find UUID for id [${table.number(id)}] of type [${table.type}]`, 4350);
    }
    throw noSuchEntity(this.command, name, id);
  }

  /** `tags[0].key=a&tags[0].value=b`: key to value; a key without a value gives undefined. */
  keyValues(name: string): Map<string, string | undefined> {
    const result = new Map<string, string | undefined>();
    for (let i = 0; this.has(`${name}[${i}].key`); i += 1) {
      result.set(this.required(`${name}[${i}].key`), this.optional(`${name}[${i}].value`));
    }
    return result;
  }

  /** `details[0].cpuNumber=2`: the names keep their case. `undefined` where the parameter was not sent. */
  map(name: string, original: Iterable<[string, string]>): Record<string, string> | undefined {
    const pattern = new RegExp(`^${name}\\[\\d+\\]\\.(.+)$`, "i");
    const found: Record<string, string> = {};
    for (const [key, value] of original) {
      const match = pattern.exec(key);
      if (match?.[1]) found[match[1]] = value;
    }
    return Object.keys(found).length === 0 ? undefined : found;
  }
}
