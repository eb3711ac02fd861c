import type { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { Agent, request as httpsRequest, type AgentOptions } from "node:https";
import { Readable, type Duplex } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { connect, createSecureContext } from "node:tls";
import { ReactorError } from "../failure.js";
import { readCertificates } from "./certificate.js";

/** How a client speaks TLS to a reactor. Files are read again when they change. */
export interface ClientTls {
  /** Authorities that the reactor's certificate may be of, in PEM; without it those that Node knows. */
  caFile?: string;
  /** The client's own certificate, with those between it and the root, in PEM. */
  certificateFile?: string;
  /** The key of it, in PEM, without a passphrase. */
  keyFile?: string;
  /**
   * The reactor's certificate itself, in a file that only the reactor can write: then neither its name nor its time matters, so
   * that what runs side by side on one machine goes on when a certificate expires.
   */
  pinnedFile?: string;
}

/** fetch, with these files for what is https. */
export function fetchOver(tls: ClientTls): typeof fetch {
  if (Object.keys(tls).length === 0) return fetch;
  const agents = new Agents(tls);
  return async (input, init) => {
    const request = new Request(input, init);
    return request.url.startsWith("https:") ? send(request, agents.current()) : fetch(request);
  };
}

/** @throws {TypeError} with the cause, as fetch does */
async function send(request: Request, agent: Agent): Promise<Response> {
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  const { method, signal } = request;
  const headers = Object.fromEntries(request.headers);
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(request.url, { method, headers, agent, signal }, (answer) => {
      const told = new Headers();
      for (let at = 0; at < answer.rawHeaders.length; at += 2)
        told.append(answer.rawHeaders[at]!, answer.rawHeaders[at + 1]!);
      const status = answer.statusCode!;
      const empty = status === 204 || status === 304 || method === "HEAD";
      if (empty) answer.resume();
      const stream = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
      resolve(new Response(stream as ConstructorParameters<typeof Response>[0], { status, headers: told }));
    });
    sent.once("error", (cause) => reject(new TypeError("fetch failed", { cause })));
    sent.end(body);
  });
}

/** The agent of the files as they are now. */
class Agents {
  private made: { agent: Agent; stamp: string } | undefined;

  constructor(private readonly tls: ClientTls) {}

  current(): Agent {
    const { caFile, certificateFile, keyFile, pinnedFile } = this.tls;
    const files = [caFile, certificateFile, keyFile, pinnedFile].filter((file) => file !== undefined);
    const stamp = files.map(stampOf).join();
    // Connections of the former one end by themselves when they have been idle for long enough.
    if (this.made?.stamp !== stamp) this.made = { agent: this.make(), stamp };
    return this.made.agent;
  }

  private make(): Agent {
    const { caFile, certificateFile, keyFile, pinnedFile } = this.tls;
    const read = (file: string | undefined) => (file === undefined ? undefined : readPem(file));
    const files = { ca: read(caFile), cert: read(certificateFile), key: read(keyFile) };
    const options: AgentOptions = {
      keepAlive: true,
      ...Object.fromEntries(Object.entries(files).filter(([, content]) => content !== undefined)),
    };
    try {
      if ((certificateFile === undefined) !== (keyFile === undefined)) throw new Error("one of them alone");
      createSecureContext(options);
    } catch (error) {
      throw new ReactorError(
        "tls.client",
        `expected a certificate and its key in ${certificateFile ?? "no file"} and ${keyFile ?? "no file"}, found ${(error as Error).message}: give both, of one pair`,
        true,
      );
    }
    return pinnedFile === undefined ? new Agent(options) : new PinnedAgent(options, readCertificates(pinnedFile)[0]!);
  }
}

/** Speaks to the holder of one certificate alone, and sends nothing before it has shown it. */
class PinnedAgent extends Agent {
  constructor(
    options: AgentOptions,
    private readonly pinned: X509Certificate,
  ) {
    super(options);
  }

  override createConnection(options: object, callback?: (error: Error | null, stream: Duplex) => void): undefined {
    const done = (error: Error | null) => callback!(error, socket);
    const socket = connect({ ...options, rejectUnauthorized: false });
    socket.once("error", done);
    socket.once("secureConnect", () => {
      socket.off("error", done);
      if (socket.getPeerX509Certificate()?.raw.equals(this.pinned.raw)) return done(null);
      socket.destroy();
      done(Object.assign(new Error("another certificate than the reactor's own"), { code: "NOT_PINNED" }));
    });
  }
}

function stampOf(file: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(file);
    return `${ino}:${mtimeMs}:${size}`;
  } catch {
    return "missing";
  }
}

function readPem(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ReactorError(
      "tls.unreadable",
      `${file}: expected a file in PEM that this user can read, found ${(error as Error).message}`,
      true,
    );
  }
}

const untrusted =
  "its certificate is of an authority that is not known here: give the authority's certificate (reactor.caFile, --reactor-ca-file)";
const advice: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${untrusted}, or add what is between to the reactor's tls.certificateFile`,
  CERT_HAS_EXPIRED: "its certificate has expired: put a new one in the place of the reactor's tls.certificateFile",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: look at the clocks of both machines",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name: ask it by a name of its certificate",
  NOT_PINNED: "another server than this data directory's reactor answers there",
  // Of undici, which speaks plain HTTP here: what a server that expects TLS does.
  UND_ERR_SOCKET: "it ended the connection: where it speaks TLS, ask it by https://",
};

/** What a failed request says of TLS, and what to do; undefined where it is not about that. */
export function tlsAdvice(error: unknown): string | undefined {
  const { cause = error } = error as { cause?: unknown };
  const { code, message = "" } = cause as { code?: string; message?: string };
  // Of OpenSSL, about the bytes of another protocol.
  if (code === "EPROTO" && /wrong version number|packet length too long/.test(message))
    return "it speaks no TLS: ask it by http://";
  return code === undefined ? undefined : advice[code];
}
