import { createHash } from "node:crypto";

/** No physical name is longer: a StatefulSet's pods add to their set's name and must stay a DNS label of 63. */
export const MAX_PHYSICAL_NAME = 52;

const OWNER_LABEL = 14;
const ROLE_LABEL = 12;
const HASH_CHARS = 16;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Who owns what an engineer deployed by hand. Injective: each part is escaped before it is joined. */
export function ownerOfStack(project: string, stack: string): string {
  return `stack:${encodeURIComponent(project)}:${encodeURIComponent(stack)}`;
}

/**
 * Who owns what the reactor deployed for one attempt at a subscription. `instance` is the chain's random identity
 * (0x and 64 hex digits): two dev chains number their subscriptions alike.
 */
export function ownerOfDeployment(instance: string, subscription: bigint | number | string, attempt: number): string {
  return `deployment:${encodeURIComponent(instance.toLowerCase())}:${encodeURIComponent(String(subscription))}.${attempt}`;
}

/** What a platform's names are made of. Every alphabet is lower case, and every name starts with a letter. */
export enum NameAlphabet {
  /** Letters, digits and inner hyphens. */
  DnsLabel = "dns-label",
  /** Letters and digits alone. */
  Alphanumeric = "alphanumeric",
}

export interface NameLimits {
  /** Most characters of a name, at least 17. Defaults to {@link MAX_PHYSICAL_NAME}. */
  max?: number;
  /** Defaults to DnsLabel. */
  alphabet?: NameAlphabet;
  /**
   * Which one it is of those that follow each other under this role and index, from 0. For kinds of which the new one is made
   * before the old one is deleted: the two must not have one name.
   */
  incarnation?: number;
}

/**
 * The name that a resource bears on its platform: the same for the same (owner, role, index) forever, so that what was
 * made by an update that died can be found again. The readable part is for people, and is what a limit cuts; 80 bits of
 * sha2-256 keep names apart and are always whole.
 */
export function physicalName(owner: string, role: string, index = 0, limits: NameLimits = {}): string {
  const { max = MAX_PHYSICAL_NAME, alphabet = NameAlphabet.DnsLabel, incarnation = 0 } = limits;
  const separator = alphabet === NameAlphabet.DnsLabel ? "-" : "";
  if (!Number.isInteger(max) || max < 1 + HASH_CHARS) {
    throw new RangeError(`a physical name needs at least ${1 + HASH_CHARS} characters, found a limit of ${max}`);
  }
  const key = incarnation === 0 ? [owner, role, index] : [owner, role, index, incarnation];
  const hash = base32(createHash("sha256").update(JSON.stringify(key)).digest(), HASH_CHARS);
  // 1 for the letter that a name of digits gets in front.
  const room = Math.max(0, max - HASH_CHARS - 1 - 2 * separator.length);
  const forOwner = Math.min(OWNER_LABEL, Math.ceil((room * OWNER_LABEL) / (OWNER_LABEL + ROLE_LABEL)));
  const readable = [
    label(lastPart(owner), forOwner, "x", separator),
    label(role, Math.min(ROLE_LABEL, room - forOwner), "r", separator),
  ].filter((part) => part !== "");
  return [...readable, hash].join(separator).replace(/^(?![a-z])/, "d");
}

/**
 * The owner as a tag or label holds it: at most 63 characters, lower-case letters, digits and inner hyphens, which every
 * cloud and Kubernetes accept. 160 bits of sha2-256 keep owners apart.
 */
export function ownerLabel(owner: string): string {
  const hash = base32(createHash("sha256").update(owner).digest(), 32);
  return `${label(lastPart(owner), 29, "x", "-")}-${hash}`.replace(/^(?![a-z])/, "d");
}

/** `12.1` of a deployment, the stack's name of a stack: what a person would look for. */
function lastPart(owner: string): string {
  return owner.slice(owner.lastIndexOf(":") + 1);
}

function label(text: string, length: number, fallback: string, separator: string): string {
  if (length === 0) return "";
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, separator)
    .slice(0, length)
    .replace(/^-+|-+$/g, "");
  return slug === "" ? fallback : slug;
}

function base32(bytes: Uint8Array, chars: number): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, (chars * 5) / 8)) bits = (bits << 8n) | BigInt(byte);
  let out = "";
  for (let i = 0; i < chars; i++) {
    out = BASE32[Number(bits & 31n)] + out;
    bits >>= 5n;
  }
  return out;
}
