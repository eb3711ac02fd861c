import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ComponentError, type EngineNeeds } from "@dinfra/port";

/** Version of the SDK, which is the plugin's. */
export function pluginVersion(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of data
  return (require("@pulumi/kubernetes/package.json") as { version: string }).version;
}

/**
 * Pulumi's plugin for Kubernetes: from the cache into which the set-up built it, else from where Pulumi installs it.
 * @throws ComponentError `PlatformPackageMissing` where it is not there
 */
export function engine(env: Readonly<Record<string, string | undefined>>): EngineNeeds {
  const version = pluginVersion();
  const home = env.HOME || homedir();
  const folder = join("plugins", `resource-kubernetes-v${version}`, "pulumi-resource-kubernetes");
  const files = [join(env.XDG_CACHE_HOME || join(home, ".cache"), "dinfra", folder), join(home, ".pulumi", folder)];
  const file = files.find(existsSync);
  if (file === undefined) {
    throw new ComponentError(
      "PlatformPackageMissing",
      `platform kubernetes: expected Pulumi's plugin, found nothing at ${files.join(", nor at ")}; ` +
        `run pulumi plugin install resource kubernetes v${version}, or, where its server is out of reach, build it in ` +
        `the repository of DINFRA: npm run setup -- --kubernetes`,
    );
  }
  return { plugins: [{ name: "kubernetes", version, file }], environment: {} };
}
