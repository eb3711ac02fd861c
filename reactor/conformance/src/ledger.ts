import { EPOCH_HEADER } from "@dinfra/schemas";
import { wrongIn, type Everywhere } from "./answers.js";
import { shown, type Answer, type Request } from "./http.js";

/** What was found wrong with answers, whatever they were answers to. */
export class Ledger {
  /** Answers that were looked at. */
  looked = 0;
  /** Of the first answer. */
  epoch: string | undefined;
  private readonly found = new Map<Everywhere, Set<string>>();

  take({ method, path, body }: Request, answer: Answer): void {
    this.looked += 1;
    const bare = path.split("?")[0]!;
    for (const [promise, wrong] of wrongIn(method, bare, answer, this.epoch)) {
      const asked = `${method} ${shown(path)}${body === undefined ? "" : ` with ${shown(String(body))}`}`;
      const known = this.found.get(promise) ?? new Set();
      // The same thing may be wrong with every answer.
      if (known.size < 10) known.add(`${wrong}; in the answer to ${asked}`);
      this.found.set(promise, known);
    }
    this.epoch ??= answer.headers[EPOCH_HEADER];
  }

  problems(promise: Everywhere): readonly string[] {
    return [...(this.found.get(promise) ?? [])];
  }
}
