// In the place of `typescript-shim` of Pulumi's SDK, which loads the TypeScript compiler at its own start, for functions that are
// serialized. Few tests need it, and each test file loads its modules anew: here it is loaded by whoever uses it.
module.exports = new Proxy({}, { get: (_, name) => require("typescript")[name] });
