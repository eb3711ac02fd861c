import type { Promised } from "../promises.js";
import { resync, resyncUntil, ScriptedChain } from "../scripted-chain.js";
import { pause, type Trial } from "../trial.js";

const active = (chain: ScriptedChain, ids: readonly string[]) => (): boolean =>
  ids.every((id) => chain.stored.get(id)?.state === "Active");
const gone = (chain: ScriptedChain, ids: readonly string[]) => (): boolean => ids.every((id) => !chain.stored.has(id));

/** A chain with deployments that are Active. */
async function awarded(trial: Trial, many = 1): Promise<{ chain: ScriptedChain; ids: string[] }> {
  const chain = new ScriptedChain();
  const ids = Array.from({ length: many }, () => trial.newId());
  for (const id of ids) chain.award(id, trial.known.descriptors[0]);
  await resyncUntil(chain, trial, `${many} awards declared`, active(chain, ids));
  return { chain, ids };
}

/** Incidents of the field, played on a scripted chain. */
export const scenarios: readonly Promised[] = [
  {
    id: "missed-end",
    level: "core",
    text: "An end whose event nobody saw is made good from storage: the deployment goes, the others stay.",
    scenarios: ["M1"],
    async test(trial) {
      const { chain, ids } = await awarded(trial, 2);
      // The sidecar was away while it ended: no event comes ever again.
      chain.end(ids[0]!);
      await resyncUntil(chain, trial, `${ids[0]} confirmed`, gone(chain, [ids[0]!]));
      const { phase } = await trial.get(ids[1]!);
      trial.that(phase === "Deployed", `expected ${ids[1]} to be Deployed as before, found ${phase}`);
    },
  },
  {
    id: "silence",
    level: "core",
    text: "A sidecar that is silent, asks of something else, or is refused, destroys nothing: only DELETE does.",
    scenarios: ["M4"],
    async test(trial) {
      const id = await trial.running();
      const before = await trial.get(id);
      const { owner } = trial.known;
      await trial.ask("GET", "/v1/deployments/0.1");
      await trial.ask("DELETE", `/v1/deployments/${id}`);
      await trial.deleteTold(id, {}, { ...owner, instance: `0x${"7".repeat(64)}` });
      await trial.ask("DELETE", "/v1/deployments", { query: { ...owner } });
      await trial.ask("PUT", "/v1/deployments", { body: { epoch: "x", items: [] } });
      await pause(1_000);
      const after = await trial.get(id);
      trial.that(after.phase === "Deployed", `expected Deployed as before, found ${after.phase}`);
      trial.that(
        after.timings.deployedAt === before.timings.deployedAt,
        `expected that it was deployed at ${before.timings.deployedAt}, found ${after.timings.deployedAt}`,
      );
    },
  },
  {
    id: "expiry",
    level: "core",
    text: "An end by time, announced with who ended it, why and what was paid, is torn down without anybody's help.",
    scenarios: ["M8"],
    async test(trial) {
      const { chain, ids } = await awarded(trial);
      chain.end(ids[0]!, { endedBy: "consumer", endReason: "FundsSpent", paidBlocks: 20, expected: true });
      await resyncUntil(chain, trial, "the end confirmed", gone(chain, ids));
    },
  },
  {
    id: "receipt-refused",
    level: "core",
    text: "Where the chain includes a confirmation that fails, the receipt waits, and the same one is confirmed later.",
    scenarios: ["M9"],
    async test(trial) {
      const { chain, ids } = await awarded(trial);
      chain.end(ids[0]!);
      chain.refusesReceipts = true;
      await resync(chain, trial);
      const { receipt } = await trial.phase(ids[0]!, "TornDown");
      for (let turn = 0; turn < 3; turn += 1) await resync(chain, trial);
      const again = await trial.get(ids[0]!);
      trial.that(again.receipt?.digest === receipt?.digest, "expected the receipt that was given, found another");
      chain.refusesReceipts = false;
      await resyncUntil(chain, trial, "the end confirmed", gone(chain, ids));
    },
  },
  {
    id: "skipped-generations",
    level: "core",
    text: "Finalized blocks that nobody saw leave out generations: the newest is what counts.",
    scenarios: ["M17"],
    async test(trial) {
      const { chain, ids } = await awarded(trial);
      chain.update(ids[0]!, trial.known.descriptors[1], 7);
      await resync(chain, trial);
      await trial.deployed(ids[0]!, 7);
    },
  },
  {
    id: "no-history",
    level: "core",
    text: "Where the history is pruned, a deployment can begin with any generation, and end without having begun.",
    scenarios: ["M18"],
    async test(trial) {
      const chain = new ScriptedChain();
      const [begun, never] = [trial.newId(), trial.newId(3)];
      chain.award(begun, trial.known.descriptors[0], 1_000);
      await resyncUntil(chain, trial, "the award declared", active(chain, [begun]));
      trial.that(
        chain.declared.join() === `${begun} 1000`,
        `expected ${begun} 1000 declared, found ${chain.declared.join()}`,
      );
      chain.award(never, trial.known.descriptors[0], 12);
      chain.end(never);
      await resyncUntil(chain, trial, "the end confirmed", gone(chain, [never]));
    },
  },
  {
    id: "many-at-once",
    level: "core",
    text: "Many awards in one block are all deployed, and many ends in one block all torn down; none is left out.",
    scenarios: ["M19"],
    async test(trial) {
      const { chain, ids } = await awarded(trial, 12);
      for (const id of ids) chain.end(id);
      await resyncUntil(chain, trial, "12 ends confirmed", gone(chain, ids));
      await resync(chain, trial);
      const left = (await trial.listed()).map(({ id }) => id);
      trial.that(
        left.length === 0,
        `expected nothing in the list after all were acknowledged, found ${left.join(", ")}`,
      );
    },
  },
];
