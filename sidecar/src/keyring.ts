import type { Signer } from "@dinfra/chain/client";
import { choose } from "./means.js";

/** What is known of a key. */
interface Known {
  signer: Signer;
  /** Signs what is urgent before any other. */
  urgent: boolean;
  live: boolean;
  days: number | undefined;
}

/**
 * The operator keys, in the order in which they are used. Which of them may sign, and what they have, is looked up while all
 * are live: so a key is replaced by naming the next one, adding it on the chain, and removing the old one, with nothing standing still.
 */
export class Keyring {
  private readonly keys: Known[];

  /** @param urgent for heartbeats and what has a deadline, before the others */
  constructor(signers: readonly Signer[], urgent?: Signer) {
    const known = (signer: Signer, urgent: boolean): Known => ({ signer, urgent, live: true, days: undefined });
    const others = signers.filter(({ address }) => address !== urgent?.address);
    this.keys = [...(urgent === undefined ? [] : [known(urgent, true)]), ...others.map((each) => known(each, false))];
  }

  get addresses(): string[] {
    return this.keys.map(({ signer }) => signer.address);
  }

  /** @returns the keys that may sign no more, or may again */
  setLive(operators: readonly string[]): { address: string; live: boolean }[] {
    const live = new Set(operators);
    const changed = this.keys.filter((key) => key.live !== live.has(key.signer.address));
    for (const key of changed) key.live = !key.live;
    return changed.map(({ signer, live }) => ({ address: signer.address, live }));
  }

  /** @param days that the account's balance lasts */
  setDays(address: string, days: number): void {
    for (const key of this.keys) if (key.signer.address === address) key.days = days;
  }

  /** Those that may sign, and for how many days they can pay; undefined while that is not known. */
  days(): { address: string; days: number | undefined }[] {
    return this.keys.filter(({ live }) => live).map(({ signer, days }) => ({ address: signer.address, days }));
  }

  /** Who signs next. Where no key is an operator any more, the first: the chain then says so. */
  signerFor(urgent: boolean): Signer {
    return this.chosen(urgent).signer;
  }

  /** For how many days that one can pay. */
  daysFor(urgent: boolean): number | undefined {
    return this.chosen(urgent).days;
  }

  private chosen(urgent: boolean): Known {
    const order = urgent ? this.keys : [...this.keys].sort((a, b) => Number(a.urgent) - Number(b.urgent));
    return choose(order.map((key) => ({ key, live: key.live, days: key.days }))) ?? order[0]!;
  }
}
