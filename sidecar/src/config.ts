import { accessSync, constants, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createAjv, explain } from "@dinfra/schemas";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError } from "@dinfra/service/failure";

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
}

/** What an operator writes for a sidecar that drives a reactor of another kind, as one JSON file. */
export interface SidecarConfig extends ChainSide {
  reactor: {
    /** Base URL of its Chain Reactor API, for example http://127.0.0.1:4700. */
    url: string;
    /** File with the bearer token that it asks for. Default: api-token in the data directory, made where it is not there. */
    tokenFile?: string;
  };
  /** Loopback port of /healthz, /readyz and /metrics; 0, the default, takes a free one. */
  port?: number;
}

export const seconds = { type: "number", exclusiveMinimum: 0, maximum: 86_400 };
export const port = { type: "integer", minimum: 0, maximum: 65_535 };
export const text = { type: "string", minLength: 1 };
const endpoint = { type: "string", pattern: "^wss?://" };

const key = {
  type: "object",
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  // A phrase would show in the list of processes; a development key is known to everybody.
  properties: { file: text, uri: { type: "string", pattern: "^//[A-Za-z0-9/]+$" } },
};

export const chainSideSchema = {
  required: ["key", "provider", "dataDir"],
  properties: {
    endpoint,
    endpoints: { type: "array", items: endpoint, minItems: 1, maxItems: 8, uniqueItems: true },
    endDistance: { type: "integer", minimum: 0, maximum: 1_000 },
    answerSeconds: seconds,
    key,
    urgentKey: key,
    nextKey: key,
    provider: { type: "string", pattern: "^[1-9A-HJ-NP-Za-km-z]{46,50}$" },
    dataDir: text,
    resyncSeconds: seconds,
    retryingGraceSeconds: seconds,
    claimSeconds: { type: "number", exclusiveMinimum: 0, maximum: 31 * 86_400 },
  },
};

const schema = {
  type: "object",
  additionalProperties: false,
  required: [...chainSideSchema.required, "reactor"],
  properties: {
    ...chainSideSchema.properties,
    port,
    reactor: {
      type: "object",
      additionalProperties: false,
      required: ["url"],
      properties: { url: { type: "string", pattern: "^https?://" }, tokenFile: text },
    },
  },
};

/**
 * Checks a configuration against its schema and makes its paths absolute.
 * @param of whose configuration, for the error
 * @throws {ReactorError} `config.invalid`, every error on a line
 */
export function checkChainSide<T extends ChainSide>(value: unknown, schema: object, of: string, folder: string): T {
  const validate = createAjv().compile<T>(schema);
  const config = structuredClone(value);
  if (!validate(config)) {
    const lines = explain(validate.errors ?? []).map(
      (e) => `  ${e.path || "/"}: expected ${e.expected}, found ${e.found}`,
    );
    throw new ReactorError("config.invalid", `the ${of}'s configuration is wrong:\n${lines.join("\n")}`);
  }
  if ((config.endpoint === undefined) === (config.endpoints === undefined)) {
    const found = config.endpoint === undefined ? "neither" : "both";
    throw new ReactorError(
      "config.invalid",
      `the ${of}'s configuration is wrong:\n  /endpoint: expected it or endpoints, found ${found}`,
    );
  }
  config.dataDir = resolve(folder, config.dataDir);
  for (const name of ["key", "urgentKey", "nextKey"] as const) {
    const found = config[name];
    if (found !== undefined && "file" in found) config[name] = { file: resolve(folder, found.file) };
  }
  return config;
}

/** @throws {ReactorError} `config.invalid` */
export function checkSidecarConfig(value: unknown, folder = process.cwd()): SidecarConfig {
  const config = checkChainSide<SidecarConfig>(value, schema, "sidecar", folder);
  const { tokenFile } = config.reactor;
  if (tokenFile !== undefined) config.reactor.tokenFile = resolve(folder, tokenFile);
  return config;
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
  /** Of the reactor's bearer token. */
  tokenFile: string;
  port: number;
  resyncInterval: number;
  pollInterval: number;
  retryingGrace: number;
  claimInterval: number;
}

export const milliseconds = (value: number | undefined, otherwise: number): number =>
  value === undefined ? otherwise : Math.round(value * 1000);

export function sidecarSettings(
  config: ChainSide,
  { url, tokenFile = dataFolder(config.dataDir).token }: SidecarConfig["reactor"],
  port = 0,
): SidecarSettings {
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
    tokenFile,
    port,
    resyncInterval: milliseconds(config.resyncSeconds, 30_000),
    pollInterval: 250,
    retryingGrace: milliseconds(config.retryingGraceSeconds, 20_000),
    claimInterval: milliseconds(config.claimSeconds, 86_400_000),
  };
}
