// Imported before anything that loads Pulumi's SDK. The SDK loads the TypeScript compiler and npm's resolver at its own start,
// for programs that serialize functions, which is half of all that it loads. A process of ours starts in half the time without
// them; who does serialize a function loads them then.

import { createRequire, Module } from "node:module";

/** What the SDK loads too early, and the names that it takes from it. `typescript-shim` is the SDK's own door to the compiler. */
const early = ["@npmcli/arborist", "@pulumi/pulumi/typescript-shim"];

const ofSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
for (const name of early) defer(name);

/** Puts an object in the module's place that loads the module when something of it is asked for. */
function defer(name: string): void {
  let file: string;
  try {
    file = ofSdk.resolve(name);
  } catch {
    return; // Another version of the SDK: it loads what it needs.
  }
  if (require.cache[file] !== undefined) return;
  const place = new Module(file);
  const load = (): Record<PropertyKey, unknown> => {
    if (require.cache[file] === place) delete require.cache[file];
    return ofSdk(name) as Record<PropertyKey, unknown>;
  };
  // The SDK copies the names of a module that is no ES module, and so would load this one.
  place.exports = new Proxy({}, { get: (_, key) => (key === "__esModule" ? true : load()[key]) });
  place.loaded = true;
  require.cache[file] = place;
}
