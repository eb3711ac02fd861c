// The reactor process with engine and platform faked out: real store, state machine and API, and every module that the real one
// loads. node reactor.cjs <store> <count>
require("../../dist/engine/deferred.js");
require("@dinfra/stacks");
require("../../dist/engine/index.js");
const { pino } = require("pino");
const { ReactorMetrics } = require("../../dist/api/metrics.js");
const { createServer } = require("../../dist/api/server.js");
const { Progress } = require("../../dist/deployments/progress.js");
const { Reconciler } = require("../../dist/deployments/reconciler.js");
const { DeploymentStore } = require("../../dist/deployments/store.js");
const { FakePlatform } = require("../../dist/testing/fake-platform.js");
const { generation, ownerName, type } = require("./deployment.cjs");
const answerParent = require("./measured.cjs");

const [file, count] = process.argv.slice(2);
const platform = new FakePlatform();
for (let n = 1; n <= Number(count); n++) platform.running.set(ownerName(`${n}.1`), generation.cid);
const store = DeploymentStore.open(file);
const progress = new Progress();
const log = pino({ level: "silent" });
const metrics = new ReactorMetrics(store, () => reconciler.held().length);
const reconciler = new Reconciler({
  store,
  around: platform.surroundings,
  progress,
  log,
  retry: { tries: 6, firstDelay: 1_000, longestDelay: 60_000 },
  // What is measured is the teardown, not what stops it.
  breaker: { window: 3_600_000, floorWeight: 1e9, surpriseShare: 1, totalShare: 1 },
  probeInterval: 2_000,
  tendInterval: 3_600_000,
});
const server = createServer({
  ...{ store, reconciler, progress, metrics, log },
  serves: new Set([type.name]),
  missing: async () => null,
  token: "t",
});
answerParent({
  /** Until so many run and none is being torn down. */
  settled: async ({ deployed }) => {
    while (store.count("TearingDown") > 0 || store.count("Deployed") > deployed)
      await new Promise((resolve) => setTimeout(resolve, 5));
  },
});
server.listen({ host: "127.0.0.1", port: 0 }).then((url) => {
  reconciler.start();
  process.send({ ready: url });
});
process.once("disconnect", () => process.exit(0));
