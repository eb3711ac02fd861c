import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Architecture, CommandLine, type CatalogueEntryArgs } from "@dinfra/components";
import { StackError } from "./errors.js";
import { fileDigest } from "./file-digest.js";
import type { CatalogueEntry, Profile } from "./profile.js";

/**
 * The entry of a node that a descriptor names: of that version, or the one listed last where none is given.
 * @throws StackError `UnknownCatalogueEntry`
 */
export function findEntry(profile: Profile, wanted: { name: string; version?: string }): CatalogueEntry {
  return named(
    profile.catalogue.filter((e) => !isBalancer(e) && !isEthRpc(e)),
    wanted,
    "that this provider has",
  );
}

/**
 * The same of an Ethereum JSON-RPC beside a node.
 * @throws StackError `UnknownCatalogueEntry`
 */
export const findEthRpc = (profile: Profile, wanted: { name: string; version?: string }): CatalogueEntry =>
  named(profile.catalogue.filter(isEthRpc), wanted, 'with the command line "eth-rpc" that this provider has');

function named(
  entries: readonly CatalogueEntry[],
  wanted: { name: string; version?: string },
  which: string,
): CatalogueEntry {
  const so = entries.filter((e) => e.name === wanted.name);
  const found = wanted.version === undefined ? so.at(-1) : so.find((e) => e.version === wanted.version);
  if (found) return found;
  const known = entries.map((e) => `${e.name} ${e.version}`).join(", ");
  throw new StackError(
    "UnknownCatalogueEntry",
    `catalogue entry ${wanted.name}${wanted.version ? ` ${wanted.version}` : ""}: expected one ${which} (${known || "none"})`,
  );
}

/**
 * What balances endpoints: the entry of HAProxy that is listed last.
 * @throws StackError `UnknownCatalogueEntry`
 */
export function findBalancer(profile: Profile): CatalogueEntry {
  const found = profile.catalogue.filter(isBalancer).at(-1);
  if (found) return found;
  throw new StackError(
    "UnknownCatalogueEntry",
    'the catalogue: expected an entry with the command line "haproxy" to balance with, found none; this provider has to add one',
  );
}

const isBalancer = ({ commandLine }: CatalogueEntry) => commandLine === "haproxy";
const isEthRpc = ({ commandLine }: CatalogueEntry) => commandLine === "eth-rpc";

/**
 * Holds the entry's file against its digest. Whoever can change the file between this look and the start is the
 * provider; what is guarded against is the wrong file, not a hostile host.
 * @throws StackError `CatalogueFileMissing`, `DigestMismatch`
 */
export async function checkDigest(entry: CatalogueEntry): Promise<void> {
  await checkFile(titleOf(entry), entry.command, entry.digest);
}

/**
 * The same of the agent that the profile names on this machine.
 * @throws StackError `CatalogueFileMissing`, `DigestMismatch`
 */
export async function checkAgent({ local }: Profile): Promise<void> {
  if (local?.agent) await checkFile("local.agent of the profile", local.agent.command, local.agent.digest);
}

/**
 * The same of a chain specification on this machine. One that only machines fetch is checked there.
 * @throws StackError `CatalogueFileMissing`, `DigestMismatch`
 */
export async function checkChainSpec(entry: CatalogueEntry, chain: string): Promise<void> {
  const file = entry.chainSpecs?.find((spec) => spec.chain === chain);
  if (file?.path) await checkFile(titleOf(entry), file.path, file.digest);
}

const titleOf = ({ name, version }: CatalogueEntry) => `catalogue entry ${name} ${version}`;

async function checkFile(what: string, file: string, digest: string): Promise<void> {
  const found = await fileDigest(file).catch((cause: Error) => {
    throw new StackError("CatalogueFileMissing", `${what}: expected the file ${file}, found ${cause.message}`, {
      cause,
    });
  });
  if (found !== digest) {
    throw new StackError(
      "DigestMismatch",
      `${what}: expected ${file} with ${digest}, found ${found}; ` +
        "put the right file back, or pin the new one as a new version",
    );
  }
}

/**
 * The entry as components take it.
 * @throws StackError `InvalidProfile` where it does not say what its program understands: a profile may not have been checked
 */
export function entryArgs(entry: CatalogueEntry): CatalogueEntryArgs {
  const { name, version, command, args, digest, url, archive, signature, image } = entry;
  const { chains, relayChains, chainSpecs } = entry;
  const interpreter = entry.interpreter === "node" ? process.execPath : entry.interpreter;
  return {
    name,
    version,
    commandLine: commandLineOf(entry),
    command,
    interpreter,
    args,
    digest,
    url,
    archive,
    signature,
    artifacts: entry.artifacts?.map((one) => ({ ...one, architecture: architectures[one.architecture] })),
    image,
    chains,
    relayChains,
    chainSpecs,
  };
}

const architectures = { amd64: Architecture.Amd64, arm64: Architecture.Arm64 } as const;

/** Of those that are nodes. */
const commandLines: Partial<Record<CatalogueEntry["commandLine"], CommandLine>> = {
  "polkadot-sdk": CommandLine.PolkadotSdk,
  "dev-node": CommandLine.DevNode,
  "plain-http": CommandLine.PlainHttp,
};

/** Undefined for what is no node. */
function commandLineOf(entry: CatalogueEntry): CommandLine | undefined {
  if (isBalancer(entry) || isEthRpc(entry)) return undefined;
  const known = commandLines[entry.commandLine];
  if (known !== undefined) return known;
  const names = [...Object.keys(commandLines), "haproxy", "eth-rpc"].join(", ");
  const found = entry.commandLine === undefined ? "nothing" : JSON.stringify(entry.commandLine);
  throw new StackError(
    "InvalidProfile",
    `catalogue entry ${entry.name} ${entry.version}: commandLine: expected one of ${names}, found ${found}; ` +
      "say which command line its program understands",
  );
}

/** A catalogue entry for a script that the Node that runs us runs, pinned as it is now. */
export function scriptEntry(
  entry: Pick<CatalogueEntry, "name" | "version" | "commandLine" | "command"> & Partial<CatalogueEntry>,
): CatalogueEntry {
  const digest = `sha256:${createHash("sha256").update(readFileSync(entry.command)).digest("hex")}`;
  return { interpreter: "node", digest, ...entry };
}
