import { createHash } from "node:crypto";
import * as net from "node:net";
import type { ProcessRecord } from "../process/record.js";

/** A way into or out of the network of one process, to a loopback port. */
export interface Link {
  /** `in`: to a port of its own, from this machine; `out`: from it, to a port of another. */
  direction: "in" | "out";
  address: string;
  port: number;
}

interface Place {
  address: string;
  port: number;
}

const placesOf = (inputs: ProcessRecord["inputs"], key: "ports" | "peers"): Place[] =>
  ((inputs[key] ?? []) as Place[])
    .filter((one) => typeof one?.address === "string" && typeof one.port === "number")
    .map(({ address, port }) => ({ address, port }));

const textOf = ({ address, port }: Place) => `${address} ${port}`;

/**
 * The links of a process, from the records: its ports, and those of its owner's other processes and of their peers.
 * @param named places of a process's peers that it has by name
 */
export function linksOf(
  of: ProcessRecord,
  records: readonly ProcessRecord[],
  named: (record: ProcessRecord) => Place[] = () => [],
): Link[] {
  const owners = records.filter(({ owner }) => owner === of.owner);
  const own = placesOf(of.inputs, "ports");
  const reach = owners.flatMap((record) => [
    ...placesOf(record.inputs, "ports"),
    ...placesOf(record.inputs, "peers"),
    ...named(record).map(({ address, port }) => ({ address, port })),
  ]);
  const taken = new Set(own.map(textOf));
  const others = new Map(reach.filter((place) => !taken.has(textOf(place))).map((place) => [textOf(place), place]));
  return [
    ...own.map((place) => ({ direction: "in" as const, ...place })),
    ...[...others.values()].map((place) => ({ direction: "out" as const, ...place })),
  ];
}

/** One of the two programs of a link: `inside` the process's network, or `outside`. They meet at a Unix socket. */
export interface End {
  link: Link;
  side: "inside" | "outside";
  /** What the end's marks call it. */
  key: string;
  /** File name of the socket, without a colon, which is socat's own. */
  socket: string;
  /** Where it listens: at the socket or at the port. */
  listens: "socket" | "port";
}

/** The two ends of a link of the process of that name; the one that listens at the socket first. */
export function endsOf(name: string, link: Link): [End, End] {
  const { direction, address, port } = link;
  const place = `${direction}_${address.replaceAll(":", ".")}_${port}`;
  const socket = `${createHash("sha256").update(name).digest("hex").slice(0, 12)}_${place}`;
  const end = (side: End["side"], listens: End["listens"]): End => ({
    ...{ link, side, key: `${place}_${side}`, socket, listens },
  });
  return direction === "in"
    ? [end("inside", "socket"), end("outside", "port")]
    : [end("outside", "socket"), end("inside", "port")];
}

/** Connections that one end serves at once: each is a process. */
const maxConnections = 1_024;
/** How long the other direction goes on after one has ended, in seconds; socat's own half a second cuts answers off. */
const halfOpenSeconds = 3_600;

/** Arguments of socat for an end. */
export function socatArgs({ link, socket, listens }: End): string[] {
  const { address, port } = link;
  const six = net.isIPv6(address);
  const [tcp, host] = six ? ["TCP6", `[${address}]`] : ["TCP4", address];
  const fork = `backlog=128,fork,max-children=${maxConnections}`;
  const [from, to] =
    listens === "socket"
      ? [`UNIX-LISTEN:${socket},mode=600,unlink-early,${fork}`, `${tcp}:${host}:${port}`]
      : [`${tcp}-LISTEN:${port},bind=${host},reuseaddr,${fork}`, `UNIX-CONNECT:${socket}`];
  return ["-t", String(halfOpenSeconds), from, to];
}

/** The inodes of the sockets that listen at a port, from /proc/<pid>/net/tcp or tcp6: at that address, or at all. */
export function listenersIn(table: string, address: string, port: number): string[] {
  const [wanted, mapped] = [hexOf(address), `${"0".repeat(16)}FFFF0000${hexOf(address)}`];
  return table.split("\n").flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== "0A" || local === undefined) return [];
    const [at = "", number = ""] = local.split(":");
    const fits = at === wanted || at === mapped || /^0+$/.test(at);
    return fits && parseInt(number, 16) === port ? [inode!] : [];
  });
}

/** As the kernel writes an address there: each four bytes as one number, in the machine's order. */
function hexOf(address: string): string {
  const bytes = net.isIPv4(address) ? address.split(".").map(Number) : [...Array<number>(15).fill(0), 1];
  const words = bytes.flatMap((_, at) => (at % 4 === 0 ? [bytes.slice(at, at + 4).reverse()] : []));
  return Buffer.from(words.flat()).toString("hex").toUpperCase();
}

/** The inodes of the Unix sockets of that name that listen, from /proc/<pid>/net/unix. */
export function unixListenersIn(table: string, socket: string): string[] {
  const accepts = 0x10000;
  return table.split("\n").flatMap((line) => {
    const [, , , flags = "0", , , inode, file] = line.trim().split(/\s+/);
    return file === socket && (parseInt(flags, 16) & accepts) !== 0 ? [inode!] : [];
  });
}
