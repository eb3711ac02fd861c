/** @integration */
import { execFile } from "node:child_process";
import * as http from "node:http";
import * as net from "node:net";
import * as path from "node:path";
import { promisify } from "node:util";
import { WebSocketServer } from "ws";
import type { Probe } from "./inputs.js";
import { waitUntilReady } from "./readiness.js";

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const never = new AbortController().signal;
const alive = (): Promise<string | undefined> => Promise.resolve(undefined);
const wait = (probe: Partial<Probe> & { port: number }, ended = alive, cancel = never) =>
  waitUntilReady({ kind: "tcp", address: "127.0.0.1", timeoutSeconds: 0.3, ...probe }, ended, cancel);

async function listening(server: net.Server | http.Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closers.push(() => server.close());
  return (server.address() as net.AddressInfo).port;
}

async function rpc(answer: (request: { id: number; method: string }) => unknown[]): Promise<number> {
  const server = http.createServer();
  const sockets = new WebSocketServer({ server });
  closers.push(() => sockets.clients.forEach((client) => client.terminate()));
  sockets.on("connection", (socket) =>
    socket.on("message", (data) => {
      const answers = answer(JSON.parse(String(data)) as { id: number; method: string });
      for (const one of answers) socket.send(typeof one === "string" ? one : JSON.stringify(one));
    }),
  );
  return listening(server);
}

test("tcp: a connection is accepted", async () => {
  expect(await wait({ port: await listening(net.createServer((socket) => socket.end())) })).toBeUndefined();
});

test("http: below 400 is ready, else the status is told", async () => {
  const port = await listening(
    http.createServer((request, response) => response.writeHead(request.url === "/health" ? 204 : 503).end()),
  );
  expect(await wait({ kind: "http", port, path: "/health" })).toBeUndefined();
  expect(await wait({ kind: "http", port })).toBe("did not answer within 0.3 s; last found: status 503");
});

test("it is asked again until it is ready", async () => {
  let asked = 0;
  const port = await listening(
    http.createServer((_request, response) => response.writeHead(++asked < 3 ? 503 : 200).end()),
  );
  expect(await wait({ kind: "http", port, timeoutSeconds: 5 })).toBeUndefined();
  expect(asked).toBe(3);
});

test("websocket: open is enough without a method; with one, its result counts", async () => {
  const port = await rpc(({ id, method }) =>
    method === "system_health"
      ? [{ jsonrpc: "2.0", id, result: { peers: 0 } }]
      : [{ id, error: { message: "no such" } }],
  );
  expect(await wait({ kind: "websocket", port })).toBeUndefined();
  expect(await wait({ kind: "websocket", port, method: "system_health" })).toBeUndefined();
  expect(await wait({ kind: "websocket", port, method: "nothing" })).toMatch(/last found: JSON-RPC error: no such$/);
});

test("websocket: other messages are passed over, nonsense and silence are no answer", async () => {
  const chatty = await rpc(({ id }) => [{ method: "note" }, { id: 7, error: {} }, { id, result: 1 }]);
  expect(await wait({ kind: "websocket", port: chatty, method: "x" })).toBeUndefined();
  expect(await wait({ kind: "websocket", port: await rpc(() => ["not json"]), method: "x" })).toMatch(/JSON/);
  expect(await wait({ kind: "websocket", port: await rpc(() => []), method: "x" })).toMatch(/no answer$/);
});

test("a server that accepts and says nothing is not waited for beyond the limit", async () => {
  const port = await listening(net.createServer((socket) => closers.push(() => socket.destroy())));
  for (const kind of ["http", "websocket"] as const) {
    const began = performance.now();
    expect(await wait({ kind, port })).toMatch(/did not answer within 0.3 s/);
    expect(performance.now() - began).toBeLessThan(3_000);
  }
});

test("an answer of somebody else does not make an ended process ready", async () => {
  const port = await listening(net.createServer((socket) => socket.end()));
  expect(await wait({ port }, () => Promise.resolve("exited with code 1"))).toBe("exited with code 1");
});

test("what is on this machine is asked directly where the environment has a proxy", async () => {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  proxy.on("connect", (request, socket: net.Socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  const url = `http://127.0.0.1:${await listening(proxy)}`;
  const port = await rpc(({ id }) => [{ jsonrpc: "2.0", id, result: 1 }]);
  const script = `
    const { waitUntilReady } = require(${JSON.stringify(path.join(__dirname, "../../dist/process/readiness.js"))});
    const probe = { address: "127.0.0.1", port: ${port}, timeoutSeconds: 60 };
    const ask = (kind, more) => waitUntilReady({ ...probe, kind, ...more }, async () => undefined, new AbortController().signal);
    (async () => {
      console.log(JSON.stringify([await ask("websocket", { method: "x" }) ?? "ready", await ask("tcp") ?? "ready"]));
      await fetch("http://127.0.0.1:${port}/").catch(() => {});
    })();`;
  const env = { PATH: process.env.PATH, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: url, HTTPS_PROXY: url };
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { env });
  expect(JSON.parse(stdout)).toEqual(["ready", "ready"]);
  // What Node itself asks does go there: the environment is such a one.
  expect(asked).toHaveLength(1);
});

test("cancelled is told at once", async () => {
  const cancel = new AbortController();
  const waiting = wait({ port: 1, timeoutSeconds: 60 }, alive, cancel.signal);
  cancel.abort();
  expect(await waiting).toMatch(/cancelled/);
});
