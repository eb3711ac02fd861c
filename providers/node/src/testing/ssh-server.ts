import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, utils, type Connection } from "ssh2";
import { hostKeyOf } from "../ssh/host-key.js";
import { sshKeyPair } from "./key-pair.js";

/** An SSH server of this process, with a key pair that may log in. For tests of what is said to an agent. */
export interface SshServer {
  readonly port: number;
  /** As known_hosts has it. */
  readonly hostKey: string;
  /** File with the private key of the one who may log in. */
  readonly identity: string;
  /** What was asked, with its standard input. */
  readonly asked: { user: string; command: string; input: string }[];
  /** Ends every connection, as a machine does that restarts. */
  hangUp(): Promise<void>;
  close(): Promise<void>;
}

/** `answer` gives standard output and the exit code of a command; undefined where the machine says nothing more. */
export async function sshServer(
  answer: (command: string, input: string) => { code: number; stdout: string } | undefined,
): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-ssh-"));
  const host = sshKeyPair();
  const login = sshKeyPair();
  const identity = join(folder, "id");
  writeFileSync(identity, login.private, { mode: 0o600 });
  const parsed = (text: string) => {
    const key = utils.parseKey(text);
    if (key instanceof Error) throw key;
    return key;
  };
  const allowed = parsed(login.public).getPublicSSH();
  const asked: SshServer["asked"] = [];
  const connections = new Set<Connection>();
  const server = new Server({ hostKeys: [host.private] }, (connection) => {
    let user = "";
    connections.add(connection.on("close", () => connections.delete(connection)).on("error", () => undefined));
    connection.on("authentication", (context) => {
      user = context.username;
      if (context.method === "publickey" && context.key.data.equals(allowed)) context.accept();
      else context.reject(["publickey"]);
    });
    connection.on("session", (accept) =>
      accept().on("exec", (take, _refuse, { command }) => {
        const stream = take();
        let input = "";
        stream.on("data", (data: Buffer) => (input += data.toString()));
        stream.on("end", () => {
          asked.push({ user, command, input });
          const said = answer(command, input);
          if (!said) return;
          const { code, stdout } = said;
          stream.write(stdout);
          stream.exit(code);
          stream.end();
        });
      }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: hostKeyOf(parsed(host.public).getPublicSSH()),
    identity,
    asked,
    async hangUp() {
      const ended = [...connections].map((connection) => once(connection, "close"));
      for (const connection of connections) connection.end();
      await Promise.all(ended);
    },
    async close() {
      for (const connection of connections) connection.end();
      server.close();
      await once(server, "close");
      rmSync(folder, { recursive: true });
    },
  };
}
