import { createHmac } from "node:crypto";

/**
 * The query of a request with its signature: HMAC-SHA1 over the pairs, sorted by name, in lower case. CloudStack encodes values as Java's
 * URLEncoder does, with a space as %20.
 */
export function signedQuery(params: Readonly<Record<string, string>>, secretKey: string): string {
  const query = Object.entries(params)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
  const signature = createHmac("sha1", secretKey).update(query.toLowerCase()).digest("base64");
  return `${query}&signature=${encodeURIComponent(signature)}`;
}

function encode(value: string): string {
  return encodeURIComponent(value).replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
