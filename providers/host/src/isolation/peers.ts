import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords, readRecord } from "../records.js";

/** A process of another owner, by name, and those of its ports that may be reached. */
export interface PeerProcess {
  name: string;
  owner: string;
  /** Names of its ports. */
  ports: string[];
}

interface NamedPort {
  name: string;
  address: string;
  port: number;
}

/** `<stack>::<project>` of a URN (`urn:pulumi:<stack>::<project>::<types>::<name>`). */
const stackOf = (urn: string) =>
  urn
    .replace(/^urn:pulumi:/, "")
    .split("::", 2)
    .join("::");

const portsOf = ({ inputs }: ProcessRecord) =>
  ((inputs["ports"] ?? []) as NamedPort[]).filter((one) => typeof one?.address === "string");

/**
 * Why a process may not have the other as its peer, or undefined. A stack is one author's; the reactor gives each
 * deployment a stack of its own, so no deployment reaches another, whatever it names.
 */
export function peerProblem(urn: string, peer: PeerProcess, found: ProcessRecord): string | undefined {
  const { name, owner, ports } = peer;
  if (found.owner !== owner)
    return `expected the process ${name} to be of ${owner}, found that it is of ${found.owner}`;
  if (stackOf(found.urn) !== stackOf(urn))
    return `expected the process ${name} to be of the stack ${stackOf(urn)}, found that it is of ${stackOf(found.urn)}`;
  const has = portsOf(found).map((port) => port.name);
  const missing = ports.find((port) => !has.includes(port));
  if (missing === undefined) return undefined;
  return `expected the process ${name} to have the port ${missing}, found ${has.join(", ") || "none"}`;
}

/**
 * Refuses peers that a process may not have. One that is not there yet is none: two that name each other could not be made
 * else.
 *
 * @throws peer-refused
 */
export function requirePeers(layout: Layout, urn: string, name: string, peers: readonly PeerProcess[]): void {
  for (const peer of peers) {
    const found = readRecord<ProcessRecord>(layout, "processes", peer.name);
    const problem = found && peerProblem(urn, peer, found);
    if (problem) throw new HostError("peer-refused", `process ${name}: ${problem}: name a peer of its own stack`);
  }
}

/** The ports of those peers that are there, and that the process may have. */
export function portsOfPeers(layout: Layout, { urn, inputs }: ProcessRecord): { address: string; port: number }[] {
  const peers = (inputs["peerProcesses"] ?? []) as PeerProcess[];
  const records = peers.length === 0 ? [] : listRecords<ProcessRecord>(layout, "processes");
  return peers.flatMap((peer) => {
    const found = records.find(({ name }) => name === peer.name);
    if (!found || peerProblem(urn, peer, found) !== undefined) return [];
    return portsOf(found).filter(({ name }) => peer.ports.includes(name));
  });
}
