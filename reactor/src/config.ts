import { accessSync, constants, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createAjv, explain } from "@dinfra/schemas";
import { defaultBreakerLimits, type BreakerLimits } from "./deployments/breaker.js";
import { defaultRetryLimits, type RetryLimits } from "./deployments/retry.js";
import { ReactorError } from "./failure.js";
import { formerSettings } from "./former-settings.js";

/** What an operator writes, as one JSON file. Paths are relative to that file. */
export interface ReactorConfig {
  /** WebSocket endpoint of a chain node, for example ws://127.0.0.1:9944. The same as `endpoints` with one of them. */
  endpoint?: string;
  /**
   * WebSocket endpoints of nodes of one chain that do not share a fate. The first is followed and takes the extrinsics;
   * what has ended is destroyed only when all of them say so.
   */
  endpoints?: string[];
  /**
   * Blocks between the two finalized blocks in which an end must stand before anything is destroyed. Default 2; 0 is for
   * development chains that make a block only when there is an extrinsic.
   */
  endDistance?: number;
  /** Seconds that an endpoint has to answer a request. Default 15. */
  answerSeconds?: number;
  /** The operator's key: a file with its secret URI, readable by its owner alone; or a development key such as //Charlie. */
  key: { file: string } | { uri: string };
  /** Another operator key of the provider, for heartbeats, declarations and rejections alone: they then wait behind nothing else. */
  urgentKey?: { file: string } | { uri: string };
  /** The provider account that the keys act for. */
  provider: string;
  /** Stores, Pulumi state and the API's token. Belongs to one chain instance and one provider. */
  dataDir: string;
  /** The provider's profile: platform, catalogue. Without one: processes of this machine below the data directory, the dev node. */
  profile?: string;
  /** Folder of descriptor blocks. */
  store: string;
  /** Loopback port of the Chain Reactor API; 0, the default, takes a free one. */
  port?: number;
  /** Loopback port of the sidecar's /healthz, /readyz and /metrics; 0, the default, takes a free one. */
  sidecarPort?: number;
  /** Folder whose bin/pulumi is the engine; found by itself by default. */
  engineRoot?: string;
  /** Updates at once. Default 4. */
  maxWorkers?: number;
  /** Seconds between two looks at a deployment that should be well. Default 2. */
  probeSeconds?: number;
  /** Seconds between two looks, with the engine, at what may need more by itself, such as disks that grow. Default 3600. */
  tendSeconds?: number;
  /** Seconds between two full looks when nothing happens. Default 30. */
  resyncSeconds?: number;
  /** Seconds that a failure which may pass is kept from the chain. Default 20. */
  retryingGraceSeconds?: number;
  retry?: { tries?: number; firstDelaySeconds?: number; longestDelaySeconds?: number };
  /** Weight of teardowns in a window: up to `floorWeight`, or `surpriseShare` (of unexpected ones) or `totalShare` of what is live, goes through. */
  breaker?: { windowSeconds?: number; floorWeight?: number; surpriseShare?: number; totalShare?: number };
  /** Names of environment variables that the reactor process, Pulumi and its plugins may see besides the usual ones: platform credentials. */
  credentials?: string[];
}

const seconds = { type: "number", exclusiveMinimum: 0, maximum: 86_400 };
const port = { type: "integer", minimum: 0, maximum: 65_535 };
const endpoint = { type: "string", pattern: "^wss?://" };
const text = { type: "string", minLength: 1 };

const key = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  // A phrase would show in the list of processes; a development key is known to everybody.
  properties: { file: text, uri: { type: "string", pattern: "^//[A-Za-z0-9/]+$" } },
};

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["key", "provider", "dataDir", "store"],
  properties: {
    endpoint,
    endpoints: { type: "array", items: endpoint, minItems: 1, maxItems: 8, uniqueItems: true },
    endDistance: { type: "integer", minimum: 0, maximum: 1_000 },
    answerSeconds: seconds,
    key,
    urgentKey: key,
    provider: { type: "string", pattern: "^[1-9A-HJ-NP-Za-km-z]{46,50}$" },
    dataDir: text,
    profile: text,
    store: text,
    port,
    sidecarPort: port,
    engineRoot: text,
    maxWorkers: { type: "integer", minimum: 1, maximum: 64 },
    probeSeconds: seconds,
    tendSeconds: seconds,
    resyncSeconds: seconds,
    retryingGraceSeconds: seconds,
    retry: {
      type: "object",
      additionalProperties: false,
      properties: { tries: { type: "integer", minimum: 1 }, firstDelaySeconds: seconds, longestDelaySeconds: seconds },
    },
    breaker: {
      type: "object",
      additionalProperties: false,
      properties: {
        windowSeconds: seconds,
        floorWeight: { type: "number", minimum: 0 },
        surpriseShare: { type: "number", minimum: 0, maximum: 1 },
        totalShare: { type: "number", minimum: 0, maximum: 1 },
      },
    },
    credentials: { type: "array", items: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$" } },
  },
};

/**
 * Checks a configuration and makes its paths absolute.
 * @throws {ReactorError} `config.invalid`, every error on a line
 */
export function checkConfig(value: unknown, folder = process.cwd()): ReactorConfig {
  refuseFormer(value);
  const validate = createAjv().compile<ReactorConfig>(schema);
  const config = structuredClone(value);
  if (!validate(config)) {
    const lines = explain(validate.errors ?? []).map(
      (e) => `  ${e.path || "/"}: expected ${e.expected}, found ${e.found}`,
    );
    throw new ReactorError("config.invalid", `the reactor's configuration is wrong:\n${lines.join("\n")}`);
  }
  if ((config.endpoint === undefined) === (config.endpoints === undefined)) {
    const found = config.endpoint === undefined ? "neither" : "both";
    throw new ReactorError(
      "config.invalid",
      `the reactor's configuration is wrong:\n  /endpoint: expected it or endpoints, found ${found}`,
    );
  }
  for (const name of ["dataDir", "profile", "store", "engineRoot"] as const) {
    if (config[name] !== undefined) config[name] = resolve(folder, config[name]);
  }
  for (const name of ["key", "urgentKey"] as const) {
    const found = config[name];
    if (found !== undefined && "file" in found) config[name] = { file: resolve(folder, found.file) };
  }
  return config;
}

/** What a former version took is not guessed at, nor called unknown. */
function refuseFormer(value: unknown): void {
  const lines = formerSettings(value).map(({ path, now }) => `  ${path}: ${now}`);
  if (lines.length === 0) return;
  throw new ReactorError("config.invalid", `the reactor's configuration is of a former version:\n${lines.join("\n")}`);
}

/** The endpoints of a checked configuration, the one that is followed first. */
export function endpointsOf({ endpoint, endpoints }: ReactorConfig): string[] {
  return endpoints ?? [endpoint!];
}

/** @throws {ReactorError} `config.unreadable`, `config.invalid` */
export function loadConfig(file: string): ReactorConfig {
  let value: unknown;
  try {
    accessSync(file, constants.R_OK);
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ReactorError(
      "config.unreadable",
      `${file}: expected a configuration in JSON, found ${(error as Error).message}`,
    );
  }
  return checkConfig(value, dirname(resolve(file)));
}

/** What the reactor process is told: nothing of the chain's endpoint and key. */
export interface ReactorSettings {
  dataDir: string;
  provider: string;
  profile?: string;
  store: string;
  engineRoot?: string;
  maxWorkers: number;
  /** Names, never values: those are in the environment. */
  credentials: string[];
  port: number;
  probeInterval: number;
  tendInterval: number;
  retry: RetryLimits;
  breaker: BreakerLimits;
}

/** What the sidecar process is told: nothing of platforms. */
export interface SidecarSettings {
  dataDir: string;
  /** The first is followed. */
  endpoints: string[];
  endDistance: number;
  /** Milliseconds that an endpoint has to answer a request. */
  answerTimeout: number;
  key: ReactorConfig["key"];
  urgentKey?: ReactorConfig["key"];
  provider: string;
  reactorUrl: string;
  port: number;
  resyncInterval: number;
  pollInterval: number;
  retryingGrace: number;
}

const milliseconds = (value: number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.round(value * 1000);

export function reactorSettings(config: ReactorConfig): ReactorSettings {
  const { retry = {}, breaker = {} } = config;
  return {
    dataDir: config.dataDir,
    provider: config.provider,
    ...(config.profile !== undefined && { profile: config.profile }),
    store: config.store,
    ...(config.engineRoot !== undefined && { engineRoot: config.engineRoot }),
    maxWorkers: config.maxWorkers ?? 4,
    credentials: config.credentials ?? [],
    port: config.port ?? 0,
    probeInterval: milliseconds(config.probeSeconds, 2_000),
    tendInterval: milliseconds(config.tendSeconds, 3_600_000),
    retry: {
      tries: retry.tries ?? defaultRetryLimits.tries,
      firstDelay: milliseconds(retry.firstDelaySeconds, defaultRetryLimits.firstDelay),
      longestDelay: milliseconds(retry.longestDelaySeconds, defaultRetryLimits.longestDelay),
    },
    breaker: {
      window: milliseconds(breaker.windowSeconds, defaultBreakerLimits.window),
      floorWeight: breaker.floorWeight ?? defaultBreakerLimits.floorWeight,
      surpriseShare: breaker.surpriseShare ?? defaultBreakerLimits.surpriseShare,
      totalShare: breaker.totalShare ?? defaultBreakerLimits.totalShare,
    },
  };
}

export function sidecarSettings(config: ReactorConfig, reactorUrl: string): SidecarSettings {
  return {
    dataDir: config.dataDir,
    endpoints: endpointsOf(config),
    endDistance: config.endDistance ?? 2,
    answerTimeout: milliseconds(config.answerSeconds, 15_000),
    key: config.key,
    ...(config.urgentKey !== undefined && { urgentKey: config.urgentKey }),
    provider: config.provider,
    reactorUrl,
    port: config.sidecarPort ?? 0,
    resyncInterval: milliseconds(config.resyncSeconds, 30_000),
    pollInterval: 250,
    retryingGrace: milliseconds(config.retryingGraceSeconds, 20_000),
  };
}
