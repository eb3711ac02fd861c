import "./engine/deferred.js";
import { rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { folderStore } from "@dinfra/schemas";
import { isolationOf, observerOf, ownerOfSharedNetwork, programs } from "@dinfra/stacks";
import { ReactorMetrics } from "./api/metrics.js";
import { createServer } from "./api/server.js";
import { sharedToken } from "@dinfra/service/api/token";
import { runChild, settingsFromSupervisor, tellSupervisor } from "@dinfra/service/child-process";
import type { ReactorSettings } from "./config.js";
import { dataFolder } from "@dinfra/service/data-folder";
import { wallClock } from "@dinfra/service/clock";
import { ChangeLog } from "./deployments/change-log.js";
import { EventFiles } from "./deployments/event-files.js";
import { OrphanCount } from "./deployments/orphan-count.js";
import { Progress } from "./deployments/progress.js";
import { Reconciler } from "./deployments/reconciler.js";
import { DeploymentStore } from "./deployments/store.js";
import { withNetworks } from "./deployments/networks.js";
import { surroundings } from "./deployments/surroundings.js";
import { knownShared } from "./engine/folders.js";
import { createEngine } from "./engine/index.js";
import { requireExec } from "./exec.js";
import { findEngine } from "./find-engine.js";
import { ReactorError } from "@dinfra/service/failure";
import { readProfile } from "./read-profile.js";
import { listenAt } from "@dinfra/service/listen";
import { processLog } from "@dinfra/service/log";
import { ServerTls } from "@dinfra/service/tls/server";
import { keepSecret } from "@dinfra/service/secrets";
import { startTraces } from "@dinfra/service/traces";
import { secretsInSettings } from "@dinfra/service/settings/mask";
import { schemaOf } from "@dinfra/service/settings/schema";

// The reactor process: store, state machine, engine and API. It holds the platform's credentials and no chain key.

const log = processLog("reactor");

runChild(log, async () => {
  const settings = settingsFromSupervisor<ReactorSettings>();
  const files = dataFolder(settings.dataDir);
  keepSecret(...settings.credentials.map((name) => process.env[name]));
  keepSecret(...secretsInSettings(schemaOf("reactor"), settings));
  const undo: (() => Promise<void> | void)[] = [];
  undo.push(await startTraces(settings.traces, "dinfra-reactor"));
  const profile = readProfile(settings);
  const token = sharedToken(files.token);
  const isolation = await isolationOf(profile, [settings.dataDir]);
  if (isolation?.ok === false) throw new ReactorError("isolation.impossible", isolation.detail);
  if (isolation) log.info({ isolation: isolation.detail }, "how workloads are kept from this provider");
  requireExec(settings.dataDir);

  const store = DeploymentStore.open(files.reactorStore);
  undo.push(() => store.close());
  refuseOtherProvider(store, settings.provider);

  const engineRoot = await findEngine(settings.engineRoot);
  const { runner, maxWorkers, credentials } = settings;
  const engine = await createEngine({ engineRoot, runner, stateDir: files.engineState, maxWorkers, credentials });
  const eventFiles = new EventFiles(files.events, (error) =>
    log.warn({ reason: (error as Error).message }, "events of deployments cannot be written"),
  );
  keepSecret(await readFile(join(files.engineState, ".passphrase"), "utf8").catch(() => undefined));
  const changeLog = new ChangeLog(files.changeLog, wallClock, (error) =>
    log.error({ reason: (error as Error).message }, "the change log cannot be written"),
  );
  undo.push(() => changeLog.settled());
  const progress = new Progress(undefined, undefined, undefined, eventFiles);
  undo.push(() => progress.settled());
  const tls = settings.tls && new ServerTls(settings.tls, { log, copyTo: files.apiCertificate });
  if (tls === undefined) rmSync(files.apiCertificate, { force: true });
  process.on("SIGHUP", () => tls?.reload());

  const orphans = new OrphanCount(() => reconciler.orphans(), settings.orphanInterval, log);
  const metrics = new ReactorMetrics(
    store,
    () => reconciler.held().length,
    () => orphans.last,
    () => tls?.expires,
  );
  const reconciler: Reconciler = new Reconciler({
    store,
    around: surroundings(withNetworks(engine, settings.provider), folderStore(settings.store), profile),
    progress,
    log,
    retry: settings.retry,
    breaker: settings.breaker,
    probeInterval: settings.probeInterval,
    tendInterval: settings.tendInterval,
    keepPast: settings.keepPast,
    changeLog,
    folders: () => engine.known(),
    common: () =>
      knownShared(files.engineState).map((id) =>
        ownerOfSharedNetwork(store.owner?.instance ?? "", settings.provider, id),
      ),
    ...(settings.driftInterval > 0 && { driftInterval: settings.driftInterval }),
    onDrift: settings.onDrift,
    onWork: metrics.onWork,
  });
  undo.push(() => reconciler.stop());

  const server = createServer({
    store,
    reconciler,
    progress,
    metrics,
    serves: new Set(Object.keys(programs)),
    missing: async () => {
      try {
        await observerOf(profile).list("readiness");
        return null;
      } catch (error) {
        return `the platform ${profile.platform} cannot be asked: ${(error as Error).message}`;
      }
    },
    token,
    tls,
    readToken: sharedToken(files.readToken),
    log,
  });
  const url = await listenAt(server, settings.address, settings.port);
  undo.push(() => server.close());
  writeFileSync(files.apiAddress, `${JSON.stringify({ url })}\n`, { mode: 0o600 });
  undo.push(() => rmSync(files.apiAddress, { force: true }));

  reconciler.start();
  if (settings.orphanInterval > 0) orphans.start();
  undo.push(() => orphans.stop());
  log.info({ url, epoch: store.epoch, deployments: store.size }, "reactor ready");
  tellSupervisor({ kind: "ready", url });
  return async () => {
    for (const release of undo.reverse()) await release();
  };
});

function refuseOtherProvider(store: DeploymentStore, provider: string): void {
  const { owner } = store;
  if (owner === null || owner.provider === provider) return;
  store.close();
  throw new ReactorError(
    "wrong-instance",
    `the store in this data directory belongs to provider ${owner.provider}, configured is ${provider}: give that provider, or another data directory`,
  );
}
