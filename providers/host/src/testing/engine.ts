import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { installHostPlugin } from "../plugin.js";
import { readStat } from "../proc/state.js";
import { eventually, type Scratch } from "./scratch.js";
import { readSummaries } from "./summary.js";

/** The engine that the set-up of this repository puts there. */
function engineRoot(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(cache, "dinfra", "engine", "v3.259.0");
}

export interface EngineSetting {
  stack: Stack;
  /** Where the plugin announces its barriers. */
  barriers: string;
}

/** A stack of an inline program on a real engine with our plugin; all its files lie in the scratch folder. */
export async function makeStack(
  scratch: Scratch,
  program: PulumiFn,
  env: Record<string, string> = {},
): Promise<EngineSetting> {
  const at = (name: string) => {
    const folder = path.join(scratch.folder, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  };
  const pulumiHome = at("pulumi-home");
  installHostPlugin(pulumiHome);
  const barriers = at("barriers");
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "host-test", stackName: "test", program },
    {
      workDir: at("work"),
      pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root: engineRoot() }),
      projectSettings: { name: "host-test", runtime: "nodejs", backend: { url: `file://${at("state")}` } },
      envVars: {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_CONFIG_PASSPHRASE: "test",
        DINFRA_HOST_ROOT: scratch.root,
        DINFRA_TEST_BARRIER: barriers,
        ...env,
      },
    },
  );
  readSummaries(stack, at("state"), "host-test");
  return { stack, barriers };
}

/** Runs an update until the plugin reaches the barrier, then kills the engine and, unless told not to, the plugin. */
export async function killAt(
  point: string,
  barriers: string,
  update: Promise<unknown>,
  killPlugin = true,
): Promise<{ plugin: number }> {
  const failed = update.then(
    () => new Error("the update ended before it could be killed"),
    () => undefined,
  );
  let plugin = 0;
  await eventually(
    `barrier ${point}`,
    () => {
      const reached = fs
        .readdirSync(barriers)
        .find((name) => name.startsWith(`${point}.`) && name.endsWith(".reached"));
      plugin = Number(reached?.split(".").at(-2) ?? 0);
      return plugin > 0;
    },
    30_000,
  );
  const engine = readStat(plugin)!.ppid;
  process.kill(engine, "SIGKILL");
  if (killPlugin) process.kill(plugin, "SIGKILL");
  const error = await failed;
  if (error) throw error;
  return { plugin };
}
