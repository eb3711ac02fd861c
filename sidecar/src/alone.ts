import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { runChild } from "@dinfra/service/child-process";
import { ReactorError, reasonOf } from "@dinfra/service/failure";
import { processLog } from "@dinfra/service/log";
import { checkSidecarConfig, readConfig, sidecarSettings, type SidecarSettings } from "./config.js";
import { follow } from "./follow.js";

// The command dinfra-sidecar: a sidecar for a reactor of any kind, under whatever supervises it (it ends with status 1 to be
// started anew, with 78 when that would not help).

const usage = `Usage: dinfra-sidecar <config.json>

Follows a chain and drives a reactor through the Chain Reactor API. Writes its log as JSON lines to standard output.
The configuration is described in docs/reactor.md, "A sidecar alone".
`;

function settingsOf(file: string): SidecarSettings {
  const config = readConfig(file, checkSidecarConfig);
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
  try {
    const { values, positionals } = parseArgs({ options: { help: { type: "boolean" } }, allowPositionals: true });
    if (values.help === true) return void process.stdout.write(usage);
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new ReactorError(
        "usage",
        `expected one configuration file, found ${positionals.length} arguments\n\n${usage}`,
      );
    settings = settingsOf(file);
  } catch (error) {
    // A reason is on one line for logs; here each error of a configuration has a line of its own.
    process.stderr.write(`dinfra-sidecar: ${error instanceof Error ? error.message : reasonOf(error).message}\n`);
    process.exitCode = 2;
    return;
  }
  const log = processLog("sidecar");
  runChild(log, (fail) => follow(settings, log, fail));
}

main();
