import { Command, Option } from "commander";
import type { Io } from "../io.js";
import { parsePort } from "../parse/numbers.js";
import { withExamples } from "../session.js";
import { stopped } from "./chain.js";

interface SdOptions {
  readonly listen?: number;
  readonly host: string;
}

/** What a Prometheus scrapes, in the form of its service discovery. */
export function prometheusSdCommand(io: Io): Command {
  return withExamples(
    new Command("prometheus-sd")
      .description(
        "what a Prometheus scrapes of stacks, by their outputs: print it as JSON for file_sd_configs, or serve it for http_sd_configs",
      )
      .argument(
        "<outputs...>",
        "files with what `pulumi stack output --json` says, each as <file> or <stack>=<file>; the label stack is its name",
      )
      .addOption(
        new Option(
          "--listen <port>",
          "serve GET /targets until Ctrl-C, reading the files anew each time; 0 takes a free port",
        ).argParser(parsePort),
      )
      .option("--host <address>", "address to listen on", "127.0.0.1"),
    "dinfra prometheus-sd prod=outputs.json > /etc/prometheus/dinfra.json",
    "dinfra prometheus-sd prod=outputs.json --listen 9199",
  ).action(async (words: string[], options: SdOptions) => {
    const { parseOutputsFile, targetsOf } = await import("../prometheus/outputs.js");
    const files = words.map(parseOutputsFile);
    // Also before it is served: what was typed wrong is said at once.
    const groups = await targetsOf(files);
    if (options.listen === undefined) {
      io.out(JSON.stringify(groups, null, 2));
      return;
    }
    const { serveTargets } = await import("../prometheus/serve.js");
    const served = await serveTargets(
      { host: options.host, port: options.listen },
      () => targetsOf(files),
      (problem) => io.err(problem),
    );
    try {
      io.outliveOutput();
      io.out(served.url);
      await stopped(io.stop);
    } finally {
      await served.close();
    }
  });
}
