import { rmSync, writeFileSync } from "node:fs";
import { connect } from "@dinfra/chain/client";
import { reactorClient } from "@dinfra/service/api/client";
import { sharedToken } from "@dinfra/service/api/token";
import { tellSupervisor } from "@dinfra/service/child-process";
import { dataFolder } from "@dinfra/service/data-folder";
import { reasonOf } from "@dinfra/service/failure";
import { listenOnLoopback } from "@dinfra/service/listen";
import { keepSecret } from "@dinfra/service/secrets";
import { secretsInSettings } from "@dinfra/service/settings/mask";
import { schemaOf } from "@dinfra/service/settings/schema";
import { span, startTraces } from "@dinfra/service/traces";
import type { Logger } from "pino";
import { accountsCsv } from "./books.js";
import { ChainReader } from "./chain-reader.js";
import type { SidecarSettings } from "./config.js";
import { ConfirmedEnds } from "./confirmed-ends.js";
import { CursorStore } from "./cursor.js";
import { Earnings } from "./earnings.js";
import { keyOf } from "./key-file.js";
import { Keyring } from "./keyring.js";
import { refuseOtherOwner } from "./other-owner.js";
import { Sidecar } from "./sidecar.js";
import { SidecarStatus } from "./status-server.js";
import { Submissions } from "./submissions.js";

/**
 * Follows the chain and drives the reactor, until what it returns is called. It holds the chain key and no platform
 * credentials.
 *
 * @param fail told of what no later turn can put right
 */
export async function follow(
  settings: SidecarSettings,
  log: Logger,
  fail: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const undo: (() => Promise<void> | void)[] = [];
  const { endpoints, traces, reactorUrl } = settings;
  keepSecret(...secretsInSettings(schemaOf("sidecar"), { endpoints, traces, reactor: { url: reactorUrl } }));
  undo.push(await startTraces(traces, "dinfra-sidecar"));
  const signers = await Promise.all([settings.key, ...(settings.nextKey ? [settings.nextKey] : [])].map(keyOf));
  // With a key of its own, what is urgent waits behind nothing.
  const keyring = new Keyring(signers, settings.urgentKey && (await keyOf(settings.urgentKey)));

  const cursor = CursorStore.open(dataFolder(settings.dataDir).sidecarStore);
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
  const { tokenFile, reactorTls } = settings;
  const token = tokenFile === undefined ? undefined : sharedToken(tokenFile);
  const reactor = reactorClient(settings.reactorUrl, token, undefined, reactorTls);
  // A new store would be bound to a chain that the reactor's own does not belong to, and keep the right one out later.
  if (follows === null) refuseOtherOwner((await reactor.list()).owner, owner);
  cursor.bind({ ...identity, provider: settings.provider });

  const status = new SidecarStatus();
  const reader = new ChainReader(chain, cursor, settings.provider, keyring.addresses);
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
  const earnings = new Earnings({
    chain,
    books: cursor.books,
    keyring,
    provider: settings.provider,
    log,
    claimInterval: settings.claimInterval,
  });
  const submissions = new Submissions({
    submit: (call, { urgent }) =>
      span(
        "sidecar extrinsic",
        { "dinfra.urgent": urgent },
        () => chain.submit(keyring.signerFor(urgent), call, { urgent }),
        null,
      ),
    onSettled: () => sidecar.wake(),
    log,
    firstDelay: 2_000,
    longestDelay: 300_000,
    onOutcome: (kind, outcome) => {
      status.onOutcome(kind, outcome);
      // The key may be an operator no more, which no change of an assignment tells of.
      if (outcome === "refused") reader.forget();
    },
    onIncluded: earnings.onIncluded,
    onPaid: earnings.onPaid,
  });
  const sidecar: Sidecar = new Sidecar({
    chain,
    reader,
    reactor,
    submissions,
    ends,
    earnings,
    keyring,
    owner,
    log,
    resyncInterval: settings.resyncInterval,
    pollInterval: settings.pollInterval,
    retryingGrace: settings.retryingGrace,
    pending: async () => {
      const all = await Promise.all(keyring.addresses.map((account) => chain.pendingOf(account)));
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

  const server = status.serve(sidecar, {
    inFlight: () => submissions.inFlight,
    feeDays: () => keyring.days(),
    income: () => accountsCsv(cursor.books.accounts()),
    copy: () => cursor.copy(),
    // Of who asks the reactor by a certificate, the token is its own.
    token: token ?? sharedToken(dataFolder(settings.dataDir).token),
  });
  const url = await listenOnLoopback(server, settings.port);
  undo.push(() => server.close());
  const { sidecarAddress } = dataFolder(settings.dataDir);
  writeFileSync(sidecarAddress, `${JSON.stringify({ url })}\n`, { mode: 0o600 });
  undo.push(() => rmSync(sidecarAddress, { force: true }));
  undo.push(() => sidecar.stop());
  sidecar.start();
  log.info({ url, keys: keyring.addresses, provider: settings.provider, ...identity }, "sidecar ready");
  tellSupervisor({ kind: "ready", url });
  return async () => {
    for (const release of undo.reverse()) await release();
  };
}
