import { local } from "./local/index.js";
import { registerPlatform } from "./registry.js";

/** Platforms that come with this package. Called by every entry of it; calling it again changes nothing. */
export function registerBuiltInPlatforms(): void {
  registerPlatform(local);
}
