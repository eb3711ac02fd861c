import { mkdirSync, readlinkSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { Installation } from "./environment.js";
import type { EngineNeeds } from "./programs.js";

/**
 * The installation with what a platform needs: its plugins linked into PULUMI_HOME, its variables for the engine. Several
 * workers may do it at once, and it does nothing where all is there.
 */
export function withPlatformNeeds(installation: Installation, needs: EngineNeeds | undefined): Installation {
  if (!needs) return installation;
  for (const { name, version, file } of needs.plugins) {
    // A folder that is a link is no plugin to the engine, a file that is one is.
    const folder = join(installation.pulumiHome, "plugins", `resource-${name}-v${version}`);
    mkdirSync(folder, { recursive: true });
    linkTo(file, join(folder, `pulumi-resource-${name}`));
  }
  return { ...installation, environment: { ...installation.environment, ...needs.environment } };
}

function linkTo(file: string, link: string): void {
  try {
    if (readlinkSync(link) === file) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const draft = `${link}.${process.pid}`;
  symlinkSync(file, draft);
  renameSync(draft, link);
}
