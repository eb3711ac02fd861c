import { resolve } from "node:path";
import { Command } from "commander";
import type { Io } from "../io.js";
import { answer, withExamples, withJson } from "../session.js";

export function pluginCommand(io: Io): Command {
  const plugin = new Command("plugin").description("the component package for every Pulumi language");

  withExamples(
    withJson(
      plugin
        .command("make")
        .description(
          "write a folder that Pulumi takes as the package dinfra, and put the providers of this machine's processes and " +
            "of machines' agents where Pulumi finds them",
        ),
    )
      .argument("<folder>", "the folder to write")
      .option(
        "--platform <name...>",
        "platforms to serve: local, cloudstack, aws, kubernetes, or the package of a third party's; each must be installed here",
      ),
    "dinfra plugin make dinfra-plugin",
    "dinfra plugin make dinfra-plugin --platform cloudstack",
  ).action(async (folder: string, options: { json?: boolean; platform?: string[] }) => {
    // Loaded here: no other command needs the component package.
    const { makePluginFolder } = await import("@dinfra/components/dist/plugin-folder.js");
    const { installHostPlugin } = await import("@dinfra/host/dist/plugin.js");
    const { installNodePlugin } = await import("@dinfra/node/dist/plugin.js");
    const target = resolve(folder);
    const platforms = options.platform ?? [];
    makePluginFolder({ folder: target, platformRoots: [process.cwd(), __dirname], platforms });
    const hostPlugin = installHostPlugin();
    const nodePlugin = installNodePlugin();
    answer(
      options,
      io,
      { folder: target, hostPlugin, nodePlugin, platforms },
      `${target}: the Pulumi package dinfra; next: pulumi package add ${target}\n` +
        `${hostPlugin}: the provider of this machine's processes\n` +
        `${nodePlugin}: the provider of machines' agents`,
    );
  });

  return plugin;
}
