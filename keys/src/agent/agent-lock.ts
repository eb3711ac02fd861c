import { blake2b } from "@noble/hashes/blake2.js";
import { randomBytes } from "@noble/hashes/utils.js";
import { sameBytes } from "../wire.js";
import { unreference } from "./unreference.js";

/** Guesses whose connections were dropped wait on; a bound for a program gone wild. */
const MOST_WAITING = 64;

/**
 * The passphrase of a locked agent, and how fast it can be guessed. One attempt at a time, and each waits before it is looked at, the longer the more
 * were wrong before, up to ten seconds. So guessing gets no faster by guessing on many connections, or by dropping those that do not answer at once.
 */
export class AgentLock {
  #current: { salt: Uint8Array; hash: Uint8Array } | undefined;
  #wrong = 0;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  get locked(): boolean {
    return this.#current !== undefined;
  }

  lock(passphrase: Uint8Array): void {
    const salt = randomBytes(16);
    this.#current = { salt, hash: hashOf(passphrase, salt) };
  }

  /** Whether this attempt unlocked it. */
  async unlock(passphrase: Uint8Array): Promise<boolean> {
    const tried = this.#current;
    if (!tried || this.#waiting >= MOST_WAITING) return false;
    const hash = hashOf(passphrase, tried.salt); // the passphrase itself is not kept while it waits
    this.#waiting++;
    const attempt = this.#last.then(async () => {
      // Another attempt may have been right; this one was for a lock that is no more.
      if (this.#current === tried && this.#wrong > 0) await wait(Math.min(100 * 2 ** (this.#wrong - 1), 10_000));
      this.#waiting--;
      return this.#current === tried && this.#compare(hash, tried.hash);
    });
    this.#last = attempt;
    return attempt;
  }

  #compare(given: Uint8Array, expected: Uint8Array): boolean {
    const right = sameBytes(given, expected);
    this.#wrong = right ? 0 : this.#wrong + 1;
    if (right) this.#current = undefined;
    return right;
  }
}

function hashOf(passphrase: Uint8Array, salt: Uint8Array): Uint8Array {
  return blake2b(passphrase, { key: salt });
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => unreference(setTimeout(resolve, milliseconds)));
}
