import * as path from "node:path";
import { invalidArgument } from "../../errors.js";
import type { PlatformSettings } from "../port.js";

/**
 * State root of the host provider, undefined for its own default.
 * @throws ComponentError `InvalidArgument` for one that is not absolute: program, provider and observer run elsewhere
 */
export function rootOf(settings: PlatformSettings): string | undefined {
  const root = settings["root"];
  if (root === undefined) return undefined;
  if (typeof root !== "string" || !path.isAbsolute(root)) {
    throw invalidArgument("placement.local.root", "an absolute path", root);
  }
  return root;
}
