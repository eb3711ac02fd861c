import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { runChild } from "@dinfra/service/child-process";
import { ReactorError, reasonOf } from "@dinfra/service/failure";
import { processLog } from "@dinfra/service/log";
import { fromEnvironment, fromFile, fromFlags, layered } from "@dinfra/service/settings/layers";
import { schemaOf, settingsOf } from "@dinfra/service/settings/schema";
import { checkSidecarConfig, readConfig, sidecarSettings, type SidecarConfig, type SidecarSettings } from "./config.js";
import { follow } from "./follow.js";

// The command dinfra-sidecar: a sidecar for a reactor of any kind, under whatever supervises it (it ends with status 1 to be
// started anew, with 78 when that would not help).

const usage = `Usage: dinfra-sidecar [config.json] [--setting value]...

Follows a chain and drives a reactor through the Chain Reactor API. Writes its log as JSON lines to standard output.
Each setting of the file can be given by a variable and by a flag, too, such as DINFRA_DATA_DIR and --data-dir; the
environment wins over the file, flags over both. docs/reactor.md, "A sidecar alone", and docs/reference/configuration.md.
`;

/** Flags over environment over file. */
function configOf(file: string | undefined, flags: ReadonlyMap<string, string>): SidecarConfig {
  const schema = schemaOf("sidecar");
  const folder = process.cwd();
  const { value, sources } = layered(schema, [
    ...(file === undefined ? [] : [fromFile(schema, readConfig(file, requireObject), file)]),
    fromEnvironment(schema, process.env, folder),
    fromFlags(schema, flags, folder),
  ]);
  return checkSidecarConfig(value, folder, sources);
}

function requireObject(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ReactorError("config.invalid", "expected a configuration, found JSON that is no object");
}

function settingsFor(config: SidecarConfig): SidecarSettings {
  const { tokenFile } = config.reactor;
  if (tokenFile !== undefined && !existsSync(tokenFile)) {
    throw new ReactorError(
      "token.missing",
      `${tokenFile}: expected a file with the reactor's token, found none: let the reactor write it, or name another file`,
    );
  }
  return sidecarSettings(config, config.reactor, config.port);
}

function main(): void {
  let settings: SidecarSettings;
  let level: string;
  try {
    const named = settingsOf(schemaOf("sidecar")).map(({ flag }) => [flag.slice(2), { type: "string" }] as const);
    const options = { ...Object.fromEntries(named), help: { type: "boolean" } as const };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (values.help === true) return void process.stdout.write(usage);
    if (positionals.length > 1)
      throw new ReactorError(
        "usage",
        `expected one configuration file at most, found ${positionals.length} arguments\n\n${usage}`,
      );
    const flags = Object.entries(values).map(([name, value]) => [`--${name}`, String(value)] as const);
    const config = configOf(positionals[0], new Map(flags));
    level = config.logLevel ?? "info";
    settings = settingsFor(config);
  } catch (error) {
    // A reason is on one line for logs; here each error of a configuration has a line of its own.
    process.stderr.write(`dinfra-sidecar: ${error instanceof Error ? error.message : reasonOf(error).message}\n`);
    process.exitCode = 2;
    return;
  }
  const log = processLog("sidecar", level);
  runChild(log, (fail) => follow(settings, log, fail));
}

main();
