import { readFileSync } from "node:fs";
import * as path from "node:path";
import {
  builtInPlatforms,
  checkLogs,
  ComponentError,
  engineNeedsOf as needsOfPlacement,
  observerFor,
  openPlacement,
  ownerView,
  Reach,
  reachOf,
  type EngineNeeds,
  type MachinesPlacementArgs,
  type IsolationFinding,
  type IsolationMove,
  type Observer,
  type OwnerView,
  type PlacementArgs,
  type SetUpRates,
  type Usage,
} from "@dinfra/components";
import { createAjv, explain, type Validation, type ValidationError } from "@dinfra/schemas";
import type { NetworkChoice } from "./network-choice.js";
import { StackError } from "./errors.js";

/** A provider's own configuration (`profile/v1`), plain JSON. The schema beside it says what each field means. */
export interface Profile {
  type: "profile/v1";
  platform: string;
  /** npm package of a third party's platform, or the absolute path of a folder with one. */
  platformPackage?: string;
  local?: {
    root?: string;
    isolation?: "own-user" | "namespaces" | "shared-user";
    uids?: { first: number; count: number };
    /** Absolute paths that workloads with namespaces of their own may read, beside their programs and the system. */
    readable?: string[];
    /** DINFRA's agent, which is the gateway before nodes whose JSON-RPC is for gateways. */
    agent?: { command: string; digest: string };
  };
  settings?: Record<string, unknown>;
  machines?: MachinesPlacementArgs;
  /** Where nothing is said: shared where the platform keeps strangers apart in it, else own. */
  network?: NetworkChoice;
  /** How long things take there, as the provider measured it. */
  setUp?: { bootSeconds?: number; restoreMibPerSecond?: number };
  limits?: { cpu?: number; memory?: number; disk?: number };
  catalogue: CatalogueEntry[];
}

export interface CatalogueEntry {
  name: string;
  version: string;
  commandLine: "polkadot-sdk" | "dev-node" | "plain-http" | "haproxy" | "eth-rpc";
  command: string;
  interpreter?: string;
  args?: string[];
  digest: string;
  url?: string;
  archive?: string;
  /** Of what lies at `url`, by minisign. */
  signature?: EntrySignature;
  artifacts?: {
    architecture: "amd64" | "arm64";
    url: string;
    digest: string;
    archive?: string;
    signature?: EntrySignature;
  }[];
  image?: string;
  roles?: ("full" | "archive" | "rpc" | "validator" | "collator" | "bootnode")[];
  chains?: string[];
  relayChains?: string[];
  /** JSON-RPC of relay chain nodes, by relay chain. */
  relayRpcUrls?: Record<string, string[]>;
  chainSpecs?: { chain: string; digest: string; path?: string; url?: string }[];
  /** What fresh nodes on machines start from. */
  snapshots?: CatalogueSnapshot[];
}

/** The public key (second line of minisign.pub), and where the .minisig file lies: beside what is signed, if not said. */
export interface EntrySignature {
  publicKey: string;
  url?: string;
}

/** A snapshot of a chain's database, of one kind and pruned in one way: no other node can use it. */
export interface CatalogueSnapshot {
  chain: string;
  database: "rocksdb" | "paritydb";
  archive: boolean;
  /** Id of the chain in its specification, which names its folder. */
  chainId: string;
  baseUrl: string;
  manifestSha256: string;
  sizeGib: number;
  /** JSON-RPC of two or more nodes that others run, with which a restored database has to agree. */
  verifyEndpoints?: string[];
}

/** The schema of profiles, JSON Schema 2020-12. */
export const profileSchemaPath = path.join(__dirname, "..", "profile", "v1.schema.json");

let compiled: ReturnType<ReturnType<typeof createAjv>["compile"]> | undefined;

/** Checks a profile, its schema first; the given value is not changed. */
export function validateProfile(value: unknown): Validation<Profile> {
  compiled ??= createAjv().compile(JSON.parse(readFileSync(profileSchemaPath, "utf8")) as object);
  const copy = structuredClone(value);
  if (!compiled(copy)) return { ok: false, errors: explain(compiled.errors ?? []) };
  const profile = copy as Profile;
  const errors = contradictions(profile);
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: profile };
}

/**
 * The same for who only goes on with a good one.
 * @throws StackError `InvalidProfile`, with every error on a line
 */
export function requireProfile(value: unknown, where = "the profile"): Profile {
  const result = validateProfile(value);
  if (result.ok) return result.value;
  const lines = result.errors.map((e) => `  ${e.path || "/"}: expected ${e.expected}, found ${e.found}`);
  throw new StackError("InvalidProfile", `${where} is no profile/v1:\n${lines.join("\n")}`);
}

/**
 * Reads and checks a profile.
 * @throws StackError `ProfileUnreadable`, `InvalidProfile`
 */
export function loadProfile(file: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new StackError("ProfileUnreadable", `${file}: expected a profile (JSON), found ${(cause as Error).message}`, {
      cause,
    });
  }
  return requireProfile(value, file);
}

/** What a schema cannot say. */
function contradictions(profile: Profile): ValidationError[] {
  const errors: ValidationError[] = [];
  if (profile.local && profile.platform !== "local") {
    errors.push({ path: "/local", expected: `nothing beside the platform ${profile.platform}`, found: "settings" });
  }
  if (profile.settings && profile.platform === "local") {
    errors.push({ path: "/settings", expected: "nothing beside the platform local", found: "settings" });
  }
  if (profile.platformPackage !== undefined && isBuiltIn(profile.platform)) {
    const expected = `nothing beside the platform ${profile.platform}, which comes with DINFRA`;
    errors.push({ path: "/platformPackage", expected, found: profile.platformPackage });
  }
  try {
    checkLogs(profile.machines ?? {});
  } catch (error) {
    if (!(error instanceof ComponentError)) throw error;
    errors.push({ path: "/machines/logs", ...(error.refused ?? { expected: error.message, found: "" }) });
  }
  const seen = new Map<string, number>();
  profile.catalogue.forEach(({ name, version }, i) => {
    const key = `${name} ${version}`;
    const first = seen.get(key);
    if (first !== undefined) {
      errors.push({ path: `/catalogue/${i}`, expected: "each name and version once", found: `${key} as in ${first}` });
    }
    seen.set(key, first ?? i);
  });
  return errors;
}

const isBuiltIn = (name: string) => (builtInPlatforms as readonly string[]).includes(name);

/** How strangers' workloads are kept from a provider that runs as that uid, where its profile does not say. */
export function unsaidIsolation(uid: number | undefined): "own-user" | "namespaces" {
  return uid === 0 ? "own-user" : "namespaces";
}

/**
 * The placement that a profile says. Its workloads are strangers', so on this machine each has a uid of its own, or
 * namespaces where only root could give that, unless the profile accepts otherwise by name. What holds data is not protected by Pulumi: a deployment ends by its deletion, and what an
 * update may delete is decided before the update.
 * @throws ComponentError `UnknownPlatform`, `PlatformPackageMissing`, `PlatformPackageInvalid`, `PlatformSettingsInvalid`
 */
export function placementOf(profile: Profile, owner?: string): PlacementArgs {
  const { platform, platformPackage, settings = {}, local = {}, machines } = profile;
  const common = { ...(owner !== undefined && { owner }), ...(machines && { machines }), protectData: false };
  const placement: PlacementArgs = isBuiltIn(platform)
    ? {
        ...common,
        [platform]: platform === "local" ? { isolation: unsaidIsolation(process.getuid?.()), ...local } : settings,
      }
    : {
        ...common,
        custom: platformPackage === undefined ? { name: platform, settings } : { package: platformPackage, settings },
      };
  const { name } = openPlacement(placement);
  if (name === platform) return placement;
  throw new StackError(
    "InvalidProfile",
    `/platform: expected the name of the platform in the package ${platformPackage}, "${name}", found "${platform}"`,
  );
}

/** Whether what is deployed runs on this machine, with files of it. Machines that are made fetch theirs. */
export function runsHere(profile: Profile): boolean {
  return reachOf(openPlacement(placementOf(profile))) === Reach.Loopback;
}

/**
 * How the profile's platform keeps workloads from the provider; undefined where they have machines of their own.
 * Changes nothing.
 * @param hidden files and folders of the provider that no workload may be given to read
 */
export async function isolationOf(profile: Profile, hidden?: readonly string[]): Promise<IsolationFinding | undefined> {
  return openPlacement(placementOf(profile)).platform.isolation?.(hidden);
}

/**
 * Isolates what an owner has from before; it is ended, and the next update starts it again.
 * @throws StackError `InvalidProfile` where workloads have machines of their own
 */
export async function isolate(profile: Profile, owner: string): Promise<IsolationMove> {
  const { platform } = openPlacement(placementOf(profile));
  if (platform.isolate) return platform.isolate(owner);
  throw new StackError(
    "InvalidProfile",
    `/platform: expected local, where workloads share a machine, found ${profile.platform}`,
  );
}

/** What the engine needs that runs the profile's programs. The same for all deployments of a platform. */
export function engineNeedsOf(profile: Profile): EngineNeeds {
  return needsOfPlacement(placementOf(profile));
}

/** What of the profile's platform holds data or is known by others, by Pulumi type token. */
export function guardedOf(profile: Profile): Readonly<Record<string, "disk" | "address" | "machine">> {
  return openPlacement(placementOf(profile)).platform.guarded ?? {};
}

/** What an owner takes on the profile's platform now; what the platform cannot say is left out. */
export async function usageOf(profile: Profile, owner: string): Promise<Usage> {
  return (await openPlacement(placementOf(profile)).platform.usage?.(owner)) ?? {};
}

/** Seconds that a machine takes to boot, where neither profile nor platform says. */
const usualBootSeconds = 60;

/** How long things take on the profile's platform: what the provider declares, else what the platform says. */
export function setUpRatesOf(profile: Profile): SetUpRates {
  const { platform } = openPlacement(placementOf(profile));
  const boot = platform.shape === "machine" ? (platform.bootSeconds ?? usualBootSeconds) : 0;
  const { bootSeconds = boot, restoreMibPerSecond = 50 } = profile.setUp ?? {};
  return { bootSeconds, restoreMibPerSecond };
}

/** Whether the disks of a profile's machines grow as they fill. */
export function growsDisks({ machines }: Profile): boolean {
  return machines?.diskGrowth !== undefined;
}

/** The observer of the profile's platform, without Pulumi; asked about one owner too. The same for the same settings. */
export function observerOf(profile: Profile): Observer & OwnerView {
  const observer = observerFor(placementOf(profile));
  const known = observers.get(observer) ?? viewOf(observer);
  observers.set(observer, known);
  return known;
}

const observers = new WeakMap<Observer, Observer & OwnerView>();

function viewOf(observer: Observer): Observer & OwnerView {
  return {
    snapshot: (wish) => observer.snapshot(wish),
    consistencyDelayMs: observer.consistencyDelayMs,
    identify: (half, owned) => observer.identify(half, owned),
    ...ownerView(observer),
  };
}
