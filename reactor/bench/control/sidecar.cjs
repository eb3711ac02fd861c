// The sidecar process over a chain in its own memory, whose blocks take what waits every half second: real sidecar and client, and
// every module that the real one loads. node sidecar.cjs <url of the API> <store> <count>
require("@dinfra/sidecar/follow");
const { reactorClient } = require("@dinfra/service/api/client");
const { ChainReader } = require("@dinfra/sidecar/chain-reader");
const { ConfirmedEnds } = require("@dinfra/sidecar/confirmed-ends");
const { CursorStore } = require("@dinfra/sidecar/cursor");
const { Sidecar } = require("@dinfra/sidecar/sidecar");
const { Submissions } = require("@dinfra/sidecar/submissions");
const { FakeChain } = require("@dinfra/sidecar/testing/fake-chain");
const { pino } = require("pino");
const { digest, owner, type } = require("./deployment.cjs");
const answerParent = require("./measured.cjs");

const [url, file, text] = process.argv.slice(2);
const count = Number(text);
const log = pino({ level: "silent" });
const chain = new FakeChain(owner.provider, "5Charlie", type.id);
const newBlock = chain.newBlock.bind(chain);
/** All of it in one block. */
const inOneBlock = async (act) => {
  chain.newBlock = () => {};
  await act();
  chain.newBlock = newBlock;
  newBlock();
};
const active = { stored: { kind: "Active" }, deadline: null, observedGeneration: 1, deployedAt: 1 };

let waiting = [];
const submit = (call) => new Promise((included, failed) => waiting.push({ call, included, failed }));
setInterval(() => {
  if (waiting.length === 0) return;
  const block = waiting;
  waiting = [];
  void inOneBlock(async () => {
    for (const { call, included, failed } of block) await chain.submit(call).then(included, failed);
  });
}, 500);
// The chain's own: a quiet block every six seconds.
setInterval(() => newBlock(), 6_000);

async function main() {
  await inOneBlock(async () => {
    for (let n = 1; n <= count; n++) {
      chain.award(`${n}.1`, digest);
      chain.change(`${n}.1`, active);
    }
    chain.award(`${count + 1}.1`, digest);
  });
  const cursor = CursorStore.open(file);
  const submissions = new Submissions({
    submit,
    onSettled: () => sidecar.wake(),
    log,
    firstDelay: 2_000,
    longestDelay: 300_000,
  });
  const sidecar = new Sidecar({
    chain,
    reader: new ChainReader(chain, cursor, owner.provider, ["5Charlie"]),
    reactor: reactorClient(url, "t"),
    submissions,
    ends: new ConfirmedEnds({ endpoint: "first", witnesses: [], provider: owner.provider, distance: 0 }),
    ...{ owner, log, resyncInterval: 30_000, pollInterval: 250, retryingGrace: 20_000 },
  });
  const until = (holds) =>
    new Promise((resolve) => {
      const look = () => (holds() ? resolve() : setTimeout(look, 5));
      look();
    });
  answerParent({
    /** Until what was awarded before the start is declared. */
    declared: () => until(() => chain.get(`${count + 1}.1`).stored.kind === "Active"),
    /** Reads of storage since it was asked last. */
    reads: () => {
      const { length } = chain.reads.filter((name) => name !== "finalized" && name !== "blockHash");
      chain.reads = [];
      return length;
    },
    block: () => chain.number,
    end: ({ first, last }) =>
      inOneBlock(() => {
        for (let n = first; n <= last; n++)
          chain.change(`${n}.1`, { stored: { kind: "Ending", reason: "FundsSpent" } });
      }),
  });
  sidecar.start();
  process.send({ ready: "" });
}

process.once("disconnect", () => process.exit(0));
void main();
