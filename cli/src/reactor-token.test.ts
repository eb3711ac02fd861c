import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a token file that is not there: the advice is on the option that was given", async () => {
  const missing = join(folder, "missing");
  expect(await typed("logs", "7.1", "--token-file", missing)).toEqual({
    code: 2,
    out: "",
    err: `dinfra: ${missing}: expected the reactor's API token, found none; give another --token-file, or in its place --data-dir as for dinfra reactor run`,
  });
});

test("another reactor's token: which options say whose it is", async () => {
  writeFileSync(join(folder, "api-token"), "of another\n");
  const problem = {
    type: "urn:dinfra:problem:unauthorized",
    detail: "send the token of the reactor's api-token file as a bearer token",
  };
  const server = createServer((_, response) => response.writeHead(401).end(JSON.stringify(problem)));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const asked = ["reactor", "deployments", "--reactor", url, "--data-dir", folder];
    expect(await typed(...asked)).toEqual({
      code: 1,
      out: "",
      err: `dinfra: expected the API token of the reactor at ${url}, found another in ${join(folder, "api-token")}; give --data-dir as for dinfra reactor run, or its api-token with --token-file, or another --reactor`,
    });
    const { err } = await typed(...asked, "--json");
    expect(JSON.parse(err)).toMatchObject({ error: { code: "unauthorized" } });
  } finally {
    await new Promise((closed) => server.close(closed));
  }
});
