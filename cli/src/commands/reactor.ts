import { resolve } from "node:path";
import { Command } from "commander";
import type { ReactorConfig } from "@dinfra/reactor";
import { at } from "@dinfra/service/settings/layers";
import { maskedSettings, maskedUrl } from "@dinfra/service/settings/mask";
import { schemaOf, settingsOf } from "@dinfra/service/settings/schema";
import { CommandFailure } from "../failure.js";
import { formatJson } from "../format/json.js";
import { printable } from "../format/printable.js";
import { formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { configured, readReactorConfig, type ReactorFlags } from "../reactor-config.js";
import { allDeployments, askReactor, defaultDataDir, withReactor, type ReactorOptions } from "../reactor-http.js";
import { requireDevelopmentChain } from "../keys.js";
import { answer, withConnection, withExamples, withJson } from "../session.js";
import { stopped } from "./chain.js";
import { flagsOf, withConfig } from "./config-options.js";
import { addDeploymentCommands } from "./reactor-deployment.js";
import { reactorNetworkCommand } from "./reactor-network.js";

export function reactorCommand(io: Io): Command {
  const reactor = new Command("reactor").description(
    "follow the chain: deploy what is awarded, tear down what has ended",
  );

  withExamples(
    withConfig(
      reactor
        .command("run")
        .description("run reactor and sidecar and watch both, until Ctrl-C; what is deployed stays"),
    ),
    "dinfra reactor run --provider //Bob --as //Charlie",
    "dinfra reactor run --config /etc/dinfra/reactor.json --json",
  ).action((options) => run(io, flagsOf(options)));

  withExamples(
    withConfig(
      reactor
        .command("check")
        .description("whether all that a reactor needs is there: engine, profile, store, key, port, chain"),
    ),
    "dinfra reactor check --provider //Bob --as //Charlie",
  ).action((options) => check(io, flagsOf(options)));

  withExamples(
    withConfig(
      reactor
        .command("config")
        .description("the configuration that is in force, and where each value was given; secrets are masked"),
    ),
    "dinfra reactor config --config /etc/dinfra/reactor.json",
  ).action((options) => showConfig(io, flagsOf(options)));

  withExamples(
    withConfig(
      reactor
        .command("isolate")
        .argument("<owner>", "as check lists it, such as deployment:0x...:12.1")
        .description(
          "isolate what a former version deployed as the reactor's user, as the profile wants it; it starts again",
        ),
    ),
    "dinfra reactor isolate deployment:0x4be1...c0:12.1 --config /etc/dinfra/reactor.json",
  ).action((owner: string, options) => isolate(io, owner, flagsOf(options)));

  withExamples(
    withJson(
      reactor
        .command("backup")
        .argument("<folder>", "a folder that is not there yet")
        .description("copy stores, engine's states, tokens and logs, each whole, whether the reactor runs or not")
        .option("--data-dir <folder>", "the reactor's state (env: DINFRA_DATA_DIR)"),
    ),
    "dinfra reactor backup /var/backups/dinfra-2026-12-01 --data-dir /var/lib/dinfra",
  ).action((folder: string, options: { dataDir?: string; json?: boolean }) => backup(io, folder, options));

  withExamples(
    withConfig(
      reactor
        .command("restore")
        .argument("<folder>", "a backup")
        .description("make an empty data directory out of a backup, to go on with what runs"),
    ),
    "dinfra reactor restore /var/backups/dinfra-2026-12-01 --config /etc/dinfra/reactor.json",
  ).action((folder: string, options) => restore(io, folder, flagsOf(options)));

  reactor.addCommand(reactorNetworkCommand(io));

  withExamples(
    withReactor(
      withJson(reactor.command("deployments").description("what a reactor has deployed, with its endpoints")),
    ),
    "dinfra reactor deployments",
  ).action((options: ReactorOptions & { json?: boolean }) => deployments(io, options));

  withExamples(
    withReactor(
      withJson(
        reactor
          .command("release")
          .argument("[ids...]", "deployments, for example 7.1; without any: all that are held")
          .description("let teardowns go on that the breaker holds, once you have seen that they should go"),
      ),
    ),
    "dinfra reactor release 7.1 9.2",
  ).action((ids: string[], options: ReactorOptions & { json?: boolean }) => release(io, ids, options));

  addDeploymentCommands(reactor, io);

  withExamples(
    withJson(reactor.command("income"))
      .description("income and fees of each subscription as CSV, in the smallest unit, whether the reactor runs or not")
      .option("--data-dir <folder>", "the reactor's state (env: DINFRA_DATA_DIR)"),
    "dinfra reactor income > income.csv",
  ).action((options: { dataDir?: string; json?: boolean }) => income(io, options));

  return reactor;
}

async function income(io: Io, options: { dataDir?: string; json?: boolean }): Promise<void> {
  const { incomeCsv } = await import("@dinfra/reactor");
  const csv = (await incomeCsv(resolve(options.dataDir ?? defaultDataDir(io.env)))).trimEnd();
  // Numbers, addresses and hashes: no field has a comma.
  const [head = [], ...rows] = csv.split("\r\n").map((line) => line.split(","));
  answer(options, io, { accounts: rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]]))) }, csv);
}

async function run(io: Io, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  await requireChainForKey(io, config);
  const { runReactor, endpointsOf } = await import("@dinfra/reactor");
  // What was decided here, by flag or file, is what both processes are told.
  const env = { ...io.env, DINFRA_LOG_LEVEL: config.logLevel };
  const running = await runReactor(config, { env, log: (line) => io.err(printable(line)), signal: io.stop }).catch(
    (error) => {
      if (io.stop.aborted) return undefined; // told to end before it was ready
      throw error;
    },
  );
  if (running === undefined) return;
  const endpoints = endpointsOf(config).map(maskedUrl);
  try {
    io.outliveOutput();
    io.onHangup(running.reload);
    io.out(
      options.json
        ? formatJson({
            ready: true,
            api: running.apiUrl,
            provider: config.provider,
            endpoint: endpoints[0],
            endpoints,
            dataDir: config.dataDir,
          })
        : `reactor of ${config.provider} on ${endpoints.join(", ")}\nAPI ${running.apiUrl}, state in ${config.dataDir}\nCtrl-C ends it; what is deployed stays.`,
    );
    await Promise.race([stopped(io.stop), running.done]);
  } finally {
    await running.close();
  }
}

/** A development key is used on a development chain only. A real key waits for its chain, however long that is away. */
async function requireChainForKey(io: Io, config: ReactorConfig): Promise<void> {
  const { key } = config;
  if ("file" in key) return;
  const { endpointsOf } = await import("@dinfra/reactor");
  const endpoint = endpointsOf(config)[0]!;
  await withConnection({ endpoint }, io, (chain) => requireDevelopmentChain(key.uri, chain));
}

async function backup(io: Io, folder: string, options: { dataDir?: string; json?: boolean }): Promise<void> {
  const { backupReactor } = await import("@dinfra/reactor");
  const { at, files } = await backupReactor(resolve(options.dataDir ?? defaultDataDir(io.env)), folder);
  const bytes = Object.values(files).reduce((sum, { size }) => sum + size, 0);
  const count = Object.keys(files).length;
  answer(
    options,
    io,
    { folder: resolve(folder), at, files: count, bytes },
    `${resolve(folder)}: ${count} files, ${bytes} bytes, as of ${at}. It holds secrets: keep it as you keep the data directory`,
  );
}

async function restore(io: Io, folder: string, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  const { restoreReactor } = await import("@dinfra/reactor");
  const restored = await restoreReactor(config, resolve(folder));
  const { at, kept, dropped } = restored;
  const gone = dropped.length === 0 ? "" : `\nnothing is left on the platform of: ${dropped.join(", ")}`;
  answer(
    options,
    io,
    { dataDir: config.dataDir, ...restored },
    `${config.dataDir} is as of ${at}, with ${kept.length} deployments${gone}\nstart it with dinfra reactor run`,
  );
}

async function showConfig(io: Io, options: ReactorFlags): Promise<void> {
  const { config, sources } = await configured(options, io.env);
  const schema = schemaOf("reactor");
  const shown = maskedSettings(schema, config);
  const rows = settingsOf(schema).flatMap(({ name, path }) => {
    const value = at(shown, path);
    if (value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return [[name, printable(text), sources.get(name) ?? "default"]];
  });
  const given = Object.fromEntries(rows.map(([name, , source]) => [name!, source!]));
  answer(options, io, { config: shown, given }, formatTable(["setting", "value", "given by"], rows));
}

async function check(io: Io, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  const { checkReactor } = await import("@dinfra/reactor");
  const findings = await checkReactor(config, io.env as NodeJS.ProcessEnv);
  const rows = findings.map(({ name, ok, detail }) => [ok ? "good" : "BAD", name, printable(detail)]);
  answer(options, io, { ok: findings.every(({ ok }) => ok), findings }, formatTable(["", "what", "found"], rows));
  const bad = findings.filter(({ ok }) => !ok).map(({ name }) => name);
  if (bad.length > 0) throw new CommandFailure("reactor.check", 1, `not ready: ${bad.join(", ")}`);
}

async function isolate(io: Io, owner: string, options: ReactorFlags): Promise<void> {
  const config = await readReactorConfig(options, io.env);
  const { isolateDeployment } = await import("@dinfra/reactor");
  const { uid, notGiven } = await isolateDeployment(config, owner);
  const kept = notGiven
    .map((file) => `\nnot given to it, as it has another name elsewhere: ${printable(file)}`)
    .join("");
  answer(
    options,
    io,
    { owner, uid, notGiven },
    `${printable(owner)} is isolated, as uid ${uid}; the reactor starts it again${kept}`,
  );
}

async function deployments(io: Io, options: ReactorOptions & { json?: boolean }): Promise<void> {
  const { epoch, items } = await allDeployments(io, options);
  const rows = items.map((item) => [
    item.id,
    item.phase,
    `${item.observedGeneration} of ${item.generation}`,
    item.endpoints.map(({ url }) => printable(url)).join(" ") || "-",
    printable(item.failure?.message ?? ""),
  ]);
  answer(
    options,
    io,
    { epoch, items },
    rows.length === 0 ? "none" : formatTable(["deployment", "phase", "generation", "endpoints", ""], rows),
  );
}

async function release(io: Io, ids: readonly string[], options: ReactorOptions & { json?: boolean }): Promise<void> {
  const post = (path: string) => askReactor(io, options, path, "application/json", "POST");
  if (ids.length === 0) {
    await post("/v1/breaker/release");
    return answer(options, io, { released: true }, "released: no teardown is held back now");
  }
  for (const id of ids) await post(`/v1/deployments/${encodeURIComponent(id)}/release`);
  answer(options, io, { released: ids }, `released: ${ids.join(", ")}; the others stay held`);
}
