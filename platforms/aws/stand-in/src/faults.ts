export type Operation = "create" | "read" | "update" | "delete";

/** A call that a test stopped on its way: after it was done, and before it is answered. */
export interface Held {
  /** Resolves with the id when the call has been done. */
  reached: Promise<string>;
  /** Lets the answer go. */
  release(): void;
}

interface Fault {
  operation: Operation;
  type: string;
  error?: Error;
  held?: { reach: (id: string) => void; released: Promise<void> };
}

/** What goes wrong on demand. Each is for the next call of its kind, once. */
export class Faults {
  readonly #faults: Fault[] = [];

  /** The next call is refused before anything is done. `type` is the last word of its token, such as Instance. */
  fail(operation: Operation, type: string, error: Error): void {
    this.#faults.push({ operation, type, error });
  }

  /** The next call is done, and not answered until it is released. */
  hold(operation: Operation, type: string): Held {
    let reach: (id: string) => void = () => undefined;
    let release: () => void = () => undefined;
    const reached = new Promise<string>((resolve) => (reach = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    this.#faults.push({ operation, type, held: { reach, released } });
    return { reached, release };
  }

  before(operation: Operation, type: string): void {
    const fault = this.#take(operation, type, (f) => f.error !== undefined);
    if (fault?.error) throw fault.error;
  }

  async after(operation: Operation, type: string, id: string): Promise<void> {
    const fault = this.#take(operation, type, (f) => f.held !== undefined);
    fault?.held?.reach(id);
    await fault?.held?.released;
  }

  #take(operation: Operation, type: string, which: (fault: Fault) => boolean): Fault | undefined {
    const at = this.#faults.findIndex((f) => f.operation === operation && type.endsWith(`:${f.type}`) && which(f));
    return at < 0 ? undefined : this.#faults.splice(at, 1)[0];
  }
}
