import { resolvePlacement, type PlacementArgs } from "../placement.js";
import type { Observer } from "./port.js";

/** The observer of a placement's platform. Needs no Pulumi and no running program; the owner is asked for by name. */
export function observerFor(placement: PlacementArgs): Observer {
  const { platform, settings } = resolvePlacement({ ...placement, owner: placement.owner ?? "observer" });
  return platform.observer(settings);
}
