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
  /** Processes of it, by name, that may have the ports in its place: what stands before it, where anything does. */
  also?: string[] | null;
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

const namesOf = ({ name, also }: PeerProcess): string[] => [name, ...(also ?? [])];

/**
 * Why a process may not have the other as its peer, or undefined. A stack is one author's; the reactor gives each
 * deployment a stack of its own, so no deployment reaches another, whatever it names.
 */
export function peerProblem(urn: string, peer: PeerProcess, there: readonly ProcessRecord[]): string | undefined {
  const { owner, ports } = peer;
  for (const { name, owner: whose, urn: theirs } of there) {
    if (whose !== owner) return `expected the process ${name} to be of ${owner}, found that it is of ${whose}`;
    if (stackOf(theirs) !== stackOf(urn))
      return `expected the process ${name} to be of the stack ${stackOf(urn)}, found that it is of ${stackOf(theirs)}`;
  }
  // One that is not there yet may have what is missing.
  if (there.length < namesOf(peer).length) return undefined;
  const has = there.flatMap((found) => portsOf(found).map((port) => port.name));
  const missing = ports.find((port) => !has.includes(port));
  if (missing === undefined) return undefined;
  const { name } = peer;
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
    const there = namesOf(peer).flatMap((one) => readRecord<ProcessRecord>(layout, "processes", one) ?? []);
    const problem = peerProblem(urn, peer, there);
    if (problem) throw new HostError("peer-refused", `process ${name}: ${problem}: name a peer of its own stack`);
  }
}

/** The ports of those peers that are there, and that the process may have. */
export function portsOfPeers(layout: Layout, { urn, inputs }: ProcessRecord): { address: string; port: number }[] {
  const peers = (inputs["peerProcesses"] ?? []) as PeerProcess[];
  const records = peers.length === 0 ? [] : listRecords<ProcessRecord>(layout, "processes");
  return peers.flatMap((peer) => {
    const there = namesOf(peer).flatMap((one) => records.find(({ name }) => name === one) ?? []);
    if (peerProblem(urn, peer, there) !== undefined) return [];
    return there.flatMap((found) => portsOf(found).filter(({ name }) => peer.ports.includes(name)));
  });
}
