import * as host from "@dinfra/host";
import { invalidArgument, type IsolationFinding, type IsolationMove, type Workload } from "@dinfra/port";
import type { LocalSettings } from "./settings.js";

/** The input of the host provider's resources; undefined for its default. */
export function isolationOf({ isolation, uids }: LocalSettings): host.Isolation | undefined {
  if (isolation === undefined) return undefined;
  return { kind: isolation, ...(uids && { firstUid: uids.first, uidCount: uids.count }) };
}

/** The same for a service's process, with what it is made of: its program and the catalogue's files that it is told. */
export function programIsolation(
  settings: LocalSettings,
  workload: Workload,
  serviceName: string,
): host.Isolation | undefined {
  const isolation = isolationOf(settings);
  if (isolation?.kind !== host.IsolationKind.Namespaces) return isolation;
  const service = workload.services.find(({ name }) => name === serviceName);
  const files = [service?.program.command, ...(service?.assets ?? []).map(({ path }) => path)];
  const readable = [...(settings.readable ?? []), ...files.filter((file) => file?.startsWith("/"))] as string[];
  return { ...isolation, readable: [...new Set(readable)] };
}

/** Tries whether workloads can be isolated as the settings want it, unless the shared user was accepted by name. */
export async function lookAtIsolation(settings: LocalSettings, hidden?: readonly string[]): Promise<IsolationFinding> {
  const { root = host.defaultRoot(), isolation = host.IsolationKind.SharedUser, readable } = settings;
  if (isolation === host.IsolationKind.SharedUser) return { ok: true, detail: shared };
  const problem = await host.isolationProblem(root, { ...isolationOf(settings), readable }, hidden);
  if (problem !== undefined)
    return {
      ok: false,
      detail: `workloads cannot be kept from this provider: ${problem}. Or accept by name that they run as its user and can read and do what it can: "isolation": "shared-user" in the profile's settings of the platform local`,
    };
  const { first, count } = settings.uids ?? host.defaultUids;
  const has =
    isolation === host.IsolationKind.OwnUser
      ? `each deployment has a uid of its own, ${first} to ${first + count - 1}`
      : "each process has namespaces of its own, and ways to its deployment's ports only";
  const left = host.sharedOwners(root);
  const before =
    left.length === 0
      ? ""
      : `; still as the provider's own user, from before: ${left.join(", ")} (dinfra reactor isolate moves one)`;
  return { ok: true, detail: `${has}${before}` };
}

/** @throws ComponentError `InvalidArgument` where the settings want no isolation; HostError */
export async function isolate(settings: LocalSettings, owner: string): Promise<IsolationMove> {
  const { root = host.defaultRoot(), isolation, readable = [] } = settings;
  const wanted = isolationOf(settings);
  if (wanted?.kind === host.IsolationKind.OwnUser) return host.moveToOwnUser(root, owner, wanted);
  if (wanted?.kind === host.IsolationKind.Namespaces)
    return host.moveToNamespaces(root, owner, { ...wanted, readable });
  throw invalidArgument(
    "placement.local.isolation",
    `"${host.IsolationKind.OwnUser}" or "${host.IsolationKind.Namespaces}", to move what runs to it`,
    isolation,
  );
}

const shared =
  "isolation shared-user: workloads run as this very user, and can read and do what it can; the profile accepts that";
