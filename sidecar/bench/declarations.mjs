// How many blocks the declarations of many awards at once take, on the real runtime whose blocks get full as its benchmarks
// have it. Real: runtime, chain client, the sidecar's order, batches and extrinsics under way. A block is made when the
// sidecar has sent all that it will, so what is counted is blocks, whatever machine this is.
//   node sidecar/bench/declarations.mjs [awards, default 500]
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { calls, connect, signerFromUri, startDevChain } from "@dinfra/chain";
import { descriptorTypeByName } from "@dinfra/schemas";
import { pino } from "pino";

const require = createRequire(import.meta.url);
const { offersOf } = require("../dist/actions.js");
const { mostInBatch, Submissions } = require("../dist/submissions.js");

const awards = Number(process.argv[2] ?? 500);
/** What the ones who wait for a declaration may wait at most. */
const mostBlocks = 12;
const price = 3n;
const timeout = 3_600_000;
const type = descriptorTypeByName("substrate-node/v1");
const [bob, charlie, dave] = await Promise.all(["//Bob", "//Charlie", "//Dave"].map(signerFromUri));
const dev = await startDevChain({ weights: "full" });
const chain = await connect(dev.endpoint, { pollInterval: 100, requestTimeout: 300_000 });

async function passBlocks(sent) {
  let settled = false;
  const all = Promise.all(sent).finally(() => (settled = true));
  all.catch(() => {});
  while (!settled) {
    await dev.newBlock();
    await delay(200);
  }
  return all;
}
const submit = (signer, call) => chain.submit(signer, call, { timeout });

const { providers, subscriptions, utility } = calls;
await passBlocks([submit(bob, utility.batchAll([providers.register(awards), providers.addOperator(charlie.address)]))]);
await passBlocks([
  submit(bob, utility.batchAll([providers.registerType(type.id, type.name), providers.offer(type.id, price, awards)])),
  submit(charlie, providers.acceptOperator(bob.address)),
]);
const subscribe = subscriptions.subscribe(type.id, `0x${"3".repeat(64)}`, price, 1_000n * price);
const groups = Array.from({ length: Math.ceil(awards / 20) }, (_, n) => Math.min(20, awards - n * 20));
await passBlocks(groups.map((size) => submit(dave, utility.batchAll(Array.from({ length: size }, () => subscribe)))));

const awarded = await (await chain.latest()).assignments(bob.address);
if (awarded.length !== awards) throw new Error(`expected ${awards} awards, found ${awarded.length}`);
const begun = dev.head().number;
const declared = new Set();
const submissions = new Submissions({
  submit: (call, { urgent }) => chain.submit(charlie, call, { urgent, timeout }),
  onSettled: () => {},
  log: pino({ level: "silent" }, { write: () => {} }),
  firstDelay: 0,
  longestDelay: 0,
});
/** All that is under way is in the pool, and what was included has been seen. */
const quiet = async () => {
  while ((await chain.pendingOf(charlie.address)) !== submissions.inFlight) await delay(100);
};
for (;;) {
  const now = await (await chain.latest()).assignments(bob.address);
  for (const { stored, subscription } of now) if (stored.kind === "Active") declared.add(subscription);
  if (declared.size === awards) break;
  if (dev.head().number - begun > 10 * mostBlocks) throw new Error(`${declared.size} of ${awards} are declared`);
  const actions = now
    .filter(({ stored }) => stored.kind === "Awarded")
    .map(({ subscription, attempt }) => ({ do: "declare", subscription, attempt, generation: 1 }));
  submissions.offer(offersOf(actions, { assignments: now }), dev.head().number);
  await quiet();
  await dev.newBlock();
  await quiet();
}

const perBlock = new Map();
for (const { deployedAt } of await (await chain.latest()).assignments(bob.address))
  perBlock.set(deployedAt - begun, (perBlock.get(deployedAt - begun) ?? 0) + 1);
const blocks = [...perBlock].sort(([a], [b]) => a - b);
const last = blocks.at(-1)[0];
console.log(
  `${awards} awards at once, batches of ${mostInBatch}, ${cpus().length} cores, Node ${process.versions.node}`,
);
for (const [block, count] of blocks) console.log(`block ${block}: ${count} declarations`);
console.log(
  `at most ${Math.max(...perBlock.values())} fit a block; the last one waits ${last} blocks of ${mostBlocks}`,
);
await chain.close();
await dev.close();
process.exitCode = last <= mostBlocks ? 0 : 1;
