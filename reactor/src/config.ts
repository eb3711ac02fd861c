import { isIP } from "node:net";
import { ReactorError } from "@dinfra/service/failure";
import { isLoopback, loopback } from "@dinfra/service/listen";
import { checkSettings } from "@dinfra/service/settings/check";
import { withAbsolutePaths } from "@dinfra/service/settings/layers";
import { schemaOf } from "@dinfra/service/settings/schema";
import type { ServerTlsConfig } from "@dinfra/service/tls/server";
import type { TracesConfig } from "@dinfra/service/traces";
import { endpointsOf, milliseconds, readConfig, type ChainSide } from "@dinfra/sidecar/config";
import { defaultBreakerLimits, type BreakerLimits } from "./deployments/breaker.js";
import { defaultRetryLimits, type RetryLimits } from "./deployments/retry.js";
import type { EngineRunner } from "./engine/run.js";
import { formerSettings } from "./former-settings.js";

export { endpointsOf };

/** What an operator writes, as one JSON file. Paths are relative to that file. */
export interface ReactorConfig extends ChainSide {
  /** The provider's profile: platform, catalogue. Without one: processes of this machine below the data directory, the dev node. */
  profile?: string;
  /** Folder of descriptor blocks. */
  store: string;
  /** Loopback port of the Chain Reactor API; 0, the default, takes a free one. */
  port?: number;
  /** IP address that the API listens at. Default 127.0.0.1; one that is not of loopback needs `tls`. */
  address?: string;
  /** Certificate and key of the API, which then speaks HTTPS alone, and whose client certificates may do what. */
  tls?: ServerTlsConfig;
  /** Loopback port of the sidecar's /healthz, /readyz and /metrics; 0, the default, takes a free one. */
  sidecarPort?: number;
  /** Folder whose bin/pulumi is the engine; found by itself by default. */
  engineRoot?: string;
  /** What makes updates: the one-shot engine (the default; the CLI where it was not built), one CLI process, or the plain SDK. */
  runner?: EngineRunner;
  /** Updates at once. Default 4. */
  maxWorkers?: number;
  /** Seconds between two looks at a deployment that should be well. Default 2. */
  probeSeconds?: number;
  /** Seconds between two looks, with the engine, at what may need more by itself, such as disks that grow. Default 3600. */
  tendSeconds?: number;
  /** Days for which outputs and events of a deployment can be read after its end. Default 30. */
  keepDays?: number;
  /** Hours between two looks, with the engine, whether what runs is as it was made; 0: it is not looked for. Default 24. */
  driftHours?: number;
  /** Hours between two counts of what belongs to no deployment; 0: it is not counted. Default 1. */
  orphanHours?: number;
  /** What is done about drift: `report`, the default, says it; `repair` puts it back. */
  onDrift?: "report" | "repair";
  retry?: { tries?: number; firstDelaySeconds?: number; longestDelaySeconds?: number };
  /** Weight of teardowns in a window: up to `floorWeight`, or `surpriseShare` (of unexpected ones) or `totalShare` of what is live, goes through. */
  breaker?: { windowSeconds?: number; floorWeight?: number; surpriseShare?: number; totalShare?: number };
  /** Names of environment variables that the reactor process, Pulumi and its plugins may see besides the usual ones: platform credentials. */
  credentials?: string[];
}

/**
 * Checks a configuration, fills in the defaults, and makes its paths absolute.
 * @param sources where each value was given, for the error
 * @throws {ReactorError} `config.invalid`, every error on a line
 */
export function checkConfig(
  value: unknown,
  folder = process.cwd(),
  sources?: ReadonlyMap<string, string>,
): ReactorConfig {
  refuseFormer(value);
  const schema = schemaOf("reactor");
  const config = withAbsolutePaths(schema, checkSettings<ReactorConfig>(value, schema, "reactor", sources), folder);
  const { address = loopback, tls } = config;
  if (isIP(address) === 0)
    throw new ReactorError(
      "config.invalid",
      `the reactor's configuration is wrong:\n  /address: expected an IP address, found ${address}`,
    );
  if (tls === undefined && !isLoopback(address))
    throw new ReactorError(
      "config.invalid",
      `the reactor's configuration is wrong:\n  /address: expected tls beside an address that is not of loopback, found ${address} alone: ` +
        "tokens would be sent for everybody to read",
    );
  return config;
}

/** What a former version took is not guessed at, nor called unknown. */
function refuseFormer(value: unknown): void {
  const lines = formerSettings(value).map(({ path, now }) => `  ${path}: ${now}`);
  if (lines.length === 0) return;
  throw new ReactorError("config.invalid", `the reactor's configuration is of a former version:\n${lines.join("\n")}`);
}

/** @throws {ReactorError} `config.unreadable`, `config.invalid` */
export const loadConfig = (file: string): ReactorConfig => readConfig(file, checkConfig);

/** What the reactor process is told: nothing of the chain's endpoint and key. */
export interface ReactorSettings {
  dataDir: string;
  provider: string;
  profile?: string;
  store: string;
  engineRoot?: string;
  runner: EngineRunner;
  maxWorkers: number;
  /** Names, never values: those are in the environment. */
  credentials: string[];
  address: string;
  port: number;
  tls?: ServerTlsConfig;
  probeInterval: number;
  tendInterval: number;
  keepPast: number;
  driftInterval: number;
  onDrift: "report" | "repair";
  orphanInterval: number;
  retry: RetryLimits;
  breaker: BreakerLimits;
  traces?: TracesConfig;
}

export function reactorSettings(config: ReactorConfig): ReactorSettings {
  const { retry = {}, breaker = {} } = config;
  return {
    dataDir: config.dataDir,
    provider: config.provider,
    ...(config.profile !== undefined && { profile: config.profile }),
    store: config.store,
    ...(config.engineRoot !== undefined && { engineRoot: config.engineRoot }),
    runner: config.runner ?? "one-shot",
    maxWorkers: config.maxWorkers ?? 4,
    credentials: config.credentials ?? [],
    address: config.address ?? loopback,
    port: config.port ?? 0,
    ...(config.tls !== undefined && { tls: config.tls }),
    probeInterval: milliseconds(config.probeSeconds, 2_000),
    tendInterval: milliseconds(config.tendSeconds, 3_600_000),
    driftInterval: Math.round((config.driftHours ?? 24) * 3_600_000),
    onDrift: config.onDrift ?? "report",
    orphanInterval: Math.round((config.orphanHours ?? 1) * 3_600_000),
    keepPast: Math.round((config.keepDays ?? 30) * 86_400_000),
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
    ...(config.traces !== undefined && { traces: config.traces }),
  };
}
