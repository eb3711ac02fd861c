import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { cliArguments, oneShotArguments, type EngineCall } from "./calls.js";
import { engineEnvironment, type Installation } from "./environment.js";
import { EngineFailure } from "./failure.js";
import type { DeploymentFolder } from "./folders.js";

/** How an engine process ended. */
export interface Exit {
  readonly code: number | null;
  /** The signal that ended it; an engine that was asked to stop by SIGINT ends by itself, with a code. */
  readonly signal: NodeJS.Signals | null;
  /** The last of what it printed on both streams. */
  readonly output: string;
}

const OUTPUT_KEPT = 32_768;

/**
 * Runs one engine process on one deployment, the one-shot engine or the Pulumi CLI, and resolves when it has ended, however
 * it has. `stop` sends it one SIGINT, on which it finishes what is in flight and writes its state; a second one would make
 * it drop everything.
 *
 * Throws `engine.missing` if it cannot be started.
 */
export async function runEngine(
  installation: Installation,
  folder: DeploymentFolder,
  call: EngineCall,
  stop: AbortSignal,
): Promise<Exit> {
  await mkdir(folder.temporary, { recursive: true });
  const { oneShot, keyFolder } = installation;
  const binary = oneShot ?? join(installation.engineRoot, "bin", "pulumi");
  const args = oneShot === undefined ? cliArguments(call, folder) : oneShotArguments(call, folder, keyFolder);
  const child = spawn(binary, args, {
    cwd: folder.work,
    env: { ...process.env, ...engineEnvironment(installation, folder) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: string) => {
    output = (output + chunk).slice(-OUTPUT_KEPT);
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  const interrupt = () => void child.kill("SIGINT");
  if (stop.aborted) interrupt();
  stop.addEventListener("abort", interrupt, { once: true });
  try {
    return await new Promise<Exit>((resolve, reject) => {
      child.once("error", (error) =>
        reject(
          new EngineFailure(
            {
              code: "engine.missing",
              retryable: true,
              message: `Pulumi's engine expected at ${binary}: ${error.message}. Run \`npm run setup\`.`,
            },
            { cause: error },
          ),
        ),
      );
      child.once("close", (code, signal) => resolve({ code, signal, output }));
      // A killed engine's plugin lives on, and may hold the pipes open for minutes: nobody waits for those.
      child.once("exit", (code, signal) => signal !== null && resolve({ code, signal, output }));
    });
  } finally {
    stop.removeEventListener("abort", interrupt);
  }
}
