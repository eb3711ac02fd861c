import * as path from "node:path";
import { invalidArgument, type Architecture, type Program, type ProgramSource } from "@dinfra/port";
import { CommandLine, type KnownChains } from "./node/node-spec.js";

/** A chain specification that is a file: nodes name the chain, the program is given the file. */
export interface ChainSpecFileArgs {
  /**
   * Name by which nodes name this chain, for example my-chain.
   * @example "my-chain"
   */
  chain: string;
  /**
   * Hash of the file: `sha256:` and 64 hex digits.
   * @example "sha256:…"
   */
  digest: string;
  /**
   * Absolute path where it lies, on this machine or in the container image.
   * Defaults to none: then machines fetch it.
   * @example "/etc/dinfra/my-chain.json"
   */
  path?: string;
  /**
   * Where a fresh machine fetches it: an https URL, or a path below `placement.machines.artifacts.baseUrl`.
   * Defaults to none: the file is there already.
   * @example "my-chain.json"
   */
  url?: string;
}

/** A detached signature of minisign (`minisign -S -H`): the machine holds it against what it fetched, before it unpacks it. */
export interface SignatureArgs {
  /**
   * Public key of whoever signs: the second line of minisign.pub.
   * @example "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
   */
  publicKey: string;
  /**
   * Where the .minisig file lies. Defaults to the url of what is signed, with .minisig at its end.
   * @example "signatures/polkadot-1.20.2.minisig"
   */
  url?: string;
}

/** What a fresh machine of one processor fetches. */
export interface ArtifactArgs {
  /**
   * The processor.
   * @example Architecture.Arm64
   */
  architecture: Architecture;
  /**
   * An https URL, or a path below `placement.machines.artifacts.baseUrl`.
   * @example "polkadot-1.20.2-arm64.tar.gz"
   */
  url: string;
  /**
   * Hash of what lies there: `sha256:` and 64 hex digits.
   * @example "sha256:…"
   */
  digest: string;
  /**
   * `url` is an archive (.tar.gz, .tar.zst or .zip), and this the path in it of the file that is run.
   * Defaults to none: the file lies at `url` itself.
   * @example "polkadot/bin/polkadot"
   */
  archive?: string;
  /**
   * Signature of what lies there. Defaults to none: the digest alone decides.
   * @example { publicKey: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3" }
   */
  signature?: SignatureArgs;
}

/** What a node runs: an entry of the provider's catalogue, decided and pinned. */
export interface CatalogueEntryArgs {
  /**
   * Name of the entry, for example `polkadot`.
   * @example "polkadot"
   */
  name: string;
  /**
   * Exact version of the entry.
   * @example "1.20.2"
   */
  version: string;
  /**
   * The command line that the program understands. Defaults to that of polkadot-sdk nodes.
   * @example CommandLine.PolkadotSdk
   */
  commandLine?: CommandLine;
  /**
   * Absolute path of the file that is run, on this machine or on the machine that is made.
   * Defaults to none: then an archive or an image has it.
   * @example "/opt/polkadot-1.20.2/polkadot"
   */
  command?: string;
  /**
   * Absolute path of the program that runs `command`, for scripts.
   * Defaults to none: the file is a program.
   * @example "/usr/bin/node"
   */
  interpreter?: string;
  /**
   * Arguments that come before all others. Defaults to none.
   * @example ["--detailed-log-output"]
   */
  args?: string[];
  /**
   * Hash of the file `command`, or of the archive at `url`: `sha256:` and 64 hex digits.
   * Defaults to none.
   * @example "sha256:…"
   */
  digest?: string;
  /**
   * Where a fresh machine fetches `command`: an https URL, or a path below `placement.machines.artifacts.baseUrl`. Needs
   * `digest`. Defaults to none: the file is there already.
   * @example "https://artifacts.example.com/polkadot-1.20.2"
   */
  url?: string;
  /**
   * Path of the file that is run, inside the archive that `url` is (.tar.gz, .tar.zst or .zip). Instead of `command`, for
   * programs of many files. Defaults to none: the file lies at `url` itself.
   * @example "polkadot/bin/polkadot"
   */
  archive?: string;
  /**
   * Signature of what lies at `url`. Defaults to none: the digest alone decides.
   * @example { publicKey: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3" }
   */
  signature?: SignatureArgs;
  /**
   * What fresh machines fetch, where it differs by processor. Instead of `url`, `digest` and `archive`.
   * Defaults to none.
   * @example [{ architecture: Architecture.Arm64, url: "polkadot-arm64", digest: "sha256:…" }]
   */
  artifacts?: ArtifactArgs[];
  /**
   * Container image, pinned by digest: `registry/name@sha256:` and 64 hex digits. Defaults to none.
   * @example "docker.io/parity/polkadot@sha256:…"
   */
  image?: string;
  /**
   * Names of chains that the program knows. Where nothing is said, any name is taken. Defaults to none.
   * @example ["polkadot", "kusama"]
   */
  chains?: string[];
  /**
   * Names of relay chains that the program knows. Defaults to `chains`.
   * @example ["polkadot"]
   */
  relayChains?: string[];
  /**
   * Chains that are files. Defaults to none.
   * @example [{ chain: "my-chain", digest: "sha256:…", path: "/etc/dinfra/my-chain.json" }]
   */
  chainSpecs?: ChainSpecFileArgs[];
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * @throws ComponentError `InvalidArgument`
 */
export function programOf(entry: CatalogueEntryArgs, argument = "entry"): Program {
  const refuse = (field: keyof CatalogueEntryArgs, expected: string) => {
    throw invalidArgument(`${argument}.${field}`, expected, entry[field]);
  };
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(entry.name))
    refuse("name", "lower-case letters, digits and inner hyphens");
  if (!/^[0-9A-Za-z][0-9A-Za-z.+_-]*$/.test(entry.version)) refuse("version", "letters, digits, and . + _ - between");
  if (entry.command !== undefined && !path.isAbsolute(entry.command)) refuse("command", "an absolute path");
  if (entry.interpreter !== undefined && !path.isAbsolute(entry.interpreter)) refuse("interpreter", "an absolute path");
  if (entry.digest !== undefined && !digestPattern.test(entry.digest)) refuse("digest", "sha256: and 64 hex digits");
  if (entry.url !== undefined && !isSource(entry.url))
    refuse("url", "an https URL, or a relative path below the address of the artefacts");
  if (entry.archive !== undefined && !(isPathBelow(entry.archive) && entry.url))
    refuse("archive", "a relative path inside the archive that the url beside it leads to");
  if (entry.url !== undefined && !(entry.digest && (entry.command ?? entry.archive)))
    refuse("url", "a digest and a command or an archive beside it");
  if (entry.signature && !entry.url) refuse("signature", "a url beside it, of what is signed");
  if (entry.image !== undefined && !/^[^\s'"@]+@sha256:[0-9a-f]{64}$/.test(entry.image)) {
    refuse("image", "an image pinned by digest (name@sha256:…)");
  }
  const sources = entry.artifacts && sourcesOf(entry.artifacts, `${argument}.artifacts`);
  const { name, version, command, interpreter, digest, url, archive, image } = entry;
  return {
    ...(sources ? { sources } : {}),
    ...(entry.signature ? { signature: signatureOf(entry.signature, entry.url ?? "", `${argument}.signature`) } : {}),
    name,
    version,
    command,
    interpreter,
    args: [...(entry.args ?? [])],
    digest,
    url,
    archive,
    image,
  };
}

function sourcesOf(artifacts: readonly ArtifactArgs[], argument: string): Program["sources"] {
  const sources: Record<string, ProgramSource> = {};
  artifacts.forEach(({ architecture, url, digest, archive, signature }, i) => {
    const refuse = (field: keyof ArtifactArgs, expected: string, found: unknown) => {
      throw invalidArgument(`${argument}[${i}].${field}`, expected, found);
    };
    if (sources[architecture]) refuse("architecture", "each processor once", architecture);
    if (!digestPattern.test(digest)) refuse("digest", "sha256: and 64 hex digits", digest);
    if (!isSource(url)) refuse("url", "an https URL, or a relative path below the address of the artefacts", url);
    if (archive !== undefined && !isPathBelow(archive))
      refuse("archive", "a relative path inside the archive", archive);
    sources[architecture] = {
      ...{ url, digest, ...(archive === undefined ? {} : { archive }) },
      ...(signature ? { signature: signatureOf(signature, url, `${argument}[${i}].signature`) } : {}),
    };
  });
  if (artifacts.length === 0) throw invalidArgument(argument, "one at least", "an empty list");
  return sources;
}

function signatureOf(
  { publicKey, url = "" }: SignatureArgs,
  signed: string,
  argument: string,
): NonNullable<Program["signature"]> {
  if (!/^RW[A-Za-z0-9+/]{54}$/.test(publicKey))
    throw invalidArgument(`${argument}.publicKey`, "the second line of minisign.pub (RW and 54 characters)", publicKey);
  if (url !== "" && !isSource(url))
    throw invalidArgument(
      `${argument}.url`,
      "an https URL, or a relative path below the address of the artefacts",
      url,
    );
  return { publicKey, url: url || `${signed}.minisig` };
}

/** The chains that an entry's program can follow; undefined where it says nothing. */
export function chainsOf({ chains, relayChains, chainSpecs }: CatalogueEntryArgs): KnownChains | undefined {
  if (!chains && !relayChains && !chainSpecs) return undefined;
  return { names: chains, relayNames: relayChains, files: chainSpecs };
}

/** A relative path of plain characters that stays below where it starts. */
const isPathBelow = (path: string) =>
  /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path) && !path.split("/").some((part) => /^\.+$/.test(part));

const isSource = (url: string) => /^https:\/\/[^\s'"]+$/.test(url) || isPathBelow(url);

export function commandLineOf(entry: CatalogueEntryArgs): CommandLine {
  const commandLine = entry.commandLine ?? CommandLine.PolkadotSdk;
  if (!Object.values(CommandLine).includes(commandLine)) {
    throw invalidArgument("entry.commandLine", `one of ${Object.values(CommandLine).join(", ")}`, commandLine);
  }
  return commandLine;
}
