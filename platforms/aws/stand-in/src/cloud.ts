import type { Values } from "./values.js";

/** Something of the cloud. `values` are its outputs: inputs as they are now, and what the cloud adds. */
export interface Thing {
  type: string;
  id: string;
  /** Account and region, as the provider was configured for it. */
  account: string;
  region: string;
  values: Values;
}

/** An error of the API, with the code that EC2 has for it. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`api error ${code}: ${message}`);
  }
}

/** Where a call comes from. */
export interface Caller {
  account: string;
  region: string;
}

export class Cloud {
  readonly things = new Map<string, Thing>();
  /** What happened to machines, for tests that want no stop: `stop i-…`, `start i-…`, `terminate i-…`. */
  readonly events: string[] = [];
  /** The first half of every public address. A test whose machines answer takes one of this machine's own, such as 127.91. */
  publicPrefix = "203.0";
  /** Awaited when a thing was made, before its maker is answered: for tests whose machines answer. */
  made: (thing: Thing) => Promise<void> = () => Promise.resolve();
  #last = 0;

  nextId(prefix: string): string {
    this.#last += 1;
    return `${prefix}-${this.#last.toString(16).padStart(17, "0")}`;
  }

  all(type: string): Thing[] {
    return [...this.things.values()].filter((thing) => thing.type.endsWith(`:${type}`));
  }

  /** @throws ApiError where the caller has no such thing */
  need(caller: Caller, type: string, id: unknown): Thing {
    const found = this.things.get(String(id));
    if (found?.type.endsWith(`:${type}`) && found.account === caller.account && found.region === caller.region)
      return found;
    throw new ApiError(`Invalid${type}ID.NotFound`, `The ${type} ID '${String(id)}' does not exist`);
  }

  /** A number for an address, another one each time. */
  nextAddress(): string {
    this.#last += 1;
    return `${Math.floor(this.#last / 250)}.${(this.#last % 250) + 4}`;
  }
}
