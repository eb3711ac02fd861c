// The engine through the Automation API's public surface only: four CLI processes an update, and no way to see them. The
// fall-back when the SDK is not the one that one-process.ts was written for.

import { CommandError, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { engineEnvironment } from "./environment.js";
import { PROJECT } from "./folders.js";
import { Progress, plain } from "./progress.js";
import type { Runner, RunRequest, RunReport } from "./run.js";

export const plainRunner: Runner = async (request) => {
  const progress = new Progress(request.folder.id, request.onEvent);
  const options = {
    onEvent: progress.take,
    signal: request.stop,
    suppressProgress: true,
    suppressOutputs: true,
    color: "never" as const,
  };
  let failure: { output: string; killedBy?: string } | undefined;
  try {
    const stack = await open(request);
    if (request.stop.aborted) throw new Error("cancelled before it began");
    if (request.verb === "up") await stack.up({ ...options, refresh: request.refreshFirst });
    else if (request.verb === "preview") await stack.preview({ ...options, refresh: request.refreshFirst });
    else if (request.verb === "destroy") await stack.destroy(options);
    else await stack.refresh(options);
  } catch (error) {
    failure = describe(error);
  }
  const report: RunReport = {
    ok: failure === undefined,
    ...(failure?.killedBy === undefined ? {} : { killedBy: failure.killedBy }),
    changes: progress.changes,
    errors: progress.errors,
    failed: progress.failed,
    planned: progress.planned,
    output: failure?.output ?? "",
  };
  return report;
};

async function open({ installation, folder, program }: RunRequest): Promise<Stack> {
  return LocalWorkspace.createOrSelectStack(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the SDK's PulumiFn
    { stackName: folder.id, projectName: PROJECT, program: program as any },
    {
      workDir: folder.work,
      pulumiHome: installation.pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root: installation.engineRoot }),
      envVars: engineEnvironment(installation, folder),
    },
  );
}

/** The SDK has no exit code for us (it is always -2) and keeps the process's end in a private field. */
function describe(error: unknown): { output: string; killedBy?: string } {
  if (error instanceof CommandError) {
    const result = (error as unknown as { commandResult?: { err?: { signal?: string } } }).commandResult;
    const killedBy = result?.err?.signal;
    return { output: plain(error.message), ...(killedBy === undefined ? {} : { killedBy }) };
  }
  return { output: error instanceof Error ? error.message : String(error) };
}
