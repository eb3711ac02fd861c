import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import * as path from "node:path";
import { installHostPlugin } from "@dinfra/host";
import { readSummaries } from "../../../providers/host/src/testing/summary.js";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";

/** The engine where the set-up of this repository puts it. */
const engineRoot = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), ".cache"), "dinfra/engine/v3.259.0");

/** A stack on the real engine with the real host provider; everything it writes lies in one folder. */
export interface Scratch {
  folder: string;
  /** State root of the host provider. */
  root: string;
  stack: Stack;
  /** Destroys what is left, and removes the folder. */
  clean(): Promise<void>;
}

export interface ScratchOptions {
  program: PulumiFn;
  /** Folder of the "project", that paths in its configuration count from. Defaults to a temporary one. */
  workDir?: string;
  env?: Record<string, string>;
  /** Default to dinfra and test. */
  project?: string;
  stackName?: string;
}

export async function makeScratch(options: ScratchOptions): Promise<Scratch> {
  const { program, workDir, env = {}, project = "dinfra", stackName = "test" } = options;
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dinfra-stacks-")));
  const at = (name: string) => {
    mkdirSync(path.join(folder, name));
    return path.join(folder, name);
  };
  const root = at("root");
  const pulumiHome = at("home");
  const state = at("state");
  installHostPlugin(pulumiHome);
  const stack = await LocalWorkspace.createStack(
    { projectName: project, stackName, program },
    {
      workDir: workDir ?? at("work"),
      pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root: engineRoot }),
      projectSettings: { name: project, runtime: "nodejs", backend: { url: `file://${state}` } },
      envVars: {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_CONFIG_PASSPHRASE: "test",
        DINFRA_HOST_ROOT: root,
        ...env,
      },
    },
  );
  readSummaries(stack, state, project);
  return {
    folder,
    root,
    stack,
    async clean() {
      try {
        await stack.destroy();
      } finally {
        endMarked(root);
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** Ends whatever the host provider started under this root: nothing, unless a test was cut off. */
function endMarked(root: string): void {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let environ: string;
    try {
      environ = readFileSync(`/proc/${pid}/environ`, "utf8");
    } catch {
      continue; // It has ended meanwhile, or belongs to somebody else.
    }
    const marks = environ.split("\0");
    const ours = marks.includes(`DINFRA_HOST_ROOT=${root}`) && marks.some((m) => m.startsWith("DINFRA_HOST_NAME="));
    if (ours) process.kill(Number(pid), "SIGKILL");
  }
}
