import { locateEngine } from "./engine/index.js";
import { ReactorError } from "@dinfra/service/failure";

/**
 * The folder whose bin/pulumi is the engine.
 * @throws {ReactorError} `engine.missing`
 */
export async function findEngine(configured: string | undefined): Promise<string> {
  if (configured !== undefined) return configured;
  const found = await locateEngine();
  if ("root" in found) return found.root;
  throw new ReactorError("engine.missing", found.reason);
}
