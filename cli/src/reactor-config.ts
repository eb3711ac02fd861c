import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ReactorConfig } from "@dinfra/reactor";
import { createAjv, explain, formatValidation } from "@dinfra/schemas";
import { defaultStore, readJsonFile } from "./descriptor-input.js";
import { badInput } from "./failure.js";
import { checkDevelopmentUri, readKeyFile } from "./keys.js";
import { parseAccount } from "./parse/account.js";
import { parseEndpoint } from "./parse/endpoint.js";
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

/** The configuration file: the same names; folders and files in it are relative to it. No secret stands in it, only where one lies. */
export const configSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    endpoint: { type: "string", maxLength: 512 },
    provider: { type: "string", maxLength: 64 },
    keyFile: { type: "string", minLength: 1, maxLength: 4096 },
    dataDir: { type: "string", minLength: 1, maxLength: 4096 },
    store: { type: "string", minLength: 1, maxLength: 4096 },
    profile: { type: "string", minLength: 1, maxLength: 4096 },
    port: { type: "integer", minimum: 0, maximum: 65535 },
  },
} as const;

type ConfigFile = Partial<Record<"endpoint" | "provider" | "keyFile" | "dataDir" | "store" | "profile", string>> & {
  port?: number;
};

/**
 * Flags over file over environment over defaults; every file that is named is there and readable before anything starts.
 * @throws CommandFailure exit code 2
 */
export async function readReactorConfig(
  flags: ReactorFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReactorConfig> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config);
  const provider = flags.provider ?? file.provider;
  if (provider === undefined) throw badInput("for which provider? give --provider");
  const profile = flags.profile ?? file.profile;
  if (profile !== undefined) await readJsonFile(profile);
  return {
    endpoint: parseEndpoint(flags.endpoint ?? file.endpoint ?? DEFAULT_ENDPOINT),
    provider: await parseAccount(provider),
    key: await keyOf(flags, file, env),
    dataDir: folder(flags.dataDir ?? file.dataDir ?? defaultDataDir(env), "--data-dir"),
    store: folder(flags.store ?? file.store ?? defaultStore(env), "--store"),
    ...(profile === undefined ? {} : { profile: resolve(profile) }),
    port: flags.port ?? file.port ?? DEFAULT_REACTOR_PORT,
  };
}

async function readConfigFile(path: string): Promise<ConfigFile> {
  const value = await readJsonFile(path);
  const validate = createAjv().compile<ConfigFile>(configSchema);
  if (!validate(value))
    throw badInput(`${path}: ${formatValidation("reactor configuration", explain(validate.errors ?? []))}`);
  const beside = (name: "keyFile" | "dataDir" | "store" | "profile") => {
    const found = value[name];
    return found === undefined ? {} : { [name]: resolve(dirname(path), found) };
  };
  return { ...value, ...beside("keyFile"), ...beside("dataDir"), ...beside("store"), ...beside("profile") };
}

async function keyOf(
  flags: ReactorFlags,
  file: ConfigFile,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReactorConfig["key"]> {
  if (flags.as !== undefined && flags.keyFile !== undefined)
    throw badInput("expected one key, found --as and --key-file; give one of them");
  if (flags.as !== undefined) {
    checkDevelopmentUri(flags.as);
    return { uri: flags.as };
  }
  const keyFile = flags.keyFile ?? file.keyFile ?? env["DINFRA_KEY_FILE"];
  if (keyFile === undefined || keyFile === "") {
    throw badInput(
      "no key to sign with; give --key-file FILE, set DINFRA_KEY_FILE, or on a development chain --as //Charlie",
    );
  }
  await readKeyFile(keyFile);
  return { file: resolve(keyFile) };
}

function folder(path: string, option: string): string {
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true)) {
    throw badInput(`${option}: expected a folder, found a file, ${path}`);
  }
  return resolve(path);
}
