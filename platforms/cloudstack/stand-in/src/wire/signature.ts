import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The signature of a request: HMAC-SHA1 with the secret over `name=value` pairs, sorted by name, joined by `&`, in lower case. Values are
 * encoded as Java's URLEncoder does, with a space as %20.
 */
export function sign(pairs: Iterable<[string, string]>, secret: string): string {
  const text = [...pairs]
    .filter(([name]) => name.toLowerCase() !== "signature")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&")
    .toLowerCase();
  return createHmac("sha1", secret).update(text).digest("base64");
}

export function sameSignature(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function encode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
