import { connect } from "@dinfra/chain";
import { reactorClient } from "./api/client.js";
import { sharedToken } from "./api/token.js";
import { runChild, settingsFromArgument, tellSupervisor } from "./child-process.js";
import type { SidecarSettings } from "./config.js";
import { dataFolder } from "./data-folder.js";
import { reasonOf } from "./failure.js";
import { listenOnLoopback } from "./listen.js";
import { processLog } from "./log.js";
import { ChainReader } from "./sidecar/chain-reader.js";
import { ConfirmedEnds } from "./sidecar/confirmed-ends.js";
import { CursorStore } from "./sidecar/cursor.js";
import { keyOf } from "./sidecar/key-file.js";
import { refuseOtherOwner } from "./sidecar/other-owner.js";
import { Sidecar } from "./sidecar/sidecar.js";
import { SidecarStatus } from "./sidecar/status-server.js";
import { Submissions } from "./sidecar/submissions.js";

// The sidecar process: it follows the chain and drives the reactor. It holds the chain key and no platform credentials.

const log = processLog("sidecar");

runChild(log, async (fail) => {
  const settings = settingsFromArgument<SidecarSettings>();
  const files = dataFolder(settings.dataDir);
  const undo: (() => Promise<void> | void)[] = [];
  const signer = await keyOf(settings.key);
  // With a key of its own, what is urgent waits behind nothing.
  const urgentSigner = settings.urgentKey === undefined ? signer : await keyOf(settings.urgentKey);

  const cursor = CursorStore.open(files.sidecarStore);
  undo.push(() => cursor.close());
  const { follows } = cursor;
  const [endpoint, ...others] = settings.endpoints;
  const chain = await connect(endpoint!, {
    ...(follows !== null && { expect: { genesisHash: follows.genesisHash, instance: follows.instance } }),
    requestTimeout: settings.answerTimeout,
    log: (message) => log.warn({ of: "chain" }, message),
  });
  undo.push(() => chain.close());
  const identity = await chain.identity();
  const owner = { instance: identity.instance, provider: settings.provider };
  const reactor = reactorClient(settings.reactorUrl, sharedToken(files.token));
  // A new store would be bound to a chain that the reactor's own does not belong to, and keep the right one out later.
  if (follows === null) refuseOtherOwner((await reactor.list()).owner, owner);
  cursor.bind({ ...identity, provider: settings.provider });

  const status = new SidecarStatus();
  const reader = new ChainReader(chain, cursor, settings.provider, [signer.address, urgentSigner.address]);
  // One that is away is no reason not to start: what has ended waits for it.
  const witnesses = await Promise.all(
    others.map((other) =>
      connect(other, {
        connectTimeout: null,
        requestTimeout: settings.answerTimeout,
        expect: identity,
        log: (message) => log.warn({ of: "chain", endpoint: other }, message),
      }),
    ),
  );
  undo.push(async () => void (await Promise.all(witnesses.map((witness) => witness.close()))));
  const noAnswer = new Map<string, string>();
  const ends = new ConfirmedEnds({
    endpoint: endpoint!,
    witnesses,
    provider: settings.provider,
    distance: settings.endDistance,
    onAnswer: () => sidecar.wake(),
    onNoAnswer: (of, error) => {
      const { code, message } = reasonOf(error, "chain");
      if (noAnswer.get(of) !== code) log.warn({ of: "chain", endpoint: of, code, reason: message }, "no answer");
      noAnswer.set(of, code);
    },
  });
  undo.push(() => ends.settled());
  const submissions = new Submissions({
    submit: (call, { urgent }) => chain.submit(urgent ? urgentSigner : signer, call, { urgent }),
    onSettled: () => sidecar.wake(),
    log,
    firstDelay: 2_000,
    longestDelay: 300_000,
    onOutcome: status.onOutcome,
  });
  const sidecar: Sidecar = new Sidecar({
    chain,
    reader,
    reactor,
    submissions,
    ends,
    owner,
    log,
    resyncInterval: settings.resyncInterval,
    pollInterval: settings.pollInterval,
    retryingGrace: settings.retryingGrace,
    pending: async () => {
      const accounts = new Set([signer.address, urgentSigner.address]);
      const all = await Promise.all([...accounts].map((account) => chain.pendingOf(account)));
      return all.reduce((sum, each) => sum + each, 0);
    },
  });
  sidecar.onFatal = fail;
  sidecar.onTurn = () => {
    if (sidecar.state.syncedAt === null) return;
    sidecar.onTurn = () => {};
    log.info({ block: sidecar.state.block }, "chain and reactor read, work begins");
    tellSupervisor({ kind: "synced" });
  };

  const server = status.serve(sidecar, () => submissions.inFlight);
  const url = await listenOnLoopback(server, settings.port);
  undo.push(() => server.close());
  undo.push(() => sidecar.stop());
  sidecar.start();
  log.info({ url, key: signer.address, provider: settings.provider, ...identity }, "sidecar ready");
  tellSupervisor({ kind: "ready", url });
  return async () => {
    for (const release of undo.reverse()) await release();
  };
});
