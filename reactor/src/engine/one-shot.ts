import { existsSync } from "node:fs";
import { join } from "node:path";
import { ENGINE_VERSION, cacheFolder } from "./locate.js";

/** The one-shot engine's version: Pulumi's, and which one of ours around it. Raised with every change of tools/engine/one-shot. */
export const ONE_SHOT_VERSION = `${ENGINE_VERSION}-2`;

/** The name of its executable. */
export const ONE_SHOT = "dinfra-engine";

/** Where the set-up puts the one-shot engine, if it has built it there. */
export function locateOneShot(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const file = join(cacheFolder(env), "one-shot-engine", ONE_SHOT_VERSION, "bin", ONE_SHOT);
  return existsSync(file) ? file : undefined;
}
