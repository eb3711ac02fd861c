// Pulumi's SDK keeps a stack with each promise, for its report of those that leak, and jest maps each frame of each stack to its
// source: half of the CPU time of a test that runs a program. Here they are without.
const real = require("../../../node_modules/@pulumi/pulumi/runtime/debuggable.js");

module.exports = {
  ...real,
  debuggablePromise(promise, context) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    try {
      return real.debuggablePromise(promise, context);
    } finally {
      Error.stackTraceLimit = limit;
    }
  },
};
