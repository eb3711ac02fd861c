import { ComponentError, type EngineNeeds } from "@dinfra/port";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Version of the SDK, which is the plugin's. */
export function pluginVersion(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of data
  return (require("@pulumi/aws/package.json") as { version: string }).version;
}

/**
 * Pulumi's plugin for AWS, from where Pulumi installs it.
 * @throws ComponentError `PlatformPackageMissing` where it is not there
 */
export function engine(env: Readonly<Record<string, string | undefined>>): EngineNeeds {
  const version = pluginVersion();
  const home = join(env.HOME || homedir(), ".pulumi");
  const file = join(home, "plugins", `resource-aws-v${version}`, "pulumi-resource-aws");
  if (!existsSync(file)) {
    throw new ComponentError(
      "PlatformPackageMissing",
      `platform aws: expected Pulumi's plugin, found nothing at ${file}; run pulumi plugin install resource aws v${version}`,
    );
  }
  return { plugins: [{ name: "aws", version, file }], environment: {} };
}
