import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sharedToken } from "./api/token.js";
import { reactorSettings, sidecarSettings, type ReactorConfig } from "./config.js";
import { dataFolder } from "./data-folder.js";
import { reactorEnvironment, sidecarEnvironment } from "./environment.js";
import { ReactorError } from "./failure.js";
import { Supervised } from "./supervised.js";

export interface RunOptions {
  /** Lines of the log: JSON, from both processes and from the supervisor itself. Default: standard output. */
  onLine?: (line: string) => void;
  /** Both processes read chain and store for the first time, and work. */
  onReady?: (running: RunningReactor) => void;
  /** Whether SIGTERM and SIGINT to this process stop the reactor. Default true. */
  signals?: boolean;
  env?: NodeJS.ProcessEnv;
}

export interface RunningReactor {
  /** Base URL of the Chain Reactor API; undefined until the reactor process listens. */
  readonly apiUrl: string | undefined;
  /** Base URL of the sidecar's status. */
  readonly sidecarUrl: string | undefined;
  readonly token: string;
  readonly pids: { reactor: number | undefined; sidecar: number | undefined };
  /** Resolves when both have read everything once. Rejects with the reason if one of them cannot work at all. */
  readonly ready: Promise<void>;
  /** Resolves after stop(); rejects with the reason if one of them cannot go on. */
  readonly ended: Promise<void>;
  /** Ends both processes. What is deployed stays. */
  stop(): Promise<void>;
}

/**
 * Starts the reactor and its sidecar as two processes and watches both: one that crashes is started anew, one that says
 * that it cannot work (another chain's data directory, an unusable profile) ends both.
 */
export function runReactor(config: ReactorConfig, options: RunOptions = {}): RunningReactor {
  const { onLine = (line: string) => void process.stdout.write(`${line}\n`), env = process.env } = options;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const token = sharedToken(dataFolder(config.dataDir).token);
  const say = (level: number, fields: object, msg: string) =>
    onLine(
      JSON.stringify({ level, time: new Date().toISOString(), name: "supervisor", pid: process.pid, ...fields, msg }),
    );

  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  ended.promise.catch(() => {});
  let apiUrl: string | undefined;
  let sidecarUrl: string | undefined;
  let synced = false;
  let stopping: Promise<void> | undefined;

  const watch = (
    name: string,
    script: string,
    settings: () => unknown,
    environment: NodeJS.ProcessEnv,
    onReady: (url: string) => void,
  ) =>
    new Supervised({
      name,
      script: join(__dirname, script),
      settings,
      env: environment,
      onLine,
      onMessage: (message) => {
        if (message.kind === "ready") onReady(message.url);
        else if (message.kind === "fatal") giveUp(name, message.code, message.message);
        else if (!synced) {
          synced = true;
          say(30, { api: apiUrl, sidecar: sidecarUrl }, "ready");
          options.onReady?.(running);
          ready.resolve();
        }
      },
      onExit: (status, restartIn) => {
        if (restartIn !== null) say(40, { process: name, status, restartIn }, "a process ended, it is started anew");
        else say(30, { process: name, status }, "a process ended");
      },
    });

  const giveUp = (name: string, code: string, message: string) => {
    const error = new ReactorError(code, `${name}: ${message}`);
    ready.reject(error);
    ended.reject(error);
    void stop();
  };

  const reactor = watch(
    "reactor",
    "reactor-main.js",
    // After a restart the same port, which the sidecar knows.
    () => ({ ...reactorSettings(config), ...(apiUrl !== undefined && { port: Number(new URL(apiUrl).port) }) }),
    reactorEnvironment(env, config.credentials ?? []),
    (url) => {
      apiUrl = url;
      if (sidecar.pid === undefined && !sidecarStarted) {
        sidecarStarted = true;
        sidecar.start();
      }
    },
  );
  let sidecarStarted = false;
  const sidecar = watch(
    "sidecar",
    "sidecar-main.js",
    () =>
      sidecarSettings(
        { ...config, ...(sidecarUrl !== undefined && { sidecarPort: Number(new URL(sidecarUrl).port) }) },
        apiUrl!,
      ),
    sidecarEnvironment(env),
    (url) => (sidecarUrl = url),
  );

  const stop = () =>
    (stopping ??= (async () => {
      for (const signal of signals) process.off(signal, onSignal);
      await sidecar.stop();
      await reactor.stop();
      ready.reject(new ReactorError("stopped", "the reactor was stopped before it was ready"));
      ended.resolve();
    })());
  const signals = options.signals === false ? [] : (["SIGTERM", "SIGINT"] as const);
  const onSignal = () => void stop();
  for (const signal of signals) process.on(signal, onSignal);

  const running: RunningReactor = {
    get apiUrl() {
      return apiUrl;
    },
    get sidecarUrl() {
      return sidecarUrl;
    },
    token,
    get pids() {
      return { reactor: reactor.pid, sidecar: sidecar.pid };
    },
    ready: ready.promise,
    ended: ended.promise,
    stop,
  };
  reactor.start();
  return running;
}
