/** @integration */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A machine whose requests go through a proxy: what is on the machine itself is asked directly.
const dinfra = join(__dirname, "..", "bin", "dinfra.js");
const folder = mkdtempSync(join(tmpdir(), "dinfra-env-proxy-"));
const tokenFile = join(folder, "token");
const servers: Server[] = [];
/** What the proxy was asked for. */
let proxied: string[] = [];
let proxy: string;

async function listen(server: Server, host: string): Promise<number> {
  servers.push(server);
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const reactor = (host: string) =>
  listen(
    createServer((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end('{"items":[]}');
    }),
    host,
  );

beforeAll(async () => {
  writeFileSync(tokenFile, "x".repeat(43), { mode: 0o600 });
  const server = createServer((request, response) => {
    proxied.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    proxied.push(`CONNECT ${request.url}`);
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  proxy = `http://127.0.0.1:${await listen(server, "127.0.0.1")}`;
});
beforeEach(() => void (proxied = []));
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Node, in the environment of such a machine. */
function node(args: string[], more: NodeJS.ProcessEnv = {}): Promise<{ code: unknown; err: string }> {
  const env = { PATH: process.env["PATH"], HOME: folder, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy, ...more };
  return new Promise((resolve) =>
    execFile(process.execPath, args, { env }, (error, _out, err) => resolve({ code: error?.code ?? 0, err })),
  );
}

test.each<[string, NodeJS.ProcessEnv]>([
  ["127.0.0.1", {}],
  ["127.0.0.1", { NO_PROXY: "example.org" }],
  ["127.0.0.1", { no_proxy: "example.org" }],
  ["[::1]", {}],
])("a reactor at %s is asked directly, with %j", async (host, more) => {
  const port = await reactor(host.replace(/[[\]]/g, ""));
  const url = `http://${host}:${port}`;
  const asked = await node([dinfra, "reactor", "deployments", "--reactor", url, "--token-file", tokenFile], more);
  expect(proxied).toEqual([]);
  expect(asked).toEqual({ code: 0, err: "" });
});

test("the environment is one in which Node itself asks the proxy", async () => {
  const port = await reactor("127.0.0.1");
  await node(["-e", `fetch("http://127.0.0.1:${port}/").catch(() => {})`]);
  expect(proxied).toHaveLength(1);
});
