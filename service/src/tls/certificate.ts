import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { ReactorError } from "../failure.js";

/** The certificates of a file in PEM, in its order. @throws {ReactorError} `tls.unreadable` */
export function readCertificates(file: string): X509Certificate[] {
  const blocks = text(file).match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0)
    throw unreadable(file, "certificates in PEM (-----BEGIN CERTIFICATE-----)", "none: convert it with openssl x509");
  return blocks.map((block, at) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      throw unreadable(file, `a certificate as its part ${at + 1}`, (error as Error).message);
    }
  });
}

/** The private key of a file in PEM. @throws {ReactorError} `tls.unreadable`, `tls.exposed` is for who checks the mode */
export function readPrivateKey(file: string): KeyObject {
  const found = text(file);
  if (found.includes("ENCRYPTED"))
    throw unreadable(
      file,
      "a private key without a passphrase",
      "one with a passphrase: openssl pkey writes it without",
    );
  try {
    return createPrivateKey(found);
  } catch (error) {
    throw unreadable(file, "a private key in PEM", (error as Error).message);
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, "a file that this user can read", (error as Error).message);
  }
}

const unreadable = (file: string, expected: string, found: string) =>
  new ReactorError("tls.unreadable", `${file}: expected ${expected}, found ${found}`);

/** As `openssl x509 -noout -subject -nameopt RFC2253` says it, such as CN=sidecar,O=Example. */
export const subjectOf = ({ subject }: X509Certificate): string => (subject ?? "").split("\n").reverse().join(",");

/** The SHA-256 of the whole certificate, such as sha256:0f…, 64 digits in lower case. */
export const fingerprintOf = ({ fingerprint256 }: X509Certificate): string =>
  `sha256:${fingerprint256.replaceAll(":", "").toLowerCase()}`;

/** For people. */
export const named = (certificate: X509Certificate): string =>
  `${subjectOf(certificate) || "(no subject)"} (${fingerprintOf(certificate)})`;

/** Whether a name of the configuration, a subject or a fingerprint, is a certificate's. */
export function bears(certificate: X509Certificate, name: string): boolean {
  if (name.startsWith("sha256:"))
    return fingerprintOf(certificate) === `sha256:${name.slice(7).replaceAll(":", "").toLowerCase()}`;
  // People write a space after the comma.
  return subjectOf(certificate) === name.replaceAll(/,\s+(?=[A-Za-z0-9.]+=)/g, ",");
}

/** A time for people: 2026-12-01T00:00:00Z. */
export const day = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");

/** @throws {ReactorError} `tls.expired`, `tls.not-yet` */
export function requireInTime(certificate: X509Certificate, file: string, now: number): void {
  const { validFromDate, validToDate } = certificate;
  if (validToDate.valueOf() <= now)
    throw new ReactorError(
      "tls.expired",
      `${file}: expected a certificate that is valid now, found ${named(certificate)}, which expired ${day(validToDate)}: put a new one in its place`,
    );
  if (validFromDate.valueOf() > now)
    throw new ReactorError(
      "tls.not-yet",
      `${file}: expected a certificate that is valid now, found ${named(certificate)}, which is valid from ${day(validFromDate)}: look at the clock, or wait`,
    );
}

/** @throws {ReactorError} `tls.key` */
export function requireKey(certificate: X509Certificate, key: KeyObject, files: { certificate: string; key: string }) {
  if (certificate.checkPrivateKey(key)) return;
  throw new ReactorError(
    "tls.key",
    `${files.key}: expected the key of the first certificate of ${files.certificate}, ${named(certificate)}, found another: ` +
      "give the file that was made with it; the server's own certificate comes first in its file",
  );
}

/** How a chain ends. */
export type ChainEnd =
  /** With itself, or an authority that is known. */
  | { complete: true; last: X509Certificate }
  /** With one whose issuer is not in the file and not known. */
  | { complete: false; last: X509Certificate };

/**
 * Follows a file of certificates: the first was issued by the second, and so on.
 *
 * @param known authorities that clients have
 * @throws {ReactorError} `tls.chain` where one was not issued by the next
 */
export function followChain(
  certificates: readonly X509Certificate[],
  file: string,
  known: readonly X509Certificate[],
): ChainEnd {
  for (const [at, certificate] of certificates.entries()) {
    const next = certificates[at + 1];
    if (next === undefined || issued(next, certificate)) continue;
    throw new ReactorError(
      "tls.chain",
      `${file}: expected as certificate ${at + 2} the authority that issued certificate ${at + 1}, ${issuerOf(certificate)}, ` +
        `found ${named(next)}: put the server's certificate first and each issuer after what it issued`,
    );
  }
  const last = certificates.at(-1)!;
  // One that issued itself need not be an authority.
  const itself = last.subject === last.issuer && last.verify(last.publicKey);
  return { complete: itself || known.some((one) => issued(one, last)), last };
}

export const issuerOf = ({ issuer }: X509Certificate): string => issuer.split("\n").reverse().join(",");

const issued = (authority: X509Certificate, certificate: X509Certificate): boolean =>
  certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
