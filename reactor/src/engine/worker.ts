// A worker process: one operation on one deployment at a time. An unhandled rejection fails every inline program of its
// process, and an SDK that went wrong stays wrong, so updates never share one, and one that failed is not used again.

import "./deferred.js";
import { toFailure } from "./diagnose.js";
import { oneProcessRunner } from "./one-process.js";
import { perform } from "./operations.js";
import { plainRunner } from "./plain.js";
import { JOB_MARK, jobMark, reap } from "./processes.js";
import type { ProgramModule } from "./programs.js";
import type { Assignment, FromWorker, ToWorker, WorkerSettings } from "./protocol.js";
import { ensureInstallation } from "./installation.js";

let settings: WorkerSettings | undefined;
let programs: ProgramModule | undefined;
let current: { readonly id: string; readonly stop: AbortController } | undefined;

process.on("message", (message: ToWorker) => {
  switch (message.kind) {
    case "settings":
      settings = message.settings;
      void warmUp(message.settings);
      break;
    case "work":
      void work(message.assignment);
      break;
    case "stop":
      current?.stop.abort();
      break;
  }
});

// The reactor is gone: nobody waits for the result, and the next reactor must find the deployment untouched by us.
process.on("disconnect", () => void abandon());

async function abandon(): Promise<never> {
  if (current && settings) await reap(JOB_MARK, jobMark(settings.installation.stateDir, current.id));
  process.exit(0);
}

/** All that an award should not have to wait for: the SDK, the programs, the plugins. */
async function warmUp({ installation, programModule }: WorkerSettings): Promise<void> {
  try {
    programs = loadPrograms(programModule);
    await ensureInstallation(installation);
    tell({ kind: "ready" });
  } catch (error) {
    tell({ kind: "failed", failure: toFailure(error).toReport(), killed: false });
    process.exitCode = 1;
    process.disconnect();
  }
}

function loadPrograms(module: string): ProgramModule {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module is named at run time
  return require(module) as ProgramModule;
}

async function work(assignment: Assignment): Promise<void> {
  const stop = new AbortController();
  current = { id: assignment.job.id, stop };
  try {
    if (!settings || !programs) throw new Error("work came before the settings");
    const { installation, runner } = settings;
    const finished = await perform(
      {
        installation,
        programs,
        runner: (runner === "one-process" ? oneProcessRunner() : undefined) ?? plainRunner,
        stop: stop.signal,
        onEvent: (event) => tell({ kind: "event", event }),
        onRecovered: () => tell({ kind: "recovered" }),
      },
      assignment,
    );
    tell({ kind: "done", ...finished, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    const failure = toFailure(error);
    tell({ kind: "failed", failure: failure.toReport(), killed: failure.code === "engine.killed" });
  } finally {
    current = undefined;
  }
}

/** With a callback, a reactor that has just died is no unhandled error: "disconnect" follows, and abandon() does what must be done. */
function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}
