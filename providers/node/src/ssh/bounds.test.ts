import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { sshServer, type SshServer } from "../testing/ssh-server.js";
import { jumpHost, type JumpHost } from "../testing/jump.js";
import { AgentClient } from "./agent.js";
import { connect, execute, type Place } from "./connect.js";

const limits = { login: 1500, way: 700 };

/** What answers where an SSH server is expected. */
async function tcpServer(serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    serve(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const banner = "SSH-2.0-OpenSSH_9.2\r\n";

describe("a way to a machine", () => {
  let host: SshServer;
  let forwards: JumpHost;
  let silent: JumpHost;
  let answers: (command: string) => { code: number; stdout: string } | undefined;
  beforeAll(async () => {
    host = await sshServer((command) => answers(command));
    [forwards, silent] = await Promise.all([jumpHost("forwards"), jumpHost("silent")]);
  });
  beforeEach(() => (answers = (command) => ({ code: 0, stdout: command })));
  afterAll(() => Promise.all([host, forwards, silent].map((one) => one.close())));

  const place = (port: number): Place => ({
    ...{ host: "127.0.0.1", port, user: "dinfra-operator" },
    privateKey: { file: host.identity },
  });
  const via = (jump: JumpHost) => place(jump.port);

  test("opens through a jump host, and answers", async () => {
    const way = await connect(place(host.port), via(forwards), limits);
    expect(await execute(way.machine, "status", "", 5000)).toMatchObject({ code: 0, stdout: "status" });
    way.close();
  });

  // Each waited for ever, or for minutes, before it had a bound.
  const machines = {
    "accepts and says nothing": () => {},
    "closes at once": (socket: Socket) => socket.end(),
    "says its name and nothing more": (socket: Socket) => socket.write(banner),
    // sshd that is restarted, or refuses a login while its machine boots.
    "says its name and closes": (socket: Socket) => socket.end(banner),
  };
  for (const [kind, serve] of Object.entries(machines)) {
    for (const direct of [true, false]) {
      test(`to a machine that ${kind} is given up, ${direct ? "directly" : "through a jump host"}`, async () => {
        const machine = await tcpServer(serve);
        const tried = connect(place(machine.port), direct ? undefined : via(forwards), limits);
        await expect(tried).rejects.toMatchObject({ code: "unreachable", retryable: true });
        machine.close();
      });
    }
  }

  test("that a jump host never opens is given up, and both ends are named", async () => {
    const tried = connect(place(host.port), via(silent), limits);
    await expect(tried).rejects.toThrow(`expected 127.0.0.1 to reach 127.0.0.1:${host.port}, found no answer within`);
    expect(silent.asked).toBe(1);
  });

  test("to a jump host that accepts and says nothing is given up", async () => {
    const jump = await tcpServer(() => {});
    const tried = connect(place(host.port), place(jump.port), limits);
    await expect(tried).rejects.toMatchObject({ code: "unreachable", retryable: true });
    jump.close();
  });

  for (const jumps of [false, true]) {
    test(`a machine that stops answering in mid-command is given up${jumps ? ", through a jump host" : ""}`, async () => {
      answers = () => undefined;
      const way = await connect(place(host.port), jumps ? via(forwards) : undefined, limits);
      const asked = execute(way.machine, "status", "", 500);
      await expect(asked).rejects.toThrow('expected an answer to "status", found none within 0.5 s');
      way.close();
    });

    test(`a machine that closed between two commands is asked again${jumps ? ", through a jump host" : ""}`, async () => {
      const yes = { status: true, reason: "" };
      const status = { conditions: { booted: yes }, release: { desired: "x" } };
      answers = () => ({ code: 0, stdout: JSON.stringify(status) });
      const told: string[] = [];
      const agent = new AgentClient(
        place(host.port),
        jumps ? via(forwards) : undefined,
        new AbortController().signal,
        (what) => told.push(what),
      );
      await agent.askUntil("status", "", 10);
      await host.hangUp();
      expect((await agent.askUntil("status", "", 10)).release).toEqual({ desired: "x" });
      agent.close();
    });
  }
});
