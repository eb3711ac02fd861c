import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
const token = join(folder, "api-token");
writeFileSync(token, "secret\n");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `dinfra reactor release` says to a reactor that answers like this. */
async function release(reply: (request: IncomingMessage, response: ServerResponse) => void, ...ids: string[]) {
  const server = createServer(reply).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await typed("reactor", "release", ...ids, "--reactor", url, "--token-file", token);
  } finally {
    server.close();
  }
}

test("the breaker is released by one POST, with the token", async () => {
  const seen: unknown[] = [];
  const { code, out } = await release(({ method, url, headers }, response) => {
    seen.push([method, url, headers.authorization]);
    response.writeHead(204).end();
  });
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("released") });
  expect(seen).toEqual([["POST", "/v1/breaker/release", "Bearer secret"]]);
});

test("deployments are released one by one", async () => {
  const seen: unknown[] = [];
  const { code, out } = await release(
    ({ url }, response) => {
      seen.push(url);
      response.writeHead(204).end();
    },
    "7.1",
    "9.2",
  );
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("7.1, 9.2") });
  expect(seen).toEqual(["/v1/deployments/7.1/release", "/v1/deployments/9.2/release"]);
});

test("a reactor that refuses is heard in its own words", async () => {
  const problem = { type: "urn:dinfra:problem:not-ready", detail: "the platform cannot be asked" };
  const { code, err } = await release((_, response) => response.writeHead(503).end(JSON.stringify(problem)));
  expect(code).toBe(1);
  expect(err).toContain("the platform cannot be asked");
});
