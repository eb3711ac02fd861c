import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { Server, type Connection } from "ssh2";
import { sshKeyPair } from "./key-pair.js";

/** A jump host of this process: anybody may log in. */
export interface JumpHost {
  readonly port: number;
  /** Ways that were asked for. */
  readonly asked: number;
  close(): Promise<void>;
}

/**
 * `forwards` as sshd does, which tells of the end of what the machine says and closes a way when both sides have ended;
 * `silent` accepts the login and never answers a request for a way.
 */
export async function jumpHost(kind: "forwards" | "silent"): Promise<JumpHost> {
  const connections = new Set<Connection>();
  const sockets = new Set<Socket>();
  let asked = 0;
  const server = new Server({ hostKeys: [sshKeyPair().private] }, (connection) => {
    connections.add(connection.on("close", () => connections.delete(connection)).on("error", () => undefined));
    connection.on("authentication", (context) => context.accept());
    connection.on("tcpip", (accept, _refuse, { destIP, destPort }) => {
      asked++;
      if (kind === "silent") return;
      const socket = connect({ host: destIP, port: destPort, allowHalfOpen: true });
      sockets.add(socket.on("error", () => undefined));
      socket.once("connect", () => {
        const way = accept();
        way.on("error", () => undefined);
        socket.pipe(way);
        way.pipe(socket);
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get asked() {
      return asked;
    },
    async close() {
      for (const connection of connections) connection.end();
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
