import { scriptEntry, tinyHttpEntry, type CatalogueEntry, type Profile } from "../index.js";
import { createRequire } from "node:module";

const bench = createRequire(__filename);

/** A profile of this machine whose catalogue has the tiny workload, and whatever else a test wants. */
export function profileWith(root: string, ...more: CatalogueEntry[]): Profile {
  return {
    type: "profile/v1",
    platform: "local",
    local: { root, isolation: "shared-user" },
    catalogue: [...more, tinyHttpEntry()],
  };
}

/** The tiny workload, whose first starts fail: `starts` is the file that they are counted in. */
export function flakyEntry(starts: string, failures: number): CatalogueEntry {
  return scriptEntry({
    name: "flaky-http",
    version: "1",
    commandLine: "plain-http",
    command: bench.resolve("../../bench/flaky-http.js"),
    args: ["--starts", starts, "--failures", String(failures)],
  });
}

/** A descriptor that names the entry. */
export function descriptorOf(entry: string, change: object = {}): Record<string, unknown> {
  return {
    type: "substrate-node/v1",
    name: "some-node",
    chain: "dev",
    role: "rpc",
    entry: { name: entry },
    resources: { cpu: 50, memory: 64, disk: 1 },
    ...change,
  };
}
