import * as pulumi from "@pulumi/pulumi";
import { invalidArgument, ComponentError } from "./errors.js";
import { ownerOfStack } from "./naming.js";
import type { Platform, PlatformSettings } from "./platforms/port.js";
import { platform } from "./platforms/registry.js";

/** Settings of the platform "local": processes of this machine. */
export interface LocalPlacementArgs {
  /** Absolute path of the folder that this machine's processes are kept under. Defaults to the host provider's own default. */
  root?: string;
}

/** A platform of a third party, registered with `registerPlatform` before any component is constructed. */
export interface CustomPlacementArgs {
  /** Name under which the platform was registered. */
  name: string;
  /** Settings as that platform defines them. Never secrets: they reach the platform in clear. */
  settings?: Record<string, string>;
}

/** Where a component is placed: exactly one platform, by its nested argument. */
export interface PlacementArgs {
  /** Processes of this machine, on loopback addresses. */
  local?: LocalPlacementArgs;
  /** A platform of a third party. */
  custom?: CustomPlacementArgs;
  /** Who owns what is made; goes into every physical name and tag. Defaults to the project and stack. */
  owner?: string;
}

/** A placement, decided. */
export interface Place {
  platform: Platform;
  settings: PlatformSettings;
  owner: string;
}

/**
 * Decides the platform of a placement.
 * @throws ComponentError `NoPlatform` unless exactly one platform is named, `UnknownPlatform`, `InvalidArgument`
 */
export function resolvePlacement(placement: PlacementArgs): Place {
  const { owner, custom, ...builtIn } = placement;
  const named = Object.entries(builtIn).filter(([, settings]) => settings !== undefined);
  if (named.length + (custom ? 1 : 0) !== 1) {
    throw new ComponentError(
      "NoPlatform",
      `placement: expected exactly one platform, found ${[...named.map(([name]) => name), ...(custom ? ["custom"] : [])].join(" and ") || "none"}; ` +
        "give one of placement.local and placement.custom",
    );
  }
  if (owner !== undefined && (owner === "" || owner.includes("\0"))) {
    throw invalidArgument("placement.owner", "a text that is not empty", owner);
  }
  const [name, settings] = custom ? [custom.name, custom.settings ?? {}] : (named[0] as [string, object]);
  return {
    platform: platform(name),
    settings: { ...settings },
    owner: owner ?? ownerOfStack(pulumi.getProject(), pulumi.getStack()),
  };
}
