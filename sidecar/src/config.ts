import { accessSync, constants, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { dataFolder } from "@dinfra/service/data-folder";
import type { LogLevel } from "@dinfra/service/log-level";
import { ReactorError } from "@dinfra/service/failure";
import { checkSettings } from "@dinfra/service/settings/check";
import { withAbsolutePaths } from "@dinfra/service/settings/layers";
import { schemaOf } from "@dinfra/service/settings/schema";
import type { ClientTls } from "@dinfra/service/tls/client";
import type { TracesConfig } from "@dinfra/service/traces";

/** What the chain's side of a reactor is told, alone or beside a reactor of ours. Paths are relative to the file. */
export interface ChainSide {
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
  /**
   * Another operator key of the provider, which signs when `key` is no operator any more or has no fees left: to replace a key, name
   * the next one here, add it on the chain, and remove the old one.
   */
  nextKey?: { file: string } | { uri: string };
  /** The provider account that the keys act for. */
  provider: string;
  /** Stores and the API's token; of a reactor of ours also Pulumi state. Belongs to one chain instance and one provider. */
  dataDir: string;
  /** Seconds between two full looks when nothing happens. Default 30. */
  resyncSeconds?: number;
  /** Seconds that a failure which may pass is kept from the chain. Default 20. */
  retryingGraceSeconds?: number;
  /** Seconds between two claims of what a deployment has earned. Default 86,400, a day. */
  claimSeconds?: number;
  /** The least level of log line that is written. Default info. */
  logLevel?: LogLevel;
  /** Where spans are sent to. Default: nowhere. */
  traces?: TracesConfig;
}

/** What an operator writes for a sidecar that drives a reactor of another kind, as one JSON file. */
export interface SidecarConfig extends ChainSide {
  reactor: {
    /** Base URL of its Chain Reactor API, for example http://127.0.0.1:4700. */
    url: string;
    /** File with the bearer token that it asks for. Default: api-token in the data directory, made where it is not there. */
    tokenFile?: string;
  } & Pick<ClientTls, "caFile" | "certificateFile" | "keyFile">;
  /** Loopback port of /healthz, /readyz and /metrics; 0, the default, takes a free one. */
  port?: number;
}

/**
 * Checks a configuration and makes its paths absolute.
 * @param sources where each value was given, for the error
 * @throws {ReactorError} `config.invalid`, every error on a line
 */
export function checkSidecarConfig(
  value: unknown,
  folder = process.cwd(),
  sources?: ReadonlyMap<string, string>,
): SidecarConfig {
  const schema = schemaOf("sidecar");
  return withAbsolutePaths(schema, checkSettings<SidecarConfig>(value, schema, "sidecar", sources), folder);
}

/**
 * Reads a configuration file and has its value checked, with the folder that its paths are relative to.
 * @throws {ReactorError} `config.unreadable`, and what `check` throws
 */
export function readConfig<T>(file: string, check: (value: unknown, folder: string) => T): T {
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
  return check(value, dirname(resolve(file)));
}

/** The endpoints of a checked configuration, the one that is followed first. */
export function endpointsOf({ endpoint, endpoints }: ChainSide): string[] {
  return endpoints ?? [endpoint!];
}

/** What the sidecar process is told: nothing of platforms. */
export interface SidecarSettings {
  dataDir: string;
  /** The first is followed. */
  endpoints: string[];
  endDistance: number;
  /** Milliseconds that an endpoint has to answer a request. */
  answerTimeout: number;
  key: ChainSide["key"];
  urgentKey?: ChainSide["key"];
  nextKey?: ChainSide["key"];
  provider: string;
  reactorUrl: string;
  /** Of the reactor's bearer token; none where a certificate says who asks. */
  tokenFile?: string;
  /** How its API is spoken to, where it speaks TLS. */
  reactorTls: ClientTls;
  port: number;
  resyncInterval: number;
  pollInterval: number;
  retryingGrace: number;
  claimInterval: number;
  traces?: TracesConfig;
}

export const milliseconds = (value: number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.round(value * 1000);

export function sidecarSettings(
  config: ChainSide,
  { url, tokenFile, ...reactorTls }: { url: string; tokenFile?: string } & ClientTls,
  port = 0,
): SidecarSettings {
  const byCertificate = tokenFile === undefined && reactorTls.certificateFile !== undefined;
  return {
    dataDir: config.dataDir,
    endpoints: endpointsOf(config),
    endDistance: config.endDistance ?? 2,
    answerTimeout: milliseconds(config.answerSeconds, 15_000),
    key: config.key,
    ...(config.urgentKey !== undefined && { urgentKey: config.urgentKey }),
    ...(config.nextKey !== undefined && { nextKey: config.nextKey }),
    provider: config.provider,
    reactorUrl: url,
    ...(!byCertificate && { tokenFile: tokenFile ?? dataFolder(config.dataDir).token }),
    reactorTls,
    port,
    resyncInterval: milliseconds(config.resyncSeconds, 30_000),
    pollInterval: 250,
    retryingGrace: milliseconds(config.retryingGraceSeconds, 20_000),
    claimInterval: milliseconds(config.claimSeconds, 86_400_000),
    ...(config.traces !== undefined && { traces: config.traces }),
  };
}
