import { Option, type Command } from "commander";
import { parseEndpoint } from "../parse/endpoint.js";
import { parsePort } from "../parse/numbers.js";
import { DEFAULT_REACTOR_PORT } from "../reactor-http.js";
import { DEFAULT_ENDPOINT, withJson } from "../session.js";

/** The options of commands that work with a reactor's configuration and data directory. */
export function withConfig(command: Command): Command {
  return withJson(command)
    .option("--config <file>", "all of the below in a JSON file; what is given here wins")
    .addOption(
      new Option("--endpoint <url>", `the chain's WebSocket address (default: ${DEFAULT_ENDPOINT})`)
        .env("DINFRA_ENDPOINT")
        .argParser(parseEndpoint),
    )
    .option("--provider <account>", "the provider that it works for")
    .option(
      "--key-file <file>",
      "file (mode 600) with the secret URI of the provider's or an operator's key (env: DINFRA_KEY_FILE)",
    )
    .option("--as <uri>", "a development key, such as //Charlie; development chains only")
    .option("--data-dir <folder>", "where it keeps its state (env: DINFRA_DATA_DIR)")
    .option("--store <folder>", "the descriptor store (env: DINFRA_STORE)")
    .option("--profile <file>", "platform and catalogue; without one, processes of this machine below the data folder")
    .addOption(
      new Option(
        "--port <port>",
        `port of its API on 127.0.0.1; 0 takes a free one (default: ${DEFAULT_REACTOR_PORT})`,
      ).argParser(parsePort),
    );
}
