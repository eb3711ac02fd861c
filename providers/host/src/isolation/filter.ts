import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as net from "node:net";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import { withLock } from "../lock.js";
import type { NetworkRecord } from "../network/reserve.js";
import type { ProcessRecord } from "../process/record.js";
import { listRecords } from "../records.js";
import type { UidRange } from "./isolation.js";
import { portsOfPeers } from "./peers.js";
import { allUsers, forgetUser } from "./users.js";

/** Ports at an address. */
export interface Ports {
  address: string;
  first: number;
  last: number;
}

/** What a uid may reach on loopback. */
export interface Reach {
  uid: number;
  own: Ports[];
  peers: Ports[];
}

export function tableOf(layout: Layout): string {
  return `dinfra_${createHash("sha256").update(layout.root).digest("hex").slice(0, 12)}`;
}

const portText = ({ first, last }: Ports) => (first === last ? `${first}` : `${first}-${last}`);

/** Elements of a set with intervals must not overlap. */
function merged(ports: Ports[]): Ports[] {
  const out: Ports[] = [];
  const sorted = [...ports].sort((a, b) =>
    a.address < b.address ? -1 : a.address > b.address ? 1 : a.first - b.first,
  );
  for (const one of sorted) {
    const last = out.at(-1);
    if (last?.address === one.address && one.first <= last.last + 1) last.last = Math.max(last.last, one.last);
    else out.push({ ...one });
  }
  return out;
}

function setOf(name: string, type: string, elements: string[]): string {
  const list = elements.length > 0 ? `elements = { ${elements.join(", ")} }` : "";
  return `  set ${name} { type ${type}; flags interval; ${list} }`;
}

function elementsOf(reaches: Reach[], family: 4 | 6, portsOf: (reach: Reach) => Ports[]): string[] {
  return reaches.flatMap((reach) =>
    merged(portsOf(reach).filter(({ address }) => net.isIP(address) === family)).map(
      (ports) => `${reach.uid} . ${ports.address} . ${portText(ports)}`,
    ),
  );
}

/**
 * The table, in one transaction with the removal of the former. A uid of the ranges reaches on loopback (which all
 * addresses of this machine are) its own ports, its peers and the name server; it answers from its own ports to who asked
 * there; all else is refused. A packet of no socket (a reset, say) has no uid and passes.
 */
export function rulesOf(table: string, ranges: UidRange[], reaches: Reach[], nameServers: string[]): string {
  const users = [...new Set(ranges.map(({ first, count }) => `${first}-${first + count - 1}`))];
  const reach = (r: Reach) => [...r.own, ...r.peers];
  const key4 = "uid . ipv4_addr . inet_service";
  const key6 = "uid . ipv6_addr . inet_service";
  const dns = (family: 4 | 6, ip: string) => {
    const servers = nameServers.filter((address) => net.isIP(address) === family);
    return servers.length > 0 ? [`    ${ip} daddr { ${servers.join(", ")} } th dport 53 accept`] : [];
  };
  return [
    `table inet ${table} { }`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    `  set users { type uid; flags interval; auto-merge; elements = { ${users.join(", ")} } }`,
    setOf("reach4", key4, elementsOf(reaches, 4, reach)),
    setOf("reach6", key6, elementsOf(reaches, 6, reach)),
    setOf(
      "own4",
      key4,
      elementsOf(reaches, 4, (r) => r.own),
    ),
    setOf(
      "own6",
      key6,
      elementsOf(reaches, 6, (r) => r.own),
    ),
    "  chain workload {",
    "    meta l4proto { tcp, udp } meta skuid . ip daddr . th dport @reach4 accept",
    "    meta l4proto { tcp, udp } meta skuid . ip6 daddr . th dport @reach6 accept",
    "    ct direction reply meta l4proto { tcp, udp } meta skuid . ip saddr . th sport @own4 accept",
    "    ct direction reply meta l4proto { tcp, udp } meta skuid . ip6 saddr . th sport @own6 accept",
    ...dns(4, "ip"),
    ...dns(6, "ip6"),
    "    reject",
    "  }",
    "  chain output {",
    "    type filter hook output priority 0; policy accept;",
    '    oifname "lo" meta skuid @users jump workload',
    "  }",
    "}",
    "",
  ].join("\n");
}

/** What the records say. */
export function reachesOf(layout: Layout): { ranges: UidRange[]; reaches: Reach[] } {
  const users = allUsers(layout);
  const networks = listRecords<NetworkRecord>(layout, "networks");
  const processes = listRecords<ProcessRecord>(layout, "processes");
  const listed = (inputs: ProcessRecord["inputs"], key: "ports" | "peers"): Ports[] =>
    ((inputs[key] ?? []) as { address: string; port: number }[])
      .filter((one) => typeof one?.address === "string" && typeof one.port === "number")
      .map(({ address, port }) => ({ address, first: port, last: port }));
  const reaches = users.map(({ owner, uid }) => {
    const own = processes.filter((one) => one.owner === owner);
    const ranges = networks.filter((one) => one.owner === owner);
    return {
      uid,
      own: [
        ...ranges.map(({ address, firstPort, lastPort }) => ({ address, first: firstPort, last: lastPort })),
        ...own.flatMap(({ inputs }) => listed(inputs, "ports")),
      ],
      peers: own.flatMap((record) => [
        ...listed(record.inputs, "peers"),
        ...portsOfPeers(layout, record).map(({ address, port }) => ({ address, first: port, last: port })),
      ]),
    };
  });
  return { ranges: users.map(({ range }) => range), reaches };
}

/** Name servers on loopback, such as that of systemd-resolved: names could not be resolved without. */
export function localNameServers(resolvConf: string): string[] {
  return [...resolvConf.matchAll(/^nameserver\s+(\S+)/gm)]
    .map((match) => match[1]!)
    .filter((address) => (net.isIPv4(address) && address.startsWith("127.")) || address === "::1");
}

export function resolvConf(): string {
  try {
    return fs.readFileSync("/etc/resolv.conf", "utf8");
  } catch {
    return "";
  }
}

/** @throws isolation-impossible */
export function nft(rules: string, ...options: string[]): void {
  const { status, stderr, error } = spawnSync("nft", [...options, "-f", "-"], { input: rules, encoding: "utf8" });
  if (status === 0) return;
  throw new HostError(
    "isolation-impossible",
    `expected nft to keep workloads from the services of this machine's loopback, found ${error ? error.message : stderr.trim()}: install nftables (apt-get install nftables)`,
    true,
  );
}

/** The whole ruleset of a root, from its records. */
export function rulesFor(layout: Layout): string | undefined {
  const { ranges, reaches } = reachesOf(layout);
  if (ranges.length === 0) return undefined;
  return rulesOf(tableOf(layout), ranges, reaches, localNameServers(resolvConf()));
}

/** The filter of a root without uids of its own is none. */
function noRules(layout: Layout): string {
  return `table inet ${tableOf(layout)} { }\ndelete table inet ${tableOf(layout)}\n`;
}

/**
 * Makes the packet filter what the records say. Does nothing where no owner has a uid of its own.
 * @throws isolation-impossible
 */
export async function applyFilter(layout: Layout): Promise<void> {
  if (allUsers(layout).length === 0) return;
  await withLock(layout, "filter", 60_000, async () => {
    const rules = rulesFor(layout);
    if (rules !== undefined) nft(rules);
  });
}

/** How often it is looked whether the table is still there; what loads a firewall anew removes all tables. */
const lookMs = 10_000;
const lookedAt = new Map<string, number>();

/**
 * Puts the table back when somebody has removed it. For who looks at the root again and again.
 * @throws isolation-impossible: workloads run unfiltered
 */
export async function keepFilter(layout: Layout): Promise<void> {
  if (allUsers(layout).length === 0 || process.getuid?.() !== 0) return;
  const last = lookedAt.get(layout.root);
  if (last !== undefined && performance.now() - last < lookMs) return;
  const { status } = spawnSync("nft", ["list", "table", "inet", tableOf(layout)], { stdio: "ignore" });
  if (status !== 0) await applyFilter(layout);
  // Not before it is there: what failed is tried again at the next look.
  lookedAt.set(layout.root, performance.now());
}

/** Gives the owner's uid back once nothing has it, and takes it out of the filter. */
export async function releaseUser(layout: Layout, owner: string): Promise<void> {
  if (!(await forgetUser(layout, owner))) return;
  await withLock(layout, "filter", 60_000, async () => nft(rulesFor(layout) ?? noRules(layout)));
}
