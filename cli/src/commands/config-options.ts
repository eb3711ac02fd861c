import { Option, type Command } from "commander";
import { schemaOf, settingsOf, type Setting } from "@dinfra/service/settings/schema";
import { parseEndpoint } from "../parse/endpoint.js";
import { parsePort } from "../parse/numbers.js";
import type { ReactorFlags } from "../reactor-config.js";
import { DEFAULT_REACTOR_PORT } from "../reactor-http.js";
import { DEFAULT_ENDPOINT, withJson } from "../session.js";

/** What help shows; every other setting is a flag, too. */
const shown: Record<string, string> = {
  endpoint: `the chain's WebSocket address (default: ${DEFAULT_ENDPOINT})`,
  provider: "the provider that it works for",
  "key.file": "file (mode 600) with the secret URI of the provider's or an operator's key",
  dataDir: "where it keeps its state",
  store: "the descriptor store",
  profile: "platform and catalogue; without one, processes of this machine below the data folder",
  port: `port of its API on 127.0.0.1; 0 takes a free one (default: ${DEFAULT_REACTOR_PORT})`,
};

/** The options of commands that work with a reactor's configuration and data directory. */
export function withConfig(command: Command): Command {
  withJson(command)
    .option("--config <file>", "a JSON file with settings; the environment wins over it, flags over both")
    .option("--as <uri>", "a development key, such as //Charlie; development chains only");
  for (const setting of settingsOf(schemaOf("reactor"))) command.addOption(optionOf(setting));
  return command.addHelpText(
    "after",
    "\nEach setting of the file is a flag and a variable, such as --max-workers and DINFRA_MAX_WORKERS: docs/reference/configuration.md",
  );
}

function optionOf({ name, flag, variable, schema }: Setting): Option {
  const kind = schema["x-path"] === true ? (/file$/i.test(name) || name === "profile" ? "file" : "folder") : undefined;
  const argument = kind ?? ({ endpoint: "url", provider: "account", port: "port" }[name] || "value");
  const option = new Option(`${flag} <${argument}>`, `${shown[name] ?? schema.description} (env: ${variable})`);
  if (name === "endpoint") option.argParser(parseEndpoint);
  if (name === "port" || name === "sidecarPort") option.argParser((text) => String(parsePort(text)));
  return name in shown ? option : option.hideHelp();
}

/** What was typed of them. */
export function flagsOf(options: Readonly<Record<string, unknown>>): ReactorFlags {
  const settings = new Map(
    [...settingsOf(schemaOf("reactor")).map(({ flag }) => flag), "--as"].flatMap((flag) => {
      const value = options[new Option(`${flag} <value>`).attributeName()];
      return typeof value === "string" ? [[flag, value] as const] : [];
    }),
  );
  const { config, json } = options as { config?: string; json?: boolean };
  return { settings, ...(config !== undefined && { config }), ...(json !== undefined && { json }) };
}
