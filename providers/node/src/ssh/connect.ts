import { Client, type ClientChannel, type ConnectConfig } from "ssh2";
import { NodeError } from "../errors.js";
import { algorithmsFor, hostKeyChanged, hostKeyOf, type HostKey } from "./host-key.js";
import { readKey, type KeyReference } from "./key.js";
import { within } from "./within.js";

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

/** Milliseconds that a step may take. */
export interface Limits {
  /** From the first packet to the login. */
  login: number;
  /** Until a jump host has opened the way to the machine. */
  way: number;
}

const usual: Limits = { login: 20_000, way: 20_000 };

/** Errors of the network that a machine which boots gives: they pass. */
const passing = new Set(["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN"]); // prettier-ignore

const unreachable = (expected: string, found: string, retryable = true) =>
  new NodeError("unreachable", `expected ${expected}, found ${found}`, retryable);

function open(place: Place, limits: Limits, extra: ConnectConfig = {}): Promise<Session> {
  const key = readKey(place.privateKey);
  const client = new Client();
  const where = `${place.user}@${place.host}:${place.port}`;
  const session = new Promise<Session>((resolve, reject) => {
    let shown: HostKey | undefined;
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
          unreachable(
            `an SSH server at ${where}`,
            error.message,
            error.level === "client-timeout" || passing.has(error.code ?? "") || error.level === "client-socket" || error.level === "protocol", // prettier-ignore
          ),
        );
    });
    const closed = () => reject(unreachable(`an SSH session at ${where}`, "it closed"));
    client.on("close", closed);
    // Through a jump host a server that closes is no more than the end of what it says: the way stays open at this side, so
    // that no "close" would ever come, and the client's own limit is off by then.
    client.on("end", () => {
      client.destroy();
      closed();
    });
    try {
      client.connect({
        host: place.host,
        port: place.port,
        username: place.user,
        privateKey: key,
        readyTimeout: limits.login,
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
  // The client's own limit has the better words, and comes first where it comes.
  return within(limits.login + 1000, session, () => {
    client.destroy();
    return unreachable(`a login at ${where}`, `none within ${limits.login / 1000} s`);
  });
}

/** A way from the jump host to the machine. */
function forward(jump: Session, via: Place, machine: Place, ms: number): Promise<NonNullable<ConnectConfig["sock"]>> {
  const expected = `${via.host} to reach ${machine.host}:${machine.port}`;
  const way = new Promise<NonNullable<ConnectConfig["sock"]>>((resolve, reject) =>
    jump.client.forwardOut("127.0.0.1", 0, machine.host, machine.port, (error, stream) =>
      error ? reject(unreachable(expected, error.message)) : resolve(stream),
    ),
  );
  // A jump host whose packets to the machine are dropped says nothing for minutes, and is alive all the while.
  return within(ms, way, () => unreachable(expected, `no answer within ${ms / 1000} s`));
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
export async function connect(machine: Place, via?: Place, limits = usual): Promise<Way> {
  if (!via) {
    const session = await open(machine, limits);
    return { machine: session, close: () => session.close() };
  }
  const jump = await open(via, limits);
  try {
    const sock = await forward(jump, via, machine, limits.way);
    const session = await open(machine, limits, { sock });
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
  const failed = (why: string) => unreachable(`an answer to "${command}"`, why);
  let closed = () => {};
  const answer = new Promise<Answer>((resolve, reject) => {
    closed = () => reject(failed("the connection closed"));
    session.client.once("close", closed).once("end", closed);
    const begun = (error: Error | undefined, stream: ClientChannel) => {
      if (error) return reject(failed(error.message));
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > answerBytes) {
          stream.destroy();
          reject(new NodeError("agent-answer", `expected an answer of at most ${answerBytes} bytes, found more`));
        } else out.push(chunk);
      });
      stream.stderr.on("data", (chunk: Buffer) => err.length < 64 && err.push(chunk));
      let code = 255;
      stream.on("exit", (exit: number | null) => (code = exit ?? 255));
      stream.on("close", () =>
        resolve({
          code,
          stdout: Buffer.concat(out).toString("utf8"),
          stderr: Buffer.concat(err).toString("utf8"),
        }),
      );
      stream.end(input);
    };
    try {
      session.client.exec(command, begun);
    } catch (error) {
      // Closed since the last command: another connection is another try.
      reject(failed((error as Error).message));
    }
  });
  return within(timeoutMs, answer, () => {
    session.client.destroy();
    return failed(`none within ${timeoutMs / 1000} s`);
  }).finally(() => session.client.off("close", closed).off("end", closed));
}
