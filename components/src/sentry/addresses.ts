import { isIPv4, isIPv6 } from "node:net";

/** Where a node's peers reach it, as a multiaddr. With its id others know that it is the node they meant. */
export function multiaddr(address: string, port: number, peerId?: string): string {
  const kind = isIPv4(address) ? "ip4" : isIPv6(address) ? "ip6" : "dns";
  return `/${kind}/${address}/tcp/${port}${peerId === undefined ? "" : `/p2p/${peerId}`}`;
}

/** The range that is one address alone. */
export const rangeOf = (address: string): string => `${address}/${isIPv6(address) ? 128 : 32}`;
