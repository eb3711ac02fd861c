import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { type Server, type Socket, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { KeysError } from "../error.js";
import { uint32 } from "../wire.js";
import type { LoginAgent } from "./login-agent.js";

/** What a socket needs of an agent. */
export type Answering = Pick<LoginAgent, "handle" | "close">;

export interface ServedAgent {
  /** For SSH_AUTH_SOCK. */
  readonly socketPath: string;
  /** Stops listening, closes connections, wipes the keys, removes the socket. */
  close(): Promise<void>;
}

/** As OpenSSH's agent. */
const LONGEST_MESSAGE = 256 * 1024;
const MOST_CONNECTIONS = 128;
/** sockaddr_un on Linux holds 108 bytes, on macOS 104, with the final zero. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Puts an agent on a unix socket that only this user can open: the folder has mode 0700, the socket 0600.
 * @param path of the socket; in a new folder in the runtime or temporary directory unless told. What a killed agent left there is replaced.
 * @throws KeysError `agent.running` when another agent answers there, `agent.socket` when the path cannot be used safely
 */
export async function serveAgent(agent: Answering, path?: string): Promise<ServedAgent> {
  const ownFolder = path === undefined ? mkdtempSync(join(runtimeFolder(), "dinfra-agent-")) : undefined;
  const socketPath = path ?? join(ownFolder!, "socket");
  try {
    await assertUsable(socketPath);
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      converse(agent, socket);
    });
    server.maxConnections = MOST_CONNECTIONS;
    await listen(server, socketPath);
    return {
      socketPath,
      close: async () => {
        agent.close();
        const closed = new Promise((resolve) => server.close(resolve)); // removes the socket
        for (const socket of sockets) socket.destroy();
        await closed;
        if (ownFolder) rmdirSync(ownFolder);
      },
    };
  } catch (error) {
    if (ownFolder) rmdirSync(ownFolder);
    throw error;
  }
}

/** XDG_RUNTIME_DIR, unless it is what `su` or a login that has ended left: gone, or another user's. */
function runtimeFolder(): string {
  const folder = process.env.XDG_RUNTIME_DIR;
  if (!folder) return tmpdir();
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).uid === process.getuid?.() ? folder : tmpdir();
  } catch {
    return tmpdir();
  }
}

async function assertUsable(path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST_SOCKET_PATH)
    throw new KeysError(
      "agent.socket",
      `expected a socket path of at most ${LONGEST_SOCKET_PATH} bytes, found ${path}; choose a shorter one`,
    );
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  // Whoever may write into the folder could put his own socket there and be asked for signatures, or take ours away.
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0)
    throw new KeysError(
      "agent.socket",
      `expected a folder that only you may write to, found ${folder}; choose another, or chmod 700 it`,
    );
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket())
    throw new KeysError(
      "agent.socket",
      `expected a socket or nothing at ${path}, found another file; it was left as it is`,
    );
  if (await answers(path))
    throw new KeysError(
      "agent.running",
      `expected nobody at ${path}, found an agent that answers; use it, stop it, or choose another path`,
    );
  unlinkSync(path); // left by an agent that was killed
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    // bind() happens within listen(), so the socket is never open to others, not even for a moment.
    const before = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off("error", reject);
        chmodSync(path, 0o600);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });
}

/** Messages of one connection are answered one after another, in their order. They may hold secrets: no copy of one outlives its answer. */
function converse(agent: Answering, socket: Socket): void {
  let buffered: Buffer = Buffer.alloc(0);
  let busy = false;
  const next = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (buffered.length >= 4 && !socket.destroyed) {
        const length = buffered.readUInt32BE(0);
        if (length === 0 || length > LONGEST_MESSAGE) return void socket.destroy();
        if (buffered.length < 4 + length) break;
        // Taken out before it is answered: what arrives meanwhile is joined to what is left, which makes copies.
        const message = Uint8Array.from(buffered.subarray(4, 4 + length));
        buffered.fill(0, 4, 4 + length);
        buffered = buffered.subarray(4 + length);
        const answer = await agent.handle(message).finally(() => message.fill(0));
        if (!socket.destroyed) socket.write(Buffer.concat([uint32(answer.length), answer]));
      }
    } finally {
      busy = false;
    }
  };
  socket.on("data", (chunk: Buffer) => {
    const joined = Buffer.concat([buffered, chunk]);
    buffered.fill(0);
    chunk.fill(0);
    buffered = joined;
    // A client that sends on without reading answers gets no more room.
    if (buffered.length > 2 * (LONGEST_MESSAGE + 4)) return void socket.destroy();
    next().catch(() => socket.destroy());
  });
  socket.on("error", () => socket.destroy());
  socket.on("close", () => buffered.fill(0));
}
