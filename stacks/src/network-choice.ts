import { createHash } from "node:crypto";
import { openPlacement, requireCapability, supports } from "@dinfra/components";
import { StackError } from "./errors.js";
import { placementOf, type Profile } from "./profile.js";

/**
 * The network of a deployment.
 * - `own`       one that comes and goes with it
 * - `shared`    the reactor's, for the deployments of many: made with the first of them, and kept
 * - `existing`  one that somebody else made
 */
export type NetworkChoice = { use: "shared"; name?: string } | { use: "own" } | { use: "existing"; id: string };

/** What of a resource in a stack's state says which network the stack has. */
export interface KnownResource {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly custom?: boolean;
  /** Only read, and never made. */
  readonly external?: boolean;
  readonly outputs?: { readonly [name: string]: unknown };
}

/**
 * The network of a deployment never changes: another one would be another machine. So what its state has goes before the
 * profile, whatever the profile said when it was made, or says by now.
 */
export function networkOf(profile: Profile, state: readonly KnownResource[]): NetworkChoice {
  return networkIn(state) ?? profile.network ?? defaultOf(profile);
}

function networkIn(state: readonly KnownResource[]): NetworkChoice | undefined {
  const network = state.find(({ type, urn }) => type === "dinfra:index:Network" && urn.endsWith("::network"));
  if (!network) return undefined;
  const made = ({ parent, custom, external, type }: KnownResource) =>
    parent === network.urn && custom !== false && !external && !type.startsWith("pulumi:");
  if (state.some(made)) return { use: "own" };
  const { id } = (network.outputs?.["attachment"] ?? {}) as { id?: unknown };
  return typeof id === "string" && id !== "" ? { use: "existing", id } : undefined;
}

/** Shared where strangers are kept apart in it: by the platform for each machine, and by each machine's own firewall. */
function defaultOf(profile: Profile): NetworkChoice {
  const place = openPlacement(placementOf(profile));
  const apart = supports(place, "sharedNetwork") && profile.machines?.artifacts !== undefined;
  return { use: apart ? "shared" : "own" };
}

/**
 * What a profile asks for and its platform cannot do.
 * @throws ComponentError `PlatformLacks`; StackError `InvalidProfile`
 */
export function checkNetwork(type: string, profile: Profile): void {
  const use = profile.network?.use ?? "own";
  if (use === "own") return;
  const place = openPlacement(placementOf(profile));
  if (use === "existing") return requireCapability(`${type} in an existing network`, place, "existingNetwork");
  requireCapability(`${type} in a shared network`, place, "sharedNetwork");
  if (profile.machines?.artifacts) return;
  throw new StackError(
    "InvalidProfile",
    "/machines/artifacts: expected where machines fetch the agent, whose firewall keeps strangers in a shared network apart, " +
      'found nothing; give it, or say "network": { "use": "own" }',
  );
}

/** Names a shared network among those of a reactor: by its name and where it lies, 12 hex digits. */
export function sharedNetworkKey(profile: Profile): string {
  const { platform } = openPlacement(placementOf(profile));
  const name = profile.network?.use === "shared" ? profile.network.name : undefined;
  const zone = platform.shape === "machine" ? platform.networkZone : undefined;
  const where = JSON.stringify([profile.platform, profile.platformPackage ?? null, zone ?? null, name ?? null]);
  return createHash("sha256").update(where).digest("hex").slice(0, 12);
}

/**
 * Id of a network that is there, undefined for one of the deployment's own.
 * @throws StackError `InvalidProfile` for a shared one: who runs the program has not made it
 */
export function existingNetwork({ network }: Profile): string | undefined {
  if (network?.use === "existing") return network.id;
  if (network?.use !== "shared") return undefined;
  throw new StackError(
    "InvalidProfile",
    "/network: expected own or existing, found shared, which is the reactor's to make",
  );
}
