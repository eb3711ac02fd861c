/** @integration */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { Certificates } from "@dinfra/service/testing/certificates";
import { typed } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a reactor that speaks TLS", () => {
  const made = new Certificates();
  const seen: { client: string | undefined; authorization: string | undefined }[] = [];
  let server: Server;
  let url: string;
  beforeAll(async () => {
    made.make("root", { subject: "/CN=root", authority: true });
    made.make("reactor", { subject: "/CN=reactor", by: "root", names: "DNS:localhost,IP:127.0.0.1" });
    made.make("me", { subject: "/CN=me", by: "root", usage: "clientAuth" });
    const files = { cert: made.pem("reactor"), key: readFileSync(made.key("reactor")), ca: made.pem("root") };
    server = createServer({ ...files, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      const client = (request.socket as TLSSocket).getPeerX509Certificate()?.subject;
      seen.push({ client, authorization: request.headers.authorization });
      response.end(JSON.stringify({ epoch: "e", items: [] }));
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    url = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    made.remove();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const trusting = () => ["--reactor-ca-file", made.certificate("root")];
  const me = () => ["--reactor-certificate-file", made.certificate("me"), "--reactor-key-file", made.key("me")];
  const own = join(folder, "own");

  test.each<[string, () => string[], Partial<Awaited<ReturnType<typeof typed>>>, object | undefined]>([
    ["a certificate takes the token's place", () => [...trusting(), ...me()], { code: 0 }, { client: "CN=me", authorization: undefined }], // prettier-ignore
    ["a token that is named goes with it", () => [...trusting(), ...me(), "--data-dir", own], { code: 0 }, { client: "CN=me", authorization: "Bearer own" }], // prettier-ignore
    ["on this machine the data directory has its certificate", () => ["--reactor", url.replace("localhost", "127.0.0.1"), "--data-dir", own], { code: 0 }, { client: undefined, authorization: "Bearer own" }], // prettier-ignore
    [
      "an authority that is not known",
      () => [...me()],
      { code: 1, err: expect.stringContaining("--reactor-ca-file") as string },
      undefined,
    ],
    ["a certificate without its key", () => [...trusting(), ...me().slice(0, 2)], { code: 2, err: expect.stringContaining("give both") as string }, undefined], // prettier-ignore
    ["a file that is not there", () => ["--reactor-ca-file", join(folder, "none"), ...me()], { code: 2, err: expect.stringContaining("none: expected a file in PEM") as string }, undefined], // prettier-ignore
    ["plain HTTP", () => ["--reactor", url.replace("https", "http"), ...me()], { code: 1, err: expect.stringContaining("https://") as string }, undefined], // prettier-ignore
  ])("%s", async (_name, options, expected, shown) => {
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, "api-token"), "own\n");
    writeFileSync(join(own, "api-certificate.pem"), made.pem("reactor"));
    seen.length = 0;
    expect(await typed("reactor", "deployments", "--reactor", url, ...options())).toMatchObject(expected);
    expect(seen).toEqual(shown === undefined ? [] : [shown]);
  });
});
