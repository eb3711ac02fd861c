import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandLine, type CatalogueEntryArgs } from "@dinfra/components";
import type { MachinesPlacementArgs } from "@dinfra/port";

/**
 * What nodes run where nothing else is said: a small program of this package. A machine with an agent would fetch it, and none
 * is logged in to, so that nobody fetches from that address.
 */
export function defaultEntry(machines: MachinesPlacementArgs | undefined): CatalogueEntryArgs {
  const common = { name: "small-node", version: "1", commandLine: CommandLine.PolkadotSdk };
  if (machines?.artifacts) {
    const digest = `sha256:${"0".repeat(64)}`;
    return { ...common, command: "/usr/local/bin/small-node", url: "https://artifacts.example.com/small-node", digest };
  }
  const command = join(__dirname, "..", "bin", "small-node.js");
  const digest = `sha256:${createHash("sha256").update(readFileSync(command)).digest("hex")}`;
  return { ...common, command, digest, interpreter: process.execPath };
}
