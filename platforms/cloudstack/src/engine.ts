import { ComponentError, type EngineNeeds } from "@dinfra/port";
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Pulumi's dynamic bridge, which runs the Terraform provider. */
const bridge = { name: "terraform-provider", version: "1.1.3" };

/**
 * Bridge and provider, from the cache into which the set-up built them.
 * @throws ComponentError `PlatformPackageMissing` where they are not there
 */
export function engine(env: Readonly<Record<string, string | undefined>>): EngineNeeds {
  const cache = join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "dinfra");
  const folder = `resource-${bridge.name}-v${bridge.version}`;
  const file = join(cache, "plugins", folder, `pulumi-resource-${bridge.name}`);
  const terraform = join(cache, "terraform");
  for (const path of [file, terraform]) {
    if (existsSync(path)) continue;
    throw new ComponentError(
      "PlatformPackageMissing",
      `platform cloudstack: expected the bridge and the Terraform provider, found nothing at ${path}; ` +
        "run npm run setup -- --cloudstack, which builds both",
    );
  }
  return {
    plugins: [{ ...bridge, file }],
    environment: { PULUMI_DYNAMIC_TF_PLUGIN_CACHE_DIR: terraform },
  };
}

/**
 * Puts the bridge where an engine with this PULUMI_HOME finds it, for programs that no reactor runs. Gives back the variables
 * that the engine needs beside it.
 * @throws ComponentError `PlatformPackageMissing` where it was not built
 */
export function installBridge(pulumiHome: string, env = process.env): Readonly<Record<string, string>> {
  const { plugins, environment } = engine(env);
  for (const { name, version, file } of plugins) {
    // A folder that is a link is no plugin to the engine.
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    const link = join(folder, `pulumi-resource-${name}`);
    mkdirSync(folder, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(file, link);
  }
  return environment;
}
