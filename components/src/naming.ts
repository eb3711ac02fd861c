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

/**
 * The name that a resource bears on its platform: the same for the same (owner, role, index) forever, so that what was
 * made by an update that died can be found again. A DNS label that starts with a letter, at most {@link MAX_PHYSICAL_NAME}
 * characters. The readable part is for people; 80 bits of sha2-256 over the three keep names apart.
 */
export function physicalName(owner: string, role: string, index = 0): string {
  const hash = base32(
    createHash("sha256")
      .update(JSON.stringify([owner, role, index]))
      .digest(),
    HASH_CHARS,
  );
  return [label(lastPart(owner), OWNER_LABEL, "x"), label(role, ROLE_LABEL, "r"), hash]
    .join("-")
    .replace(/^(?![a-z])/, "d");
}

/** `12.1` of a deployment, the stack's name of a stack: what a person would look for. */
function lastPart(owner: string): string {
  return owner.slice(owner.lastIndexOf(":") + 1);
}

function label(text: string, length: number, fallback: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
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
