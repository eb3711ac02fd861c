import { Command } from "commander";
import { printable } from "../format/printable.js";
import { formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { readReactorConfig, type ReactorFlags } from "../reactor-config.js";
import { answer, withExamples } from "../session.js";
import { flagsOf, withConfig } from "./config-options.js";

export function reactorNetworkCommand(io: Io): Command {
  const network = new Command("network").description("the networks that a reactor's deployments share");

  withExamples(
    withConfig(network.command("list").description("which there are, and which deployments are in them")),
    "dinfra reactor network list --config /etc/dinfra/reactor.json",
  ).action((options) => list(io, flagsOf(options)));

  withExamples(
    withConfig(
      network
        .command("remove")
        .argument("<id>", "as list says it, such as shared.0123456789ab")
        .description(
          "remove one that no deployment is in; stop the reactor before, the next that needs it makes it again",
        ),
    ),
    "dinfra reactor network remove shared.0123456789ab --config /etc/dinfra/reactor.json",
  ).action((id: string, options) => remove(io, id, flagsOf(options)));

  return network;
}

async function list(io: Io, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  const { sharedNetworks } = await import("@dinfra/reactor");
  const networks = await sharedNetworks(config);
  const rows = networks.map(({ id, network, users }) => [
    id,
    printable(network ?? "-"),
    users.map((user) => user.id).join(" ") || "-",
  ]);
  const table = rows.length === 0 ? "none" : formatTable(["network", "on its platform", "deployments in it"], rows);
  answer(options, io, { networks }, table);
}

async function remove(io: Io, id: string, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  const { removeSharedNetwork } = await import("@dinfra/reactor");
  const { emptyAt } = await removeSharedNetwork(config, id);
  answer(
    options,
    io,
    { id, emptyAt },
    `${printable(id)} is removed; nothing of it was left on its platform at ${emptyAt}`,
  );
}
