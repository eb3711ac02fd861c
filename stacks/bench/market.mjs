// A dev chain with one provider whose reactor runs, and a consumer: the whole path, with its real parts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { calls, connect, signerFromUri } from "@dinfra/chain";
import { runReactor } from "@dinfra/reactor";
import { descriptorHash, descriptorTypes, folderStore } from "@dinfra/schemas";

const PRICE = 1_000_000n;
const FUNDS = PRICE * 100_000n;
const CAPACITY = 32;
/** No wait here is longer, whatever goes wrong. */
const PATIENCE = 300_000;
const provider = await signerFromUri("//Charlie");
const consumer = await signerFromUri("//Dave");

export async function openMarket({ folder, profile, blockTime }) {
  const undo = [];
  const close = async () => {
    for (const release of undo.splice(0).reverse()) await release();
  };
  try {
    const { endpoint, stop } = await startChain(blockTime);
    undo.push(stop);
    const chain = await connect(endpoint);
    undo.push(() => chain.close());
    const type = descriptorTypes.find((t) => t.name === "substrate-node/v1");
    await chain.submit(
      provider,
      calls.utility.batchAll([
        calls.providers.register(CAPACITY),
        calls.providers.registerType(type.id, type.name),
        calls.providers.offer(type.id, PRICE, CAPACITY),
      ]),
    );
    const reactor = await startReactor({ folder, profile, endpoint });
    undo.push(() => reactor.close());
    const blocks = folderStore(join(folder, "blocks"));
    return {
      reactor,
      close,

      /**
       * Has a descriptor deployed so many times, all in one block. Gives, in ms after the awards were seen in a finalized block, when
       * the last one was declared deployed in one, and when the reactor's own API first said so of the last one.
       */
      async subscribe(descriptor, count) {
        await blocks.put(descriptor);
        const { digest } = descriptorHash(descriptor);
        const known = new Set((await assignments(chain)).map((a) => a.subscription));
        const call = calls.subscriptions.subscribe(type.id, digest, PRICE, FUNDS);
        const submitted = chain.submit(consumer, calls.utility.batchAll(Array.from({ length: count }, () => call)));
        const mine = (all) => all.filter((a) => !known.has(a.subscription));
        const [awarded] = await Promise.all([seen(chain, (all) => mine(all).length === count), submitted]);
        const ids = mine(awarded.all).map((a) => `${a.subscription}.${a.attempt}`);
        const [declared, deployedAt] = await Promise.all([
          seen(chain, (all) => mine(all).every((a) => a.stored.kind === "Active")),
          deployed(reactor, ids),
        ]);
        return {
          declaredMs: declared.at - awarded.at,
          deployedMs: deployedAt - awarded.at,
          blocks: Math.max(...mine(declared.all).map((a) => a.deployedAt - a.awardedAt)),
        };
      },

      /** Cancels all, and waits until nothing is owed for any of them. */
      async cancelAll() {
        const ids = (await assignments(chain)).map((a) => a.subscription);
        if (ids.length === 0) return;
        await chain.submit(consumer, calls.utility.batchAll(ids.map((id) => calls.subscriptions.cancel(id))));
        await seen(chain, (all) => all.length === 0);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const assignments = async (chain) => (await chain.latest()).assignments(provider.address);

/** Waits for a finalized block in which the provider's assignments are as wanted. */
async function seen(chain, wanted) {
  const deadline = performance.now() + PATIENCE;
  let wake = () => {};
  const unsubscribe = chain.onFinalized(() => wake());
  try {
    for (;;) {
      const next = new Promise((resolve) => (wake = resolve));
      const all = await assignments(chain);
      if (wanted(all)) return { all, at: performance.now() };
      if (performance.now() > deadline) {
        const states = all.map((a) => `${a.subscription}.${a.attempt} ${a.stored.kind} ${a.reason}`);
        throw new Error(`waited in vain; assignments: ${states.join(", ")}`);
      }
      await next;
    }
  } finally {
    unsubscribe();
  }
}

/** When the API has said of each that it is deployed. */
async function deployed(reactor, ids) {
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    const response = await fetch(`${reactor.apiUrl}/v1/deployments`, {
      headers: { authorization: `Bearer ${reactor.token}` },
    });
    const { items } = await response.json();
    const failed = items.find((d) => ids.includes(d.id) && d.failure);
    if (failed) throw new Error(`deployment ${failed.id}: ${failed.failure.message}`);
    if (ids.every((id) => items.some((d) => d.id === id && d.phase === "Deployed"))) return performance.now();
    if (performance.now() > deadline) throw new Error(`waited in vain for ${ids.join(", ")} to be deployed`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function startChain(blockTime) {
  const main = createRequire(import.meta.url).resolve("@dinfra/chain/dist/node/main.js");
  const child = spawn(
    process.execPath,
    [main, "--host", "127.0.0.1", "--port", "0", "--block-time", String(blockTime)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, endpoint } = JSON.parse(line);
    if (ready) return { endpoint, stop };
  }
  throw new Error(`the dev chain ended with ${child.exitCode} before it was ready`);
}

async function startReactor({ folder, profile, endpoint }) {
  mkdirSync(join(folder, "blocks"), { recursive: true });
  writeFileSync(join(folder, "profile.json"), JSON.stringify(profile));
  const log = [];
  const config = {
    endpoint,
    key: { uri: "//Charlie" },
    provider: provider.address,
    dataDir: join(folder, "reactor"),
    profile: join(folder, "profile.json"),
    store: join(folder, "blocks"),
    // The benchmark cancels all of its deployments at once: what the breaker is there to doubt.
    breaker: { floorWeight: 2 * CAPACITY },
  };
  try {
    return await runReactor(config, { log: (line) => void log.push(line) });
  } catch (error) {
    console.error(log.slice(-20).join("\n"));
    throw error;
  }
}
