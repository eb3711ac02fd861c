import { badValue } from "../api-error.js";

/** The network of an IPv4 CIDR: its first address and length of prefix. Refuses what is none. */
export function parseCidr(text: string): { base: number; prefix: number } {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(text);
  const parts = match?.slice(1).map(Number) ?? [];
  const [prefix = 33] = parts.slice(4);
  if (parts.length !== 5 || parts.slice(0, 4).some((p) => p > 255) || prefix > 32) {
    throw badValue(`Invalid CIDR specified ${text}`);
  }
  const address = parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - prefix);
  return { base: Math.floor(address / size) * size, prefix };
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

export function parseAddress(text: string): number {
  return parseCidr(`${text}/32`).base;
}

/** The addresses of hosts in it: all but the first and the last; at most the first 4094. */
export function addressesOf(cidr: string): string[] {
  const { base, prefix } = parseCidr(cidr);
  const count = Math.min(2 ** (32 - prefix) - 2, 4094);
  return Array.from({ length: count }, (_, i) => formatAddress(base + i + 1));
}

/** The CIDR of a gateway with its netmask. */
export function cidrOf(gateway: string, netmask: string): string {
  const prefix = parseAddress(netmask).toString(2).replaceAll("0", "").length;
  return `${formatAddress(parseCidr(`${gateway}/${prefix}`).base)}/${prefix}`;
}

export function contains(cidr: string, address: string): boolean {
  const { base, prefix } = parseCidr(cidr);
  const value = parseAddress(address);
  return value >= base && value < base + 2 ** (32 - prefix);
}
