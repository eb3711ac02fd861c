import { X509Certificate } from "node:crypto";
import { statSync } from "node:fs";
import * as tls from "node:tls";
import { wallClock } from "@dinfra/service/clock";
import { ReactorError } from "@dinfra/service/failure";
import {
  day,
  followChain,
  issuerOf,
  named,
  readCertificates,
  readPrivateKey,
  requireInTime,
  requireKey,
} from "@dinfra/service/tls/certificate";
import type { ServerTlsConfig } from "@dinfra/service/tls/server";

// What `reactor check` tries of the setting `tls`. Each answers with what it found, and throws with what is wrong and what to do.

/** Milliseconds before its end in which a certificate should be renewed. */
const soon = 14 * 86_400_000;

/** Whether certificate and key belong together, and are good now. */
export function checkCertificate({ certificateFile, keyFile }: ServerTlsConfig, now = wallClock()): string {
  const [certificate] = readCertificates(certificateFile);
  requireKey(certificate!, readPrivateKey(keyFile), { certificate: certificateFile, key: keyFile });
  if ((statSync(keyFile).mode & 0o007) !== 0)
    throw new ReactorError("tls.exposed", `${keyFile} can be read by everybody: chmod o-rwx ${keyFile}`);
  requireInTime(certificate!, certificateFile, now);
  return `${named(certificate!)} for ${certificate!.subjectAltName ?? "no name"}, ${validity(certificate!, now)}`;
}

/** Whether clients can follow it to an authority that they have. */
export function checkCertificateChain({ certificateFile, clientCaFile }: ServerTlsConfig, now = wallClock()): string {
  const certificates = readCertificates(certificateFile);
  const own = clientCaFile === undefined ? [] : readCertificates(clientCaFile);
  const { complete, last } = followChain(certificates, certificateFile, [...own, ...publicAuthorities()]);
  for (const one of certificates) requireInTime(one, certificateFile, now);
  if (complete) return `${certificates.length} in ${certificateFile}, complete`;
  // Public authorities say where their own certificate is; then it is one between, for roots are known.
  if (last.infoAccess?.includes("CA Issuers") === true)
    throw new ReactorError(
      "tls.chain",
      `${certificateFile}: expected the certificates up to a root, found none of ${issuerOf(last)}, which issued ${named(last)}: ` +
        `append it; it is to be had at ${/CA Issuers - URI:(\S+)/.exec(last.infoAccess)?.[1] ?? "its authority"}`,
    );
  return (
    `warning: ${issuerOf(last)}, which issued ${named(last)}, is no public authority and not in the file. ` +
    "Clients must have its certificate (reactor.caFile, --reactor-ca-file); where it is one between, append it"
  );
}

/** Whether the authorities of clients are authorities, and somebody is let in by them. */
export function checkClients({ clientCaFile, operate = [], read = [] }: ServerTlsConfig, now = wallClock()): string {
  if (clientCaFile === undefined) return "none are asked for a certificate";
  const authorities = readCertificates(clientCaFile);
  for (const one of authorities) {
    requireInTime(one, clientCaFile, now);
    if (!one.ca)
      throw new ReactorError(
        "tls.no-authority",
        `${clientCaFile}: expected certificates of authorities, found ${named(one)}, which may issue none: ` +
          "name a client by its subject or fingerprint in tls.operate or tls.read, and here who issued its certificate",
      );
  }
  if (operate.length + read.length === 0)
    throw new ReactorError(
      "tls.nobody",
      "expected clients in tls.operate or tls.read beside tls.clientCaFile, found none: nobody could do anything with a certificate",
    );
  const until = authorities.reduce((a, b) => (a.validToDate < b.validToDate ? a : b));
  return `${operate.length} may operate, ${read.length} may read, by ${authorities.map(named).join(", ")}, ${validity(until, now)}`;
}

function validity({ validToDate }: X509Certificate, now: number): string {
  const warning = validToDate.valueOf() - now < soon ? "warning: only " : "";
  return `${warning}until ${day(validToDate)}`;
}

/** Those of Node and of this system. */
function publicAuthorities(): X509Certificate[] {
  // Since Node 22.15.
  const { getCACertificates } = tls as Partial<typeof tls>;
  return [...tls.rootCertificates, ...(getCACertificates?.("system") ?? [])].flatMap((pem) => {
    try {
      return [new X509Certificate(pem)];
    } catch {
      return [];
    }
  });
}
