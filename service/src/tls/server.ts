import type { X509Certificate } from "node:crypto";
import { renameSync, unwatchFile, watchFile, writeFileSync } from "node:fs";
import type { Server } from "node:https";
import { createSecureContext, type TLSSocket } from "node:tls";
import type { Logger } from "pino";
import { wallClock, type Instant } from "../clock.js";
import { reasonOf, ReactorError } from "../failure.js";
import { bears, day, named, readCertificates, readPrivateKey, requireKey } from "./certificate.js";

/** The setting `tls`. */
export interface ServerTlsConfig {
  /** The server's certificate and what is between it and the root, in PEM. */
  certificateFile: string;
  keyFile: string;
  /** Authorities of clients' certificates, in PEM. Without it none is asked for. */
  clientCaFile?: string;
  /** Subjects (CN=sidecar,O=Example) or fingerprints (sha256:…) of clients that may do everything. */
  operate?: string[];
  /** Of those that may read. */
  read?: string[];
}

/** What is read of the files at once. */
interface Loaded {
  certificate: X509Certificate;
  chain: string;
  key: string;
  ca: string | undefined;
}

export interface ServerTlsOptions {
  log: Logger;
  /** Milliseconds between two looks whether a file changed. Default 2,000. */
  interval?: number;
  /** The certificate that is served is written there, for clients on this machine. */
  copyTo?: string;
  now?: () => Instant;
}

/** Certificate, key and clients' authorities of a server, as their files have them, also when those change. */
export class ServerTls {
  private loaded: Loaded;
  private server: Server | undefined;
  private readonly files: string[];
  /** Connections of clients that showed a certificate. */
  private readonly sockets = new Set<TLSSocket>();
  private readonly now: () => Instant;
  /** After each try to take changed files. */
  onReload: (taken: boolean) => void = () => {};

  /** @throws {ReactorError} `tls.unreadable`, `tls.key`, `tls.invalid` */
  constructor(
    readonly config: ServerTlsConfig,
    private readonly options: ServerTlsOptions,
  ) {
    const { certificateFile, keyFile, clientCaFile } = config;
    this.files = [certificateFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
    this.now = options.now ?? wallClock;
    this.loaded = load(config);
    this.copy();
  }

  /** For https.createServer. A client without a certificate comes in: health is open, and a token may be sent. */
  get serverOptions() {
    const { chain, key, ca } = this.loaded;
    return {
      ...{ cert: chain, key, ...(ca !== undefined && { ca }) },
      ...{ requestCert: ca !== undefined, rejectUnauthorized: false },
    };
  }

  /** Milliseconds since 1970. */
  get expires(): number {
    return this.loaded.certificate.validToDate.valueOf();
  }

  /** From now on the server has what the files have. */
  keep(server: Server): void {
    this.server = server;
    server.on("secureConnection", (socket: TLSSocket) => {
      if (socket.getPeerX509Certificate() === undefined) return;
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
    // Polled: what is a link to another place (certbot, Kubernetes) tells no folder of ours.
    for (const file of this.files)
      watchFile(file, { interval: this.options.interval ?? 2_000, persistent: false }, () => this.reload());
  }

  stop(): void {
    for (const file of this.files) unwatchFile(file);
  }

  /** Takes the files as they are now. What cannot be used is said, and what was before stays. */
  reload(): void {
    const { log } = this.options;
    const before = this.loaded;
    try {
      const found = load(this.config);
      this.loaded = found;
      this.server?.setSecureContext({ cert: found.chain, key: found.key, ca: found.ca });
    } catch (error) {
      this.loaded = before;
      const { code, message } = reasonOf(error);
      log.error({ code, reason: message }, "changed TLS files cannot be used, the former ones stay");
      return this.onReload(false);
    }
    // Who came in by the former authorities has to come in again.
    if (before.ca !== this.loaded.ca) for (const socket of this.sockets) socket.destroy();
    this.copy();
    log.info({ certificate: named(this.loaded.certificate), expires: this.expires }, "TLS files were read again");
    this.onReload(true);
  }

  /**
   * What the configuration lets the client of a connection do; undefined where it showed no certificate.
   * @throws {ReactorError} `unauthorized` for one that cannot be trusted, `forbidden` for one that was given no scope
   */
  scopeOf(socket: TLSSocket): "operate" | "read" | undefined {
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return undefined;
    const { validToDate } = certificate;
    // Also on a connection that was made in time.
    if (validToDate.valueOf() <= this.now())
      throw new ReactorError(
        "unauthorized",
        `expected a client certificate that is valid now, found ${named(certificate)}, which expired ${day(validToDate)}: use a new one`,
      );
    if (!socket.authorized)
      throw new ReactorError(
        "unauthorized",
        `expected a client certificate of an authority in the reactor's tls.clientCaFile, found ${named(certificate)}: ${String(socket.authorizationError)}`,
      );
    for (const scope of ["operate", "read"] as const)
      if (this.config[scope]?.some((name) => bears(certificate, name))) return scope;
    throw new ReactorError(
      "forbidden",
      `expected a client certificate that the reactor's configuration names, found ${named(certificate)}: add its subject or fingerprint to tls.operate or tls.read`,
    );
  }

  private copy(): void {
    const { copyTo } = this.options;
    if (copyTo === undefined) return;
    writeFileSync(`${copyTo}.new`, this.loaded.certificate.toString(), { mode: 0o600 });
    renameSync(`${copyTo}.new`, copyTo);
  }
}

/** @throws {ReactorError} `tls.unreadable`, `tls.key`, `tls.invalid` */
function load({ certificateFile, keyFile, clientCaFile }: ServerTlsConfig): Loaded {
  const pem = (file: string) => readCertificates(file).map(String);
  const chain = readCertificates(certificateFile);
  const key = readPrivateKey(keyFile);
  const [certificate] = chain;
  requireKey(certificate!, key, { certificate: certificateFile, key: keyFile });
  const ca = clientCaFile === undefined ? undefined : pem(clientCaFile).join("\n");
  const found = {
    certificate: certificate!,
    chain: chain.map(String).join("\n"),
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    ca,
  };
  try {
    createSecureContext({ cert: found.chain, key: found.key, ca });
  } catch (error) {
    throw new ReactorError(
      "tls.invalid",
      `${certificateFile}: expected what OpenSSL takes, found ${(error as Error).message}`,
    );
  }
  return found;
}
