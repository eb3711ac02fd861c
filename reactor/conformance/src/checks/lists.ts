import type { Deployment } from "@dinfra/schemas";
import type { Promised } from "../promises.js";
import { said, type Trial } from "../trial.js";

export const lists: readonly Promised[] = [
  {
    id: "list-order",
    level: "core",
    text: "The list is ordered by subscription, then attempt, as numbers, and has each deployment once.",
    alone: true,
    async test(trial) {
      const ids = await some(trial);
      const found = (await trial.listed()).map(({ id }) => id);
      trial.that(found.join() === ids.join(), `expected ${ids.join(", ")}, found ${found.join(", ")}`);
    },
  },
  {
    id: "list-pages",
    level: "core",
    text: "Pages of any length give together what one page gives: `next` is the page's last item, and absent on the last page.",
    alone: true,
    async test(trial) {
      await some(trial);
      const whole = (await trial.list(500)).map(({ id }) => id);
      for (const limit of [1, 2, whole.length]) {
        const found = (await trial.list(limit)).map(({ id }) => id);
        trial.that(
          found.join() === whole.join(),
          `in pages of ${limit}: expected ${whole.join(", ")}, found ${found.join(", ")}`,
        );
      }
      const { items, next } = await page(trial, { limit: 2 });
      trial.that(items.length === 2, `expected 2 items in a page of 2, found ${items.length}`);
      trial.that(next === items[1]?.id, `expected next to be the last item, ${items[1]?.id}, found ${next ?? "none"}`);
      const last = await page(trial, { limit: whole.length });
      trial.that(last.next === undefined, `expected no next on the last page, found ${last.next}`);
    },
  },
  {
    id: "list-after",
    level: "core",
    text: "A page after an id begins with the next id, also where the given one is not known any more.",
    alone: true,
    async test(trial) {
      const ids = await some(trial);
      const subscription = BigInt(ids[0]!.split(".")[0]!);
      const { items } = await page(trial, { after: `${subscription}.4294967295`, limit: 1 });
      trial.that(
        items[0]?.id === ids[3],
        `after an id that nobody has: expected ${ids[3]}, found ${items[0]?.id ?? "none"}`,
      );
      const beyond = await page(trial, { after: "18446744073709551615.4294967295" });
      trial.that(
        beyond.items.length === 0,
        `after the last id that there can be: expected nothing, found ${beyond.items[0]?.id}`,
      );
    },
  },
  {
    id: "list-owner",
    level: "core",
    text: "The list says whose store it is, from the first wish on.",
    async test(trial) {
      await trial.put(trial.newId(), trial.wish(1));
      const { owner } = await page(trial, { limit: 1 });
      trial.that(
        owner?.instance === trial.known.owner.instance && owner.provider === trial.known.owner.provider,
        `expected the owner ${JSON.stringify(trial.known.owner)}, found ${JSON.stringify(owner ?? "none")}`,
      );
    },
  },
];

interface Page {
  items: Deployment[];
  next?: string;
  owner?: { instance: string; provider: string };
}

async function page(trial: Trial, query: { after?: string; limit?: number }): Promise<Page> {
  const told = await trial.ask("GET", "/v1/deployments", { query });
  trial.require(told.status === 200, `expected 200 and a page of the list, found ${said(told)}`);
  return told.body as Page;
}

/** Five ids, made in no order and returned in theirs: as texts, 10 comes before 2 and 1099 before 99. */
async function some(trial: Trial): Promise<string[]> {
  const first = trial.newId();
  const subscription = BigInt(first.split(".")[0]!);
  const ids = [first, `${subscription}.2`, `${subscription}.10`, trial.newId(), `${10n ** 18n + subscription}.1`];
  // They are torn down from the start: nothing is to be deployed for a list.
  for (const index of [2, 4, 0, 3, 1]) {
    trial.made.add(ids[index]!);
    await trial.remove(ids[index]!);
  }
  return ids;
}
