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
          "write a folder that Pulumi takes as the package dinfra, and put the provider of this machine's processes " +
            "where Pulumi finds it",
        ),
    ).argument("<folder>", "the folder to write"),
    "dinfra plugin make dinfra-plugin",
  ).action(async (folder: string, options: { json?: boolean }) => {
    // Loaded here: no other command needs the component package.
    const { makePluginFolder } = await import("@dinfra/components/dist/plugin-folder.js");
    const { installHostPlugin } = await import("@dinfra/host/dist/plugin.js");
    const target = resolve(folder);
    makePluginFolder({ folder: target, platformRoots: [process.cwd(), __dirname] });
    const hostPlugin = installHostPlugin();
    answer(
      options,
      io,
      { folder: target, hostPlugin },
      `${target}: the Pulumi package dinfra; next: pulumi package add ${target}\n` +
        `${hostPlugin}: the provider of this machine's processes`,
    );
  });

  return plugin;
}
