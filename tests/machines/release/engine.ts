import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { installNodePlugin } from "@dinfra/node";
import { LocalWorkspace, PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";

/** The engine that the set-up of this repository puts there. */
function engineRoot(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "dinfra", "engine", "v3.259.0");
}

/** A stack of an inline program on the real engine, with dinfra-node as its only plugin, in a folder of its own. */
export async function openStack(program: PulumiFn): Promise<{ stack: Stack; folder: string; close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-release-"));
  const at = (name: string) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  const pulumiHome = at("home");
  installNodePlugin(pulumiHome);
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "release-test", stackName: "test", program },
    {
      workDir: at("work"),
      pulumiHome,
      pulumiCommand: await PulumiCommand.get({ root: engineRoot() }),
      projectSettings: { name: "release-test", runtime: "nodejs", backend: { url: `file://${at("state")}` } },
      envVars: {
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_CONFIG_PASSPHRASE: "test",
      },
    },
  );
  return { stack, folder, close: () => rmSync(folder, { recursive: true }) };
}
