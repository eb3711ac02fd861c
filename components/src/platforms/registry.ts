import { ComponentError } from "../errors.js";
import type { Platform } from "./port.js";

const platforms = new Map<string, Platform>();

/**
 * Makes a platform known under its name. Third parties call it before they construct a component with
 * `placement.custom.name`. A name is given once: two platforms of one name would make placement depend on load order.
 */
export function registerPlatform(platform: Platform): void {
  const known = platforms.get(platform.name);
  if (known === platform) return;
  if (known) {
    throw new ComponentError(
      "PlatformAlreadyRegistered",
      `the platform name "${platform.name}" is taken: register yours under another name`,
    );
  }
  platforms.set(platform.name, platform);
}

/** The registered platform of that name. */
export function platform(name: string): Platform {
  const found = platforms.get(name);
  if (found) return found;
  throw new ComponentError(
    "UnknownPlatform",
    `unknown platform "${name}": known are ${[...platforms.keys()].sort().join(", ") || "none"}; ` +
      "register it with registerPlatform before the component is constructed",
  );
}

export function registeredPlatforms(): Platform[] {
  return [...platforms.values()];
}
