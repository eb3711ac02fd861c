import { NoAnswer } from "../http.js";
import type { Promised } from "../promises.js";
import { resync, resyncUntil, ScriptedChain } from "../scripted-chain.js";
import { pause, type Trial } from "../trial.js";

const shared = { level: "extended", needs: "restart", alone: true } as const;

/** kill -9, and a start with the same store. @param meanwhile what happens while it is down */
async function restart({ subject }: Trial, meanwhile: () => Promise<void> = async () => {}): Promise<void> {
  await subject.stop!();
  try {
    await meanwhile();
  } finally {
    await subject.start!();
  }
}

/** Milliseconds after a request at which the process is killed: at its beginning, in the middle, near its end. */
const moments = [0, 250, 1_000];

export const restarts: readonly Promised[] = [
  {
    ...shared,
    id: "restart",
    text: "A reactor that was killed knows what it knew: the same epoch, deployments and receipts; nothing is destroyed or left.",
    scenarios: ["M6"],
    async test(trial) {
      const id = await trial.running();
      const ended = await trial.tornDown();
      const before = await trial.get(id);
      await restart(trial);
      const after = await trial.deployed(id, 1);
      trial.that(
        after.timings.deployedAt === before.timings.deployedAt,
        "expected the time of its deployment, found another",
      );
      const { receipt } = await trial.get(ended.id);
      trial.that(
        receipt?.digest === ended.receipt,
        `expected the receipt ${ended.receipt}, found ${receipt?.digest ?? "none"}`,
      );
      const listed = (await trial.listed()).map((one) => one.id).sort();
      trial.that(listed.join() === [id, ended.id].sort().join(), `expected both in the list, found ${listed.join()}`);
      await trial.tornDown(id);
    },
  },
  {
    ...shared,
    id: "down-while-ended",
    text: "What ended while the reactor was down is torn down when it is back.",
    scenarios: ["M2"],
    async test(trial) {
      const chain = new ScriptedChain();
      const id = trial.newId();
      chain.award(id, trial.known.descriptors[0]);
      await resyncUntil(chain, trial, "the award declared", () => chain.stored.get(id)?.state === "Active");
      await restart(trial, async () => {
        chain.end(id);
        await resync(chain, trial).catch(whereNobodyAnswers);
      });
      await resyncUntil(chain, trial, "the end confirmed", () => !chain.stored.has(id));
    },
  },
  {
    ...shared,
    id: "down-while-awarded",
    text: "What was awarded while the reactor was down is deployed when it is back.",
    scenarios: ["M3"],
    async test(trial) {
      const chain = new ScriptedChain();
      const id = trial.newId();
      await restart(trial, async () => {
        chain.award(id, trial.known.descriptors[0]);
        await resync(chain, trial).catch(whereNobodyAnswers);
      });
      await resyncUntil(chain, trial, "the award declared", () => chain.stored.get(id)?.state === "Active");
    },
  },
  {
    ...shared,
    id: "killed-while-deploying",
    text: "A reactor that was killed while it deploys goes on by itself: no lock, and nothing half made, is in its way.",
    scenarios: ["M13", "M14"],
    async test(trial) {
      for (const moment of moments) {
        const id = trial.newId();
        await trial.put(id, trial.wish(1));
        await pause(moment);
        await restart(trial);
        await trial.deployed(id, 1);
        await trial.put(id, trial.wish(2, trial.known.descriptors[1]));
        await pause(moment);
        await restart(trial);
        await trial.deployed(id, 2);
        await trial.tornDown(id);
      }
    },
  },
  {
    ...shared,
    id: "killed-while-tearing-down",
    text: "A reactor that was killed while it tears down goes on by itself, until a receipt says that nothing is left.",
    scenarios: ["M12"],
    async test(trial) {
      for (const moment of moments) {
        const id = await trial.running();
        await trial.remove(id);
        await pause(moment);
        await restart(trial);
        // No DELETE comes again.
        const { receipt } = await trial.phase(id, "TornDown");
        trial.that(
          receipt?.body.deployment === id,
          `expected a receipt of ${id}, found ${receipt?.body.deployment ?? "none"}`,
        );
      }
    },
  },
];

function whereNobodyAnswers(error: unknown): void {
  if (!(error instanceof NoAnswer)) throw error;
}
