import * as path from "node:path";
import { scriptEntry } from "./catalogue.js";
import type { CatalogueEntry, Profile } from "./profile.js";
import { version } from "./version.js";

export interface DefaultProfileOptions {
  /** Absolute path of the folder that processes are kept under. Defaults to the host provider's own default. */
  root?: string;
  /** How the dev node makes blocks: milliseconds between two, or only when asked. Defaults to 6000. */
  blockTime?: number | "manual";
}

/**
 * The profile of a machine that nobody configured: this machine, and a catalogue with the dev node alone. It is for trying
 * out, so it accepts that what runs shares the provider's user: nothing but Node is needed for that.
 */
export function defaultProfile({ root, blockTime = 6000 }: DefaultProfileOptions = {}): Profile {
  return {
    type: "profile/v1",
    platform: "local",
    local: { isolation: "shared-user", ...(root !== undefined && { root }) },
    catalogue: [devNodeEntry(blockTime)],
  };
}

/** The dev node: the embedded chain as a process. It comes with this release, so it has its version. */
export function devNodeEntry(blockTime: number | "manual" = 6000): CatalogueEntry {
  return scriptEntry({
    name: "dev-node",
    version,
    commandLine: "dev-node",
    command: require.resolve("@dinfra/chain/dist/node/main.js"),
    args: ["--block-time", String(blockTime)],
  });
}

/** A process that answers HTTP at once and needs next to nothing: to measure what is ours, and not a node's start. */
export function tinyHttpEntry(): CatalogueEntry {
  return scriptEntry({
    name: "tiny-http",
    version,
    commandLine: "plain-http",
    command: path.join(__dirname, "..", "bench", "tiny-http.js"),
  });
}
