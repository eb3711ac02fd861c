import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { ReactorConfig } from "@dinfra/reactor";
import { at, fromEnvironment, fromFile, fromFlags, layered, type Layer } from "@dinfra/service/settings/layers";
import { schemaOf } from "@dinfra/service/settings/schema";
import { defaultStore, readJsonFile } from "./descriptor-input.js";
import { badInput } from "./failure.js";
import { checkDevelopmentUri, readKeyFile } from "./keys.js";
import { parseAccount } from "./parse/account.js";
import { DEFAULT_REACTOR_PORT, defaultDataDir } from "./reactor-http.js";
import { DEFAULT_ENDPOINT } from "./session.js";

/** What may stand in the command line. */
export interface ReactorFlags {
  readonly config?: string;
  readonly json?: boolean;
  /** Settings by their flags, such as --data-dir. */
  readonly settings: ReadonlyMap<string, string>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration, and which source gave each of its values. */
export interface Configured {
  readonly config: ReactorConfig;
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Flags over environment over file over defaults, checked.
 * @throws CommandFailure exit code 2
 */
export async function configured(flags: ReactorFlags, env: Environment): Promise<Configured> {
  const schema = schemaOf("reactor");
  const file = flags.config === undefined ? undefined : fromFile(schema, await objectIn(flags.config), flags.config);
  const folder = process.cwd();
  const credentials = [at(file?.value, ["credentials"]) ?? []].flat().map(String);
  const said = [file, fromEnvironment(schema, env, folder, credentials), ofFlags(flags, folder)].filter(
    (layer) => layer !== undefined,
  );
  const lacks = (name: string) => said.every((layer) => at(layer.value, [name]) === undefined);
  const { value, sources } = layered(schema, [defaults(env, lacks), ...said]);
  const { provider, key, urgentKey, nextKey } = value as Partial<ReactorConfig>;
  if (provider === undefined) throw badInput("for which provider? give --provider");
  if (key === undefined) throw noKey();
  const { checkConfig } = await import("@dinfra/reactor");
  const account = typeof provider === "string" ? await parseAccount(provider) : provider;
  // A secret where a development key should be is not to be quoted by who checks the form.
  for (const each of [key, urgentKey, nextKey])
    if (typeof each === "object" && each !== null && "uri" in each) checkDevelopmentUri(each.uri);
  return { config: checkConfig({ ...value, provider: account }, folder, sources), sources };
}

/**
 * The same for who starts a reactor by it: every file that is named is there and readable.
 * @throws CommandFailure exit code 2
 */
export async function readReactorConfig(flags: ReactorFlags, env: Environment): Promise<ReactorConfig> {
  const { config } = await configured(flags, env);
  requireFolder(config.dataDir, "--data-dir");
  requireFolder(config.store, "--store");
  if (config.profile !== undefined) await readJsonFile(config.profile);
  if ("file" in config.key) await readKeyFile(config.key.file);
  return config;
}

/**
 * Where nothing is said: what suits one reactor of one user. A home folder is needed only where a folder in it is.
 * @throws CommandFailure exit code 2: no home folder
 */
function defaults(env: Environment, lacks: (name: string) => boolean): Layer {
  const value = {
    endpoint: DEFAULT_ENDPOINT,
    port: DEFAULT_REACTOR_PORT,
    ...(lacks("dataDir") && { dataDir: resolve(defaultDataDir(env)) }),
    ...(lacks("store") && { store: resolve(defaultStore(env)) }),
  };
  return { value, source: () => "default" };
}

async function objectIn(path: string): Promise<Record<string, unknown>> {
  const value = await readJsonFile(path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badInput(`${path}: expected an object with the reactor's configuration`);
  }
  return value as Record<string, unknown>;
}

function ofFlags({ settings }: ReactorFlags, folder: string): Layer {
  const given = new Map(settings);
  const uri = given.get("--as");
  if (uri !== undefined) {
    if (given.has("--key-file")) throw badInput("expected one key, found --as and --key-file; give one of them");
    given.set("--key-uri", uri);
  }
  const layer = fromFlags(schemaOf("reactor"), given, folder);
  return { ...layer, source: (setting) => (setting.name === "key.uri" && uri !== undefined ? "--as" : setting.flag) };
}

const noKey = () =>
  badInput("no key to sign with; give --key-file FILE, set DINFRA_KEY_FILE, or on a development chain --as //Charlie");

function requireFolder(path: string, option: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true) return;
  throw badInput(`${option}: expected a folder, found a file, ${path}`);
}
