// What a process says of itself when its parent asks: memory, CPU, and the longest time that its event loop stood still.
const { monitorEventLoopDelay } = require("node:perf_hooks");

const resolution = 5;
const delays = monitorEventLoopDelay({ resolution });
delays.enable();
let before = process.cpuUsage();

/** @param {Record<string, (message: any) => unknown>} more what else it does when it is asked to */
module.exports = function answerParent(more) {
  process.on("message", async (message) => {
    const { id, ask } = message;
    try {
      process.send({ id, answer: (await (ask === "figures" ? figures() : more[ask](message))) ?? null });
    } catch (error) {
      process.send({ id, failed: String(error?.stack ?? error) });
    }
  });
};

/** Since the last time that it was asked. */
function figures() {
  const { user, system } = process.cpuUsage(before);
  before = process.cpuUsage();
  const longest = delays.max / 1e6 - resolution;
  delays.reset();
  return { rss: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6, longestPause: Math.max(0, longest) };
}
