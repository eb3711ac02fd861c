import { createHash } from "node:crypto";

export interface Range {
  address: string;
  firstPort: number;
  lastPort: number;
}

/**
 * Ports that are handed out: above the privileged and most well-known ones, and below 32768, where Linux begins to take
 * the local ends of outgoing connections from.
 */
export const lowestPort = 20_000;
export const highestPort = 31_999;
/** A network that grows in place may go as far as this. */
export const highestGrown = 32_767;

/**
 * The `attempt`th place for a network of that name, from 0: the same name always tries the same places in the same order.
 * `shared`: the machine has 127.0.0.1 only.
 */
export function candidate(name: string, size: number, attempt: number, shared: boolean): Range {
  const hash = createHash("sha256").update(`${name}#${attempt}`).digest();
  // 127.0.x.y stays free for everybody else; .0 and .255 look like a network's own.
  const address = shared ? "127.0.0.1" : `127.${1 + (hash[0]! % 254)}.${hash[1]!}.${1 + (hash[2]! % 254)}`;
  const firstPort = lowestPort + (hash.readUInt32BE(3) % (highestPort - lowestPort + 2 - size));
  return { address, firstPort, lastPort: firstPort + size - 1 };
}

/** Whether the two have a port at an address in common. */
export function overlap(a: Range, b: Range): boolean {
  return a.address === b.address && a.firstPort <= b.lastPort && b.firstPort <= a.lastPort;
}

/** Whether the two would share an address though there are plenty. */
export function crowded(a: Range, b: Range, shared: boolean): boolean {
  return shared ? overlap(a, b) : a.address === b.address;
}
