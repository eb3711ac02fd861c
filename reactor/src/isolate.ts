import { isolate } from "@dinfra/stacks";
import type { ReactorConfig } from "./config.js";
import { readProfile } from "./read-profile.js";

/**
 * Isolates, as the profile wants it, a deployment that an earlier version started as the reactor's user. Its processes are ended;
 * a running reactor sees that and starts them again.
 *
 * @param owner as `check` lists it
 */
export async function isolateDeployment(
  config: ReactorConfig,
  owner: string,
): Promise<{ uid: number; notGiven: string[] }> {
  return isolate(readProfile(config), owner);
}
