import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ReactorConfig } from "@dinfra/reactor";
import { defaultStore, readJsonFile } from "./descriptor-input.js";
import { badInput } from "./failure.js";
import { checkDevelopmentUri, readKeyFile } from "./keys.js";
import { parseAccount } from "./parse/account.js";
import { DEFAULT_REACTOR_PORT, defaultDataDir } from "./reactor-http.js";
import { DEFAULT_ENDPOINT } from "./session.js";

/** What may stand in the command line. */
export interface ReactorFlags {
  readonly config?: string;
  readonly endpoint?: string;
  readonly provider?: string;
  readonly keyFile?: string;
  readonly as?: string;
  readonly dataDir?: string;
  readonly store?: string;
  readonly profile?: string;
  readonly port?: number;
  readonly json?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Flags over file over environment over defaults; every file that is named is there and readable before anything starts.
 * @throws CommandFailure exit code 2
 */
export async function readReactorConfig(flags: ReactorFlags, env: Environment): Promise<ReactorConfig> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const provider = flags.provider ?? file.provider;
  if (provider === undefined) throw badInput("for which provider? give --provider");
  const given = {
    ...file,
    provider: typeof provider === "string" ? await parseAccount(provider) : provider,
    ...followed(flags, file),
    key: keyOf(flags, file, env),
    dataDir: absolute(flags.dataDir) ?? file.dataDir ?? resolve(defaultDataDir(env)),
    store: absolute(flags.store) ?? file.store ?? resolve(defaultStore(env)),
    ...(flags.profile === undefined ? {} : { profile: resolve(flags.profile) }),
    port: flags.port ?? file.port ?? DEFAULT_REACTOR_PORT,
  };
  const { checkConfig, logLevel } = await import("@dinfra/reactor");
  const config = checkConfig(given);
  logLevel(env);
  requireFolder(config.dataDir, "--data-dir");
  requireFolder(config.store, "--store");
  if (config.profile !== undefined) await readJsonFile(config.profile);
  if ("file" in config.key) await readKeyFile(config.key.file);
  else checkDevelopmentUri(config.key.uri);
  return config;
}

/** The file as it stands, its paths made absolute; what is in it is checked together with the flags. */
async function readConfigFile(path: string): Promise<Partial<ReactorConfig>> {
  const value = await readJsonFile(path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badInput(`${path}: expected an object with the reactor's configuration`);
  }
  const file = value as Partial<ReactorConfig>;
  const beside = (found: unknown) => (typeof found === "string" ? resolve(dirname(path), found) : found);
  for (const name of ["dataDir", "store", "profile", "engineRoot"] as const) {
    if (file[name] !== undefined) Object.assign(file, { [name]: beside(file[name]) });
  }
  if (file.key !== undefined && "file" in file.key) file.key = { file: beside(file.key.file) as string };
  return file;
}

/** What is given in the command line is the one endpoint, whatever the file has. */
function followed(
  { endpoint }: ReactorFlags,
  file: Partial<ReactorConfig>,
): Pick<ReactorConfig, "endpoint" | "endpoints"> {
  if (endpoint !== undefined) return { endpoint, endpoints: undefined };
  return file.endpoint === undefined && file.endpoints === undefined ? { endpoint: DEFAULT_ENDPOINT } : {};
}

function keyOf(flags: ReactorFlags, file: Partial<ReactorConfig>, env: Environment): ReactorConfig["key"] {
  if (flags.as !== undefined && flags.keyFile !== undefined) {
    throw badInput("expected one key, found --as and --key-file; give one of them");
  }
  if (flags.as !== undefined) {
    checkDevelopmentUri(flags.as);
    return { uri: flags.as };
  }
  if (flags.keyFile !== undefined) return { file: resolve(flags.keyFile) };
  if (file.key !== undefined) return file.key;
  if (env["DINFRA_KEY_FILE"]) return { file: resolve(env["DINFRA_KEY_FILE"]) };
  throw badInput(
    "no key to sign with; give --key-file FILE, set DINFRA_KEY_FILE, or on a development chain --as //Charlie",
  );
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

function requireFolder(path: string, option: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true) return;
  throw badInput(`${option}: expected a folder, found a file, ${path}`);
}
