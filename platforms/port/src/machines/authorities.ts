import { X509Certificate } from "node:crypto";
import { invalidArgument } from "../errors.js";

/**
 * Certificates of authorities alone: what is among them lies in the machine's configuration, which is no place for a key.
 * @throws ComponentError `InvalidArgument`
 */
export function checkAuthorities(argument: string, pem: string): void {
  const refused = (found: string) =>
    invalidArgument(argument, "certificates of authorities, in PEM, and nothing else", found);
  const blocks = [...pem.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g)];
  if (blocks.length === 0) throw refused("none");
  for (const [block, kind] of blocks) {
    if (kind !== "CERTIFICATE") throw refused(`a ${kind}`);
    try {
      new X509Certificate(block);
    } catch {
      throw refused("a certificate that cannot be read");
    }
  }
}
