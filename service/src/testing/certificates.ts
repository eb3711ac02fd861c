import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wallClock } from "../clock.js";

/** What a certificate is made for. */
export interface Wanted {
  /** As openssl takes it: /O=Example/CN=sidecar. */
  subject: string;
  /** The name of who issues it; itself where nothing is said. */
  by?: string;
  /** An authority; else a server or a client, or both. */
  authority?: boolean;
  usage?: "serverAuth" | "clientAuth";
  /** DNS:localhost,IP:127.0.0.1 */
  names?: string;
  /** Days from now on; negative ones are over. */
  days?: number;
  /** Further extensions, a line of openssl's configuration each. */
  extensions?: string[];
}

/** Certificates for tests, made by openssl in a folder of their own. */
export class Certificates {
  readonly folder = mkdtempSync(join(tmpdir(), "dinfra-certificates-"));

  readonly file = (name: string): string => join(this.folder, name);
  readonly certificate = (name: string): string => this.file(`${name}.crt`);
  readonly key = (name: string): string => this.file(`${name}.key`);
  readonly pem = (name: string): string => readFileSync(this.certificate(name), "utf8");

  /** Makes `<name>.crt` and `<name>.key`. */
  make(name: string, wanted: Wanted): void {
    const { subject, by, authority = false, usage, names, days = 30, extensions = [] } = wanted;
    const lines = [
      `basicConstraints=critical,CA:${authority ? "TRUE" : "FALSE"}`,
      ...(authority ? ["keyUsage=keyCertSign,cRLSign"] : ["keyUsage=digitalSignature"]),
      ...(usage === undefined ? [] : [`extendedKeyUsage=${usage}`]),
      ...(names === undefined ? [] : [`subjectAltName=${names}`]),
      ...extensions,
    ];
    const [config, request] = [this.file(`${name}.cnf`), this.file(`${name}.csr`)];
    writeFileSync(config, `${authorityConfig(this.folder)}${lines.join("\n")}\n`);
    writeFileSync(this.file("index.txt"), "");
    this.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", this.key(name));
    this.openssl("req", "-new", "-config", config, "-key", this.key(name), "-subj", subject, "-out", request);
    const issuer =
      by === undefined
        ? ["-selfsign", "-keyfile", this.key(name)]
        : ["-cert", this.certificate(by), "-keyfile", this.key(by)];
    const from = new Date(wallClock() + Math.min(days, 0) * 86_400_000 - 60_000);
    const until = new Date(from.valueOf() + (days > 0 ? days * 86_400_000 : 3_600_000));
    const utc = (at: Date) => `${at.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`;
    this.openssl(
      ...["ca", "-batch", "-notext", "-preserveDN", "-config", config, "-in", request, ...issuer],
      ...["-startdate", utc(from), "-enddate", utc(until), "-out", this.certificate(name)],
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openssl(...args: string[]): void {
    execFileSync("openssl", args, { stdio: "pipe" });
  }
}

/** `openssl ca` alone makes certificates of any time. What follows are the extensions. */
const authorityConfig = (folder: string): string => `[req]
distinguished_name=any
[any]
[ca]
default_ca=this
[this]
database=${folder}/index.txt
new_certs_dir=${folder}
rand_serial=yes
unique_subject=no
default_md=sha256
policy=names
x509_extensions=extensions
[names]
countryName=optional
organizationName=optional
commonName=optional
[extensions]
`;
