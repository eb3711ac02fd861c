import { Client, type ConnectConfig } from "ssh2";
import { NodeError } from "../errors.js";
import { algorithmsFor, hostKeyChanged, hostKeyOf, type HostKey } from "./host-key.js";
import { readKey, type KeyReference } from "./key.js";

/** One SSH server and how to log in there. */
export interface Place {
  host: string;
  port: number;
  user: string;
  privateKey: KeyReference;
  /** Host key that it must show; undefined at first contact. */
  hostKey?: HostKey;
}

/** An open connection, and the key that its server showed. */
export interface Session {
  client: Client;
  hostKey: HostKey;
  close(): void;
}

const handshakeMs = 20_000;

/** Errors of the network that a machine which boots gives: they pass. */
const passing = new Set(["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN"]); // prettier-ignore

function open(place: Place, extra: ConnectConfig): Promise<Session> {
  const key = readKey(place.privateKey);
  return new Promise((resolve, reject) => {
    const client = new Client();
    let shown: HostKey | undefined;
    const where = `${place.user}@${place.host}:${place.port}`;
    client.on("ready", () => resolve({ client, hostKey: shown!, close: () => client.end() }));
    client.on("error", (error: Error & { level?: string; code?: string }) => {
      client.destroy();
      if (place.hostKey !== undefined && shown !== undefined && shown !== place.hostKey)
        reject(hostKeyChanged(where, place.hostKey, shown));
      else if (error.level === "client-authentication")
        reject(
          new NodeError("login-refused", `expected a login at ${where}, found it refused: check user and key`, true),
        );
      else
        reject(
          new NodeError(
            "unreachable",
            `expected an SSH server at ${where}, found: ${error.message}`,
            error.level === "client-timeout" || passing.has(error.code ?? "") || error.level === "client-socket" || error.level === "protocol", // prettier-ignore
          ),
        );
    });
    // Without this a server that closes before the handshake ends would leave the promise open for ever.
    client.on("close", () =>
      reject(new NodeError("unreachable", `expected an SSH session at ${where}, found it closed`, true)),
    );
    try {
      client.connect({
        host: place.host,
        port: place.port,
        username: place.user,
        privateKey: key,
        readyTimeout: handshakeMs,
        keepaliveInterval: 15_000,
        keepaliveCountMax: 4,
        hostVerifier: (raw: Buffer) => {
          shown = hostKeyOf(raw);
          return place.hostKey === undefined || shown === place.hostKey;
        },
        algorithms: serverHostKey(place.hostKey),
        ...extra,
      });
    } catch (error) {
      reject(
        new NodeError("key-unreadable", `expected a private key for ${where}, found: ${(error as Error).message}`),
      );
    }
  });
}

function serverHostKey(pinned: HostKey | undefined): ConnectConfig["algorithms"] {
  const types = algorithmsFor(pinned);
  return types && { serverHostKey: types as NonNullable<ConnectConfig["algorithms"]>["serverHostKey"] };
}

/** Both ends of a way: the machine, and the jump host if there is one. */
export interface Way {
  machine: Session;
  via?: Session;
  close(): void;
}

/** Connects, through the jump host where one is given. */
export async function connect(machine: Place, via?: Place): Promise<Way> {
  if (!via) {
    const session = await open(machine, {});
    return { machine: session, close: () => session.close() };
  }
  const jump = await open(via, {});
  try {
    const sock = await new Promise<NonNullable<ConnectConfig["sock"]>>((resolve, reject) =>
      jump.client.forwardOut("127.0.0.1", 0, machine.host, machine.port, (error, stream) =>
        error
          ? reject(new NodeError("unreachable", `expected ${via.host} to reach ${machine.host}:${machine.port}, found: ${error.message}`, true)) // prettier-ignore
          : resolve(stream),
      ),
    );
    const session = await open(machine, { sock });
    return {
      machine: session,
      via: jump,
      close: () => {
        session.close();
        jump.close();
      },
    };
  } catch (error) {
    jump.close();
    throw error;
  }
}

/** What a command answered. */
export interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

const answerBytes = 8 << 20;

/** Runs one command over an open connection, with `input` on its standard input. */
export function execute(session: Session, command: string, input: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (why: string) =>
      new NodeError("unreachable", `expected an answer to "${command}", found ${why}`, true);
    const timer = setTimeout(() => {
      session.client.destroy();
      reject(failed(`none within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    const end = (error: Error | undefined, answer?: Answer) => {
      clearTimeout(timer);
      session.client.off("close", closed);
      if (error) reject(error);
      else resolve(answer!);
    };
    const closed = () => end(failed("the connection closed"));
    session.client.once("close", closed);
    session.client.exec(command, (error, stream) => {
      if (error) return end(failed(error.message));
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytes) {
          stream.destroy();
          end(new NodeError("agent-answer", `expected an answer of at most ${answerBytes} bytes, found more`));
        } else out.push(chunk);
      });
      stream.stderr.on("data", (chunk: Buffer) => err.length < 64 && err.push(chunk));
      let code = 255;
      stream.on("exit", (exit: number | null) => (code = exit ?? 255));
      stream.on("close", () =>
        end(undefined, {
          code,
          stdout: Buffer.concat(out).toString("utf8"),
          stderr: Buffer.concat(err).toString("utf8"),
        }),
      );
      stream.end(input);
    });
  });
}
