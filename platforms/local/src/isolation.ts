import * as host from "@dinfra/host";
import { invalidArgument, type IsolationFinding, type IsolationMove } from "@dinfra/port";
import type { LocalSettings } from "./settings.js";

/** The input of the host provider's resources; undefined for its default. */
export function isolationOf({ isolation, uids }: LocalSettings): host.Isolation | undefined {
  if (isolation === undefined) return undefined;
  return { kind: isolation, ...(uids && { firstUid: uids.first, uidCount: uids.count }) };
}

/** Tries whether workloads can have uids of their own, unless the shared user was accepted by name. */
export async function lookAtIsolation(settings: LocalSettings): Promise<IsolationFinding> {
  const { root = host.defaultRoot(), isolation = host.IsolationKind.SharedUser } = settings;
  if (isolation === host.IsolationKind.SharedUser) return { ok: true, detail: shared };
  const problem = await host.isolationProblem(root, isolationOf(settings));
  if (problem !== undefined)
    return {
      ok: false,
      detail: `workloads cannot be kept from this provider: ${problem}. Or accept by name that they run as its user and can read and do what it can: "isolation": "shared-user" in the profile's settings of the platform local`,
    };
  const { first, count } = settings.uids ?? host.defaultUids;
  const left = host.sharedOwners(root);
  const before =
    left.length === 0
      ? ""
      : `; still as the provider's own user, from before: ${left.join(", ")} (dinfra reactor isolate moves one)`;
  return { ok: true, detail: `each deployment has a uid of its own, ${first} to ${first + count - 1}${before}` };
}

/** @throws ComponentError `InvalidArgument` where the settings do not want uids of their own; HostError */
export async function isolate(settings: LocalSettings, owner: string): Promise<IsolationMove> {
  const { root = host.defaultRoot(), isolation } = settings;
  const wanted = isolationOf(settings);
  if (wanted?.kind !== host.IsolationKind.OwnUser)
    throw invalidArgument(
      "placement.local.isolation",
      `"${host.IsolationKind.OwnUser}", to move what runs to it`,
      isolation,
    );
  return host.moveToOwnUser(root, owner, wanted);
}

const shared =
  "isolation shared-user: workloads run as this very user, and can read and do what it can; the profile accepts that";
