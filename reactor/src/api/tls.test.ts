/** @integration */
import { EPOCH_HEADER, descriptorTypeByName } from "@dinfra/schemas";
import { AccountKey, signMessage } from "@dinfra/keys";
import { pino } from "pino";
import { accessText, accessToken } from "@dinfra/service/api/access-token";
import { reactorClient } from "@dinfra/service/api/client";
import { componentValidator } from "@dinfra/service/api/document";
import { wallClock } from "@dinfra/service/clock";
import { listenAt } from "@dinfra/service/listen";
import { Certificates } from "@dinfra/service/testing/certificates";
import { fetchOver, type ClientTls } from "@dinfra/service/tls/client";
import { ServerTls } from "@dinfra/service/tls/server";
import { ReactorBench, owner } from "../testing/reactor-bench.js";
import { ReactorMetrics } from "./metrics.js";
import { createServer } from "./server.js";

// The real server over real TLS; behind it a double of engine and platform.
const type = descriptorTypeByName("substrate-node/v1");
const cid = "bagaaierasords4njcts6vs7qvdjfcvgnume4hqohf65zsfguprqphs3icwea";
const desired = { generation: 1, descriptorType: { id: type.id }, cid, consumer: owner.provider, owner, login: [] };
const [token, readToken] = ["o".repeat(40), "r".repeat(40)];
const made = new Certificates();
const { certificate, key } = made;
let bench: ReactorBench;
let server: ReturnType<typeof createServer>;
let url: string;

beforeAll(() => {
  made.make("root", { subject: "/O=Example/CN=root", authority: true });
  made.make("server", { subject: "/CN=reactor", by: "root", names: "DNS:localhost,IP:127.0.0.1", usage: "serverAuth" });
  for (const name of ["sidecar", "dashboard", "nobody"])
    made.make(name, { subject: `/O=Example/CN=${name}`, by: "root", usage: "clientAuth" });
  made.make("former", { subject: "/O=Example/CN=sidecar", by: "root", usage: "clientAuth", days: -3 });
});
afterAll(() => made.remove());
beforeEach(async () => {
  bench = new ReactorBench();
  const log = pino({ level: "silent" });
  const tls = new ServerTls(
    {
      ...{ certificateFile: certificate("server"), keyFile: key("server"), clientCaFile: certificate("root") },
      ...{ operate: ["CN=sidecar,O=Example"], read: ["CN=dashboard,O=Example"] },
    },
    { log },
  );
  server = createServer({
    ...{ store: bench.store, reconciler: bench.reconciler, progress: bench.progress, token, readToken, log, tls },
    metrics: new ReactorMetrics(
      bench.store,
      () => 0,
      undefined,
      () => tls.expires,
    ),
    serves: new Set([type.name]),
    missing: async () => null,
  });
  url = await listenAt(server, "127.0.0.1", 0);
});
afterEach(async () => {
  await server.close();
  await bench.close();
});

const trusting = { caFile: certificate("root") };
const as = (name: string | undefined): ClientTls =>
  name === undefined ? trusting : { ...trusting, certificateFile: certificate(name), keyFile: key(name) };

test("a sidecar with a certificate needs no token, and drives a deployment", async () => {
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/);
  const client = reactorClient(url, undefined, 30_000, as("sidecar"));
  await client.put("7.1", desired);
  await client.putAccess({ owner, block: 1, operators: [] });
  expect((await client.list()).items.map(({ id }) => id)).toEqual(["7.1"]);
  expect(bench.store.accessKeys?.operators).toEqual([]);
  await expect(reactorClient(url, undefined, 30_000, as("dashboard")).put("8.1", desired)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(reactorClient(url, token, 30_000).list()).rejects.toThrow(/give the authority's certificate/);
  await expect(reactorClient(url.replace("https", "http"), token, 30_000).list()).rejects.toThrow(/ask it by https/);
});

const signed = (scope: "operate" | "read") => {
  const by = AccountKey.fromSeed(new Uint8Array(32).fill(3), "sr25519");
  const text = accessText({ ...owner, deployment: "*", scope, expiry: Math.floor(wallClock() / 1000) + 600 });
  return accessToken(text, signMessage(by, text));
};
const operator = AccountKey.fromSeed(new Uint8Array(32).fill(3), "sr25519").address();

test.each<[string, string | undefined, string | undefined, string, number]>([
  ["health, by nobody", undefined, undefined, "GET /healthz", 200],
  ["readiness, by nobody", undefined, undefined, "GET /readyz", 200],
  ["health, by a certificate that is over", "former", undefined, "GET /healthz", 200],
  ["metrics, by nobody", undefined, undefined, "GET /metrics", 401],
  ["metrics, by a certificate", "dashboard", undefined, "GET /metrics", 200],
  ["metrics, by the reader's token", undefined, readToken, "GET /metrics", 200],
  ["targets, by a certificate", "dashboard", undefined, "GET /prometheus/targets", 200],
  ["a list, by a certificate that reads", "dashboard", undefined, "GET /v1/deployments", 200],
  ["a change, by a certificate that reads", "dashboard", undefined, "POST /v1/breaker/release", 403],
  ["a change, by a certificate that operates", "sidecar", undefined, "POST /v1/breaker/release", 204],
  ["a list, by a certificate that nothing names", "nobody", undefined, "GET /v1/deployments", 403],
  ["a list, by a certificate that is over", "former", undefined, "GET /v1/deployments", 401],
  ["a list, by the token beside a certificate that is over", "former", token, "GET /v1/deployments", 200],
  ["a change, by the reader's token beside a certificate that operates", "sidecar", readToken, "POST /v1/breaker/release", 403], // prettier-ignore
  ["a list, by a wrong token beside a certificate that operates", "sidecar", "x", "GET /v1/deployments", 401],
  ["a list, by a key of the provider", undefined, "operate", "GET /v1/deployments", 200],
  ["a change, by a key of the provider", undefined, "operate", "POST /v1/breaker/release", 204],
  ["a change, by a key of the provider that reads", undefined, "read", "POST /v1/breaker/release", 403],
])("%s", async (_name, client, bearer, what, expected) => {
  bench.store.accessKeys = { owner, block: 1, operators: [operator] };
  const [method, path] = what.split(" ");
  const sent = bearer === "operate" || bearer === "read" ? signed(bearer) : bearer;
  const answer = await fetchOver(as(client))(url + path!, {
    method: method!,
    headers: sent === undefined ? {} : { authorization: `Bearer ${sent}` },
  });
  expect([answer.status, answer.headers.get(EPOCH_HEADER)]).toEqual([expected, bench.store.epoch]);
  const text = await answer.text();
  if (path === "/metrics" && expected === 200)
    expect(text).toMatch(/^dinfra_reactor_certificate_expires_seconds 1[0-9]{9}/m);
  if (expected < 400) return;
  const fits = componentValidator("Problem");
  fits(JSON.parse(text));
  expect(fits.errors ?? []).toEqual([]);
});

test("a stream of events goes over TLS as it comes", async () => {
  await reactorClient(url, undefined, 30_000, as("sidecar")).put("7.1", desired);
  const stop = new AbortController();
  const answer = await fetchOver(as("dashboard"))(`${url}/v1/deployments/7.1/events?follow=true`, {
    signal: stop.signal,
  });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("Deployed")) text += (await reader.read()).value ?? "";
  stop.abort();
  await expect(reader.read()).rejects.toThrow();
});
