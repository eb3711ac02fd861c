import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sharedToken } from "@dinfra/service/api/token";
import { sidecarSettings } from "@dinfra/sidecar/config";
import { reactorSettings, type ReactorConfig } from "./config.js";
import { dataFolder } from "@dinfra/service/data-folder";
import { reactorEnvironment, sidecarEnvironment } from "./environment.js";
import { ReactorError } from "@dinfra/service/failure";
import { endOrphans, marks } from "@dinfra/service/holder";
import { leastLevel } from "@dinfra/service/log-level";
import type { ClientTls } from "@dinfra/service/tls/client";
import { keepSecret, withoutSecrets } from "@dinfra/service/secrets";
import { secretsInSettings } from "@dinfra/service/settings/mask";
import { schemaOf } from "@dinfra/service/settings/schema";
import { Supervised } from "./supervised.js";

export interface RunOptions {
  /** Takes the lines of the log: JSON, from both processes and from the supervisor itself. Default: standard output. */
  log?: (line: string) => void;
  /** Ends the start before it is ready. */
  signal?: AbortSignal;
  /** The surroundings of which both processes get their allowed part. Default: this process's. */
  env?: NodeJS.ProcessEnv;
  /** Milliseconds that a process which crashes again and again waits at most for its next start. Default 30,000. */
  longestRestartDelay?: number;
}

export interface RunningReactor {
  /** Base URL of the Chain Reactor API. */
  readonly apiUrl: string;
  /** Base URL of the sidecar's /healthz, /readyz and /metrics. */
  readonly sidecarUrl: string;
  /** The bearer token of the API. */
  readonly token: string;
  readonly pids: { readonly reactor: number | undefined; readonly sidecar: number | undefined };
  /** Resolves after close(); rejects with the reason if one of the two cannot go on. */
  readonly done: Promise<void>;
  /** Has the files of TLS read again now, as it is done when they change. Without TLS it does nothing. */
  reload(): void;
  /** Ends both processes. What is deployed stays. */
  close(): Promise<void>;
}

/**
 * Starts the reactor and its sidecar as two processes and watches both: one that crashes is started anew, one that says
 * that it cannot work (another chain's data directory, an unusable profile) ends both. Resolves when both have read chain
 * and store in full for the first time; where the chain is away that takes until it is there.
 *
 * @throws {ReactorError} with the code and words of the process that cannot work; `stopped` after `signal`;
 *   `config.invalid` for an unknown DINFRA_LOG_LEVEL, before anything is started
 */
export async function runReactor(config: ReactorConfig, options: RunOptions = {}): Promise<RunningReactor> {
  const { log: write = writeLog, env = process.env } = options;
  // Here, as a child that cannot even make its log dies without a word to us, and would be started anew for ever.
  const level = env["DINFRA_LOG_LEVEL"] || config.logLevel || "info";
  const least = leastLevel({ DINFRA_LOG_LEVEL: level });
  keepSecret(...secretsInSettings(schemaOf("reactor"), config));
  keepSecret(...(config.credentials ?? []).map((name) => env[name]));
  // What a process says that dies has not gone through its log.
  const log = (line: string) => write(withoutSecrets(line));
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const orphans = await endOrphans(config.dataDir);
  const token = sharedToken(dataFolder(config.dataDir).token);
  const say = (level: number, fields: object, msg: string) => {
    if (level < least) return;
    log(
      JSON.stringify({ level, time: new Date().toISOString(), name: "supervisor", pid: process.pid, ...fields, msg }),
    );
  };

  for (const { pid, command } of orphans)
    say(40, { ended: pid, command }, "a process of a dead supervisor had this data directory");

  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  // Whoever does not wait for the end is not to be killed by it.
  done.promise.catch(() => {});
  let apiUrl = "";
  let sidecarUrl = "";
  let closing: Promise<void> | undefined;

  const giveUp = (name: string, code: string, message: string) => {
    const error = new ReactorError(code, `${name}: ${message}`);
    ready.reject(error);
    done.reject(error);
    void close();
  };
  const watch = (
    name: string,
    script: string,
    settings: () => unknown,
    environment: NodeJS.ProcessEnv,
    onReady: (url: string) => void,
  ) =>
    new Supervised({
      script,
      settings,
      env: environment,
      onLine: log,
      ...(options.longestRestartDelay !== undefined && { longestDelay: options.longestRestartDelay }),
      onMessage: (message) => {
        if (message.kind === "ready") onReady(message.url);
        else if (message.kind === "fatal") giveUp(name, message.code, message.message);
        else ready.resolve();
      },
      onExit: (status, restartIn) => {
        if (restartIn !== null) say(40, { process: name, status, restartIn }, "a process ended, it is started anew");
        else say(30, { process: name, status }, "a process ended");
      },
    });

  const sidecar = watch(
    "sidecar",
    require.resolve("@dinfra/sidecar/main"),
    () => sidecarSettings(config, { url: apiUrl, ...nearTls(config) }, portOf(sidecarUrl, config.sidecarPort)),
    { ...sidecarEnvironment(env), ...marks(config.dataDir), DINFRA_LOG_LEVEL: level },
    (url) => {
      sidecarUrl = url;
    },
  );
  const reactor = watch(
    "reactor",
    join(__dirname, "reactor-main.js"),
    // After a restart the same port: the sidecar knows no other.
    () => reactorSettings({ ...config, port: portOf(apiUrl, config.port) }),
    { ...reactorEnvironment(env, config.credentials ?? []), ...marks(config.dataDir), DINFRA_LOG_LEVEL: level },
    (url) => {
      const first = apiUrl === "";
      apiUrl = url;
      if (first) sidecar.start();
    },
  );

  const close = () =>
    (closing ??= (async () => {
      await sidecar.stop();
      await reactor.stop();
      ready.reject(new ReactorError("stopped", "the reactor was stopped before it was ready"));
      done.resolve();
    })());
  options.signal?.addEventListener("abort", () => void close(), { once: true });

  reactor.start();
  try {
    await ready.promise;
  } catch (error) {
    await close();
    throw error;
  }
  say(30, { api: apiUrl, sidecar: sidecarUrl }, "ready");
  return {
    apiUrl,
    sidecarUrl,
    token,
    get pids() {
      return { reactor: reactor.pid, sidecar: sidecar.pid };
    },
    done: done.promise,
    reload: () => {
      if (config.tls !== undefined) reactor.signal("SIGHUP");
    },
    close,
  };
}

/** Side by side the two know each other by the certificate itself: an expired one must not part them. */
const nearTls = ({ tls, dataDir }: ReactorConfig): ClientTls =>
  tls === undefined ? {} : { pinnedFile: dataFolder(dataDir).apiCertificate };

/** A reader of the log that went away takes no reactor with it. */
function writeLog(line: string): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.on("error", () => {});
  process.stdout.write(`${line}\n`);
}

/** Once it listens, its port; before, the configured one. */
const portOf = (url: string, configured = 0): number => (url === "" ? configured : Number(new URL(url).port));
