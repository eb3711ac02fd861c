import { createServer, type Server } from "node:net";
import { reachable } from "./reachable";

let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const at = (url: string) => ({ name: "rpc", url });

test("taken, refused, and nothing to ask", async () => {
  expect(await reachable(at(`ws://127.0.0.1:${port}`))).toBe(true);
  expect(await reachable(at(`ws://127.84.17.3:${port}`))).toBe(false);
  expect(await reachable(at("ipc:///somewhere"))).toBe(true);
});

test("a name that only a cluster knows is not held against the endpoint by who is not in it", async () => {
  expect(await reachable(at("ws://client.namespace.svc:9944"))).toBe(true);
  expect(await reachable(at("ws://client.namespace.invalid:9944"))).toBe(false);
});

test("that this process had no time for the answer is not held against the endpoint", async () => {
  const asked = reachable(at(`ws://127.0.0.1:${port}`), 50);
  // The connection is made by the system meanwhile; the timer is what this process comes to first afterwards.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  expect(await asked).toBe(true);
});
