/** @integration */
import {
  API_VERSION_HEADER,
  apiVersion,
  EPOCH_HEADER,
  descriptorTypeByName,
  type Deployment,
  type DeploymentPage,
  type Problem,
} from "@dinfra/schemas";
import { AccountKey, signMessage } from "@dinfra/keys";
import { statSync } from "node:fs";
import * as http from "node:http";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { wallClock } from "@dinfra/service/clock";
import { until } from "@dinfra/service/testing/until";
import { permanent, retryable } from "../testing/fake-platform.js";
import { ReactorBench, owner } from "../testing/reactor-bench.js";
import { componentValidator } from "@dinfra/service/api/document";
import { reactorClient, type ReactorClient } from "@dinfra/service/api/client";
import { ReactorMetrics } from "./metrics.js";
import { createServer } from "./server.js";
import { accessText, accessToken } from "@dinfra/service/api/access-token";
import { sharedToken } from "@dinfra/service/api/token";

// The real server over real loopback HTTP; behind it a double of engine and platform.
const type = descriptorTypeByName("substrate-node/v1");
const cid = "bagaaierasords4njcts6vs7qvdjfcvgnume4hqohf65zsfguprqphs3icwea";
const desired = { generation: 1, descriptorType: { id: type.id }, cid, consumer: owner.provider, owner, login: [] };

let bench: ReactorBench;
let server: ReturnType<typeof createServer>;
let url: string;
let token: string;
const readToken = "r".repeat(40);
let client: ReactorClient;
let missing: string | null;

beforeEach(async () => {
  bench = new ReactorBench(undefined, { window: 60_000, floorWeight: 1, surpriseShare: 0, totalShare: 0 });
  token = sharedToken(join(bench.folder, "api-token"));
  missing = null;
  server = createServer({
    store: bench.store,
    reconciler: bench.reconciler,
    progress: bench.progress,
    metrics: new ReactorMetrics(bench.store, () => bench.reconciler.held().length),
    serves: new Set([type.name]),
    missing: async () => missing,
    token,
    readToken,
    log: pino({ level: "silent" }),
    headersTimeout: 2_000,
  });
  url = await server.listen({ host: "127.0.0.1", port: 0 });
  client = reactorClient(url, token);
});
afterEach(async () => {
  await server.close();
  await bench.close();
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(url + path, {
    ...init,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...init.headers },
  });

const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;

function fits(name: string, value: unknown): void {
  const validate = componentValidator(name);
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

test("a deployment from PUT to acknowledgement, through the client", async () => {
  fits("Deployment", await client.put("7.1", desired, 600));
  expect(bench.store.get("7.1")!.desired).toMatchObject({ generation: 1, deployWithinSeconds: 600 });
  // No part of the wish.
  fits("Deployment", await client.put("7.1", desired, 594));
  const deployed = await until(
    () => client.get("7.1"),
    (seen) => seen?.phase === "Deployed",
  );
  fits("Deployment", deployed);
  expect(deployed).toMatchObject({ observedGeneration: 1, endpoints: [{ name: "rpc" }] });
  fits("Deployment", await client.remove("7.1", owner));
  const gone = await until(
    () => client.get("7.1"),
    (seen) => seen?.phase === "TornDown",
  );
  fits("Deployment", gone);
  await client.acknowledge("7.1", gone!.receipt!.digest);
  expect(await client.get("7.1")).toBeUndefined();
});

test("the list comes in pages, with epoch and owner of the store", async () => {
  const { epoch } = bench.store;
  expect(await client.list()).toEqual({ epoch, items: [], sequence: `${epoch}:0`, version: apiVersion });
  for (let number = 1; number <= 12; number++) await client.put(`${number}.1`, desired);
  const page = await json<DeploymentPage>(await ask("/v1/deployments?limit=5&after=2.1"));
  fits("DeploymentPage", page);
  expect(page.items.map((item) => item.id)).toEqual(["3.1", "4.1", "5.1", "6.1", "7.1"]);
  expect(page.next).toBe("7.1");
  const all = await client.list();
  expect(all.items).toHaveLength(12);
  expect(all).toMatchObject({ epoch, owner });
});

test.each([
  ["no token", "GET", "/v1/deployments", undefined, { authorization: "" }, 401, "unauthorized"],
  ["a wrong token", "GET", "/metrics", undefined, { authorization: "Bearer x" }, 401, "unauthorized"],
  ["an unknown deployment", "GET", "/v1/deployments/9.1", undefined, {}, 404, "unknown-deployment"],
  ["an unknown route", "GET", "/v2", undefined, {}, 404, "unknown-route"],
  ["an id of another form", "GET", "/v1/deployments/9", undefined, {}, 400, "invalid-request"],
  ["a subscription beyond u64", "PUT", "/v1/deployments/18446744073709551616.1", desired, {}, 400, "invalid-request"],
  ["an attempt beyond u32", "PUT", "/v1/deployments/1.4294967296", desired, {}, 400, "invalid-request"],
  [
    "no number of seconds",
    "PUT",
    "/v1/deployments/1.1",
    desired,
    { "dinfra-deploy-within": "soon" },
    400,
    "invalid-request",
  ],
  ["a page after one", "GET", "/v1/deployments?after=99999999999999999999.1", undefined, {}, 400, "invalid-request"],
  [
    "a body 100,000 levels deep",
    "PUT",
    "/v1/deployments/9.1",
    JSON.stringify({ ...desired, descriptor: 1 }).replace(
      '"descriptor":1',
      `"descriptor":{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}}`,
    ),
    {},
    400,
    "invalid-request",
  ],
  [
    "another kind of body",
    "PUT",
    "/v1/deployments/9.1",
    "<a/>",
    { "content-type": "text/xml" },
    400,
    "invalid-request",
  ],
  ["a path that is no path", "GET", "/v1/deployments/%zz", undefined, {}, 400, "invalid-request"],
  ["a limit that is no number", "GET", "/v1/deployments?limit=ten", undefined, {}, 400, "invalid-request"],
  ["a limit in hexadecimal", "GET", "/v1/deployments?limit=0x1", undefined, {}, 400, "invalid-request"],
  ["an unknown query", "GET", "/v1/deployments?limits=1", undefined, {}, 400, "invalid-request"],
  ["a body that is no JSON", "PUT", "/v1/deployments/9.1", "{", {}, 400, "invalid-request"],
  ["a body with something more", "PUT", "/v1/deployments/9.1", { ...desired, more: 1 }, {}, 400, "invalid-request"],
  ["a generation as text", "PUT", "/v1/deployments/9.1", { ...desired, generation: "1" }, {}, 400, "invalid-request"],
  [
    "a body without an owner",
    "PUT",
    "/v1/deployments/9.1",
    { ...desired, owner: undefined },
    {},
    400,
    "invalid-request",
  ],
  [
    "a type that is not served",
    "PUT",
    "/v1/deployments/9.1",
    { ...desired, descriptorType: { id: `0x${"0".repeat(64)}` } },
    {},
    422,
    "unknown-type",
  ],
  [
    "too large a body",
    "PUT",
    "/v1/deployments/9.1",
    { ...desired, descriptor: { x: "x".repeat(2 ** 20) } },
    {},
    413,
    "too-large",
  ],
  [
    "a delete without an instance",
    "DELETE",
    "/v1/deployments/9.1",
    undefined,
    { "content-type": "" },
    400,
    "invalid-request",
  ],
  [
    "an acknowledgement of an unknown one",
    "POST",
    "/v1/deployments/9.1/acknowledge",
    { receipt: `0x${"0".repeat(64)}` },
    {},
    404,
    "unknown-deployment",
  ],
])("%s is refused with a problem", async (_name, method, path, body, headers, status, code) => {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  const response = await ask(path, { method, ...(text !== undefined && { body: text }), headers });
  expect(response.headers.get(EPOCH_HEADER)).toBe(bench.store.epoch);
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = await json<Problem>(response);
  fits("Problem", problem);
  expect({ status: response.status, type: problem.type }).toEqual({ status, type: `urn:dinfra:problem:${code}` });
  expect(bench.store.get("9.1")).toBeUndefined();
});

test.each([
  ["no HTTP", "hello\r\n\r\n"],
  ["an unknown method", "FROBNICATE / HTTP/1.1\r\nhost: a\r\n\r\n"],
  ["no host", "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n"],
  ["two lengths", "PUT /v1 HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"],
  ["too long headers", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(99_999)}\r\n\r\n`],
  ["a tunnel", "CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n"],
  ["an expectation", "PUT /v1 HTTP/1.1\r\nhost: a\r\nexpect: gold\r\ncontent-length: 1\r\n\r\n"],
])("%s is refused with a problem, too", async (_name, request) => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
  socket.write(request);
  await new Promise((resolve) => socket.once("close", resolve));
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(head.toLowerCase()).toContain("content-type: application/problem+json");
  fits("Problem", JSON.parse(body));
});

test("the answers to a wish that contradicts what is known", async () => {
  await client.put("7.1", { ...desired, generation: 2 });
  await expect(client.put("7.1", desired)).rejects.toMatchObject({ code: "stale-generation" });
  const other = { ...owner, instance: `0x${"9".repeat(64)}` };
  await expect(client.put("8.1", { ...desired, owner: other })).rejects.toMatchObject({ code: "wrong-instance" });
  await expect(client.remove("7.1", other)).rejects.toMatchObject({ code: "wrong-instance" });
  await client.remove("7.1", owner);
  await expect(client.put("7.1", { ...desired, generation: 3 })).rejects.toMatchObject({ code: "ended" });
});

test("events: what is kept, then what comes; no line of a stranger forges another", async () => {
  await client.put("7.1", desired);
  await until(
    () => client.get("7.1"),
    (seen) => seen?.phase === "Deployed",
  );
  const text = await (await ask("/v1/deployments/7.1/events")).text();
  const events = text
    .trim()
    .split("\n\n")
    .map((block) => JSON.parse(/^data: (.*)$/m.exec(block)![1]!));
  events.forEach((event) => fits("DeploymentEvent", event));
  expect(events.map((event) => event.message)).toEqual(["Pending", "Deploying", "up forged line", "Deployed"]);

  const abort = new AbortController();
  const follow = await ask("/v1/deployments/7.1/events?follow=true", {
    signal: abort.signal,
    headers: { "last-event-id": "4" },
  });
  const reader = follow.body!.pipeThrough(new TextDecoderStream()).getReader();
  await client.remove("7.1", owner);
  let seen = "";
  while (!seen.includes("TornDown")) seen += (await reader.read()).value;
  abort.abort();
  expect(seen).not.toContain("id: 4\n");
});

const alice = AccountKey.fromSeed(new Uint8Array(32).fill(7), "sr25519");
const tokenOf = (deployment: string, key = alice) => {
  const expiry = Math.floor(wallClock() / 1000) + 600;
  const text = `dinfra-access:v1:${owner.instance}:${owner.provider}:${deployment}:consumer:${expiry}`;
  return `${Buffer.from(text).toString("base64url")}.${Buffer.from(signMessage(key, text)).toString("base64url")}`;
};
const askAs = async (bearer: string, path: string, method = "GET") => {
  const answer = await fetch(url + path, { method, headers: { authorization: `Bearer ${bearer}` } });
  const body = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) fits("Problem", body);
  return { status: answer.status, body };
};

test("scopes: a consumer's token opens its own deployment, the reader's all that changes nothing", async () => {
  for (const id of ["7.1", "8.1"]) await client.put(id, { ...desired, consumer: alice.address() });
  const status = async (bearer: string, path: string, method?: string) => (await askAs(bearer, path, method)).status;
  const consumer = tokenOf("7.1");
  for (const what of ["", "/outputs"]) expect(await status(consumer, `/v1/deployments/7.1${what}`)).toBe(200);
  const events = await fetch(`${url}/v1/deployments/7.1/events`, { headers: { authorization: `Bearer ${consumer}` } });
  expect([events.status, (await events.text()).includes("Pending")]).toEqual([200, true]);
  for (const [path, method] of [
    ["/v1/deployments/8.1", "GET"],
    ["/v1/deployments", "GET"],
    ["/metrics", "GET"],
    ["/v1/breaker/release", "POST"],
    [`/v1/deployments/7.1?instance=${owner.instance}&provider=${owner.provider}`, "DELETE"],
  ] as const)
    expect([path, await status(consumer, path, method)]).toEqual([path, 403]);
  await until(() => client.get("7.1"), (seen) => seen?.phase === "Deployed"); // prettier-ignore
  const usage = await askAs(consumer, "/v1/deployments/7.1/usage");
  fits("Usage", usage.body);
  expect(usage.body).toMatchObject({ id: "7.1", cpuSeconds: 2.5, memoryBytes: 1_000 });
  expect(await status(consumer, "/v1/deployments/8.1/usage")).toBe(403);
  const mallory = AccountKey.fromSeed(new Uint8Array(32).fill(8), "sr25519");
  expect(await status(tokenOf("7.1", mallory), "/v1/deployments/7.1")).toBe(401);

  expect(await status(readToken, "/v1/deployments/7.1")).toBe(200);
  expect(await status(readToken, "/v1/deployments")).toBe(200);
  expect(await status(readToken, "/v1/breaker/release", "POST")).toBe(403);
  expect(bench.store.get("7.1")!.wanted).toBe("present");
});

test("tokens that keys of the provider signed open what their scope is for, once the operators are known", async () => {
  const operator = AccountKey.fromSeed(new Uint8Array(32).fill(12), "ed25519");
  const keys = { owner, block: 5, operators: [operator.address()] };
  const put = (bearer: string, body: object = keys) =>
    fetch(`${url}/v1/access`, {
      ...{ method: "PUT", body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    });
  const of = (scope: "operate" | "read", deployment = "*") => {
    const text = accessText({ ...owner, deployment, scope, expiry: Math.floor(wallClock() / 1000) + 600 });
    return accessToken(text, signMessage(operator, text));
  };
  const status = async (bearer: string, path: string, method?: string) => (await askAs(bearer, path, method)).status;
  expect(await status(of("operate"), "/v1/deployments")).toBe(401);
  await client.putAccess(keys);
  await client.put("7.1", desired);
  for (const [bearer, path, method, expected] of [
    [of("operate"), "/v1/deployments", "GET", 200],
    [of("operate"), "/v1/deployments/7.1/reconcile", "POST", 202],
    [of("operate", "7.1"), "/v1/deployments/7.1/reconcile", "POST", 202],
    [of("operate", "8.1"), "/v1/deployments/7.1/reconcile", "POST", 403],
    [of("operate", "7.1"), "/v1/deployments", "GET", 403],
    [of("read"), "/prometheus/targets", "GET", 200],
    [of("read"), "/v1/deployments/7.1/reconcile", "POST", 403],
    [of("read"), "/backup", "GET", 403],
  ] as const)
    expect([path, await status(bearer, path, method)]).toEqual([path, expected]);
  // A signed token names no successors of its key.
  const refused = await put(of("operate"));
  expect([refused.status, (await json<Problem>(refused)).detail]).toEqual([
    403,
    expect.stringMatching(/a signed token does not open this/),
  ]);
  const foreign = await put(token, { ...keys, owner: { ...owner, instance: `0x${"2".repeat(64)}` } });
  expect(await json<Problem>(foreign)).toMatchObject({ type: "urn:dinfra:problem:wrong-instance", status: 409 });
  expect(bench.store.accessKeys).toEqual(keys);
  expect((await put(token, { ...keys, operators: [] })).status).toBe(204);
  expect(await status(of("operate"), "/v1/deployments")).toBe(401);
});

test("a consumer that asks too often is told in how many seconds there is room again", async () => {
  await client.put("7.1", { ...desired, consumer: alice.address() });
  const bearer = tokenOf("7.1");
  const ask = () => fetch(`${url}/v1/deployments/7.1`, { headers: { authorization: `Bearer ${bearer}` } });
  const answers = await Promise.all(Array.from({ length: 60 }, ask));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    const seconds = /ask again in (\d+) s/.exec(((await answer.json()) as { detail: string }).detail)?.[1];
    expect(answer.headers.get("retry-after")).toBe(seconds);
  }
});

test("outputs and events can be read after the end, with who ended it and why, over a restart, and not for ever", async () => {
  await client.put("7.1", { ...desired, consumer: alice.address() });
  const phase = (wanted: string) => until(() => client.get("7.1"), (seen) => seen?.phase === wanted); // prettier-ignore
  await phase("Deployed");
  await client.remove("7.1", owner, { endedBy: "consumer", endReason: "FundsSpent" });
  const { receipt } = (await phase("TornDown"))!;
  await client.acknowledge("7.1", receipt!.digest);
  expect(await client.get("7.1")).toBeUndefined();
  const outputs = async () => (await askAs(tokenOf("7.1"), "/v1/deployments/7.1/outputs")).body;
  const found = await outputs();
  fits("Outputs", found);
  expect(found).toMatchObject({
    generation: 1,
    endpoints: [{ name: "rpc" }],
    end: { by: "consumer", reason: "FundsSpent" },
  });
  expect(Date.parse(String(found["keptUntil"]))).toBeGreaterThan(wallClock());
  const events = await (await ask("/v1/deployments/7.1/events")).text();
  expect(events).toMatch(/Deployed[^]*TornDown/);

  await bench.progress.settled();
  await bench.reconciler.stop();
  const again = bench.store.past("7.1")!;
  expect(again.record).toMatchObject({ id: "7.1", end: { by: "consumer" } });
  expect(bench.store.dropPast(again.keptUntil - 1)).toEqual([]);
  expect(bench.store.dropPast(again.keptUntil)).toEqual(["7.1"]);
  expect((await askAs(readToken, "/v1/deployments/7.1/outputs")).status).toBe(404);
  expect((await askAs(tokenOf("7.1"), "/v1/deployments/7.1/outputs")).status).toBe(401);
});

const settled = { endBlock: 1_234, paid: "30000000000", refunded: "340282366920938463463374607431768211455" };

test("block and amounts of an end are told as they were said, before and after the acknowledgement", async () => {
  await client.put("7.1", { ...desired, consumer: alice.address() });
  const phase = (wanted: string) => until(() => client.get("7.1"), (seen) => seen?.phase === wanted); // prettier-ignore
  expect((await phase("Deployed"))!.end).toBeUndefined();
  const removed = await client.remove("7.1", owner, { endedBy: "consumer", endReason: "Cancelled", ...settled });
  const { end, receipt } = (await phase("TornDown"))!;
  const { endBlock: block, paid, refunded } = settled;
  expect(end).toMatchObject({ by: "consumer", reason: "Cancelled", block, paid, refunded });
  // An older sidecar would take none of these with a member that it does not know.
  const { items } = await client.list();
  expect([removed, ...items].map((one) => "end" in one)).toEqual([false, false]);
  const { items: changed } = await client.changes(`${bench.store.epoch}:0`);
  expect(changed.map((one) => "end" in one)).toEqual([false]);

  const outputs = async () => (await askAs(tokenOf("7.1"), "/v1/deployments/7.1/outputs")).body;
  expect((await outputs())["end"]).toEqual(end);
  await client.acknowledge("7.1", receipt!.digest);
  const kept = await outputs();
  fits("Outputs", kept);
  expect(kept["end"]).toEqual(end);
});

test.each([
  ["nothing", {}, { endedBy: "provider", endReason: "Resigned", ...settled }],
  ["who and why, as an older sidecar does", { endedBy: "provider", endReason: "Resigned" }, settled],
  ["what was paid", { endedBy: "provider", endReason: "Resigned", paid: settled.paid }, settled],
] as const)(
  "a DELETE that said %s: another adds the rest, once, and nothing is changed by a third",
  async (_what, first, second) => {
    await client.put("7.1", desired);
    await client.remove("7.1", owner, first);
    const torn = await until(() => client.get("7.1"), (seen) => seen?.phase === "TornDown"); // prettier-ignore
    await client.remove("7.1", owner, second);
    const { endBlock: block, paid, refunded } = settled;
    const filled = await client.get("7.1");
    expect(filled!.end).toEqual({ ...torn!.end, by: "provider", reason: "Resigned", block, paid, refunded });
    expect(filled!.receipt).toEqual(torn!.receipt);
    const { sequence } = bench.store;
    await client.remove("7.1", owner, second);
    const other = { endedBy: "chain", endReason: "Retired", endBlock: 9, paid: "1", refunded: "2" } as const;
    await client.remove("7.1", owner, other);
    expect(await client.get("7.1")).toEqual(filled);
    expect(bench.store.sequence).toBe(sequence);
    expect(bench.platform.destroyed).toHaveLength(1);
  },
);

test("a record of before ends were kept takes what is said now, as of when its teardown began", async () => {
  await client.remove("7.1", owner);
  await until(() => client.get("7.1"), (seen) => seen?.phase === "TornDown"); // prettier-ignore
  const { end: _none, ...older } = bench.store.get("7.1")!;
  bench.store.put(older);
  expect(await client.get("7.1")).not.toHaveProperty("end");
  await client.remove("7.1", owner, { endedBy: "consumer", endReason: "Cancelled", ...settled });
  const { end, timings } = (await client.get("7.1"))!;
  const { endBlock: block, paid, refunded } = settled;
  const { teardownStartedAt: at, tornDownAt } = timings;
  expect(end).toEqual({ by: "consumer", reason: "Cancelled", at, block, paid, refunded, tornDownAt });
});

test("what nobody said of an end is not there, and an amount is not 0 for want of one", async () => {
  await client.remove("7.1", owner, { endedBy: "consumer", endReason: "Cancelled" });
  const { end } = (await client.get("7.1"))!;
  expect(Object.keys(end!).sort()).toEqual(expect.arrayContaining(["at", "by", "reason"]));
  for (const name of ["block", "paid", "refunded"]) expect(end).not.toHaveProperty(name);
});

test.each(["endBlock=-1", "endBlock=4294967296", "endBlock=0x1", "paid=-1", "paid=1.5", "paid=", "refunded=01"])(
  "a DELETE that says %s is refused, and nothing is deleted",
  async (said) => {
    await client.put("7.1", desired);
    const { instance, provider } = owner;
    const path = `/v1/deployments/7.1?instance=${instance}&provider=${provider}&${said}`;
    expect((await ask(path, { method: "DELETE" })).status).toBe(400);
    expect(bench.store.get("7.1")!.wanted).toBe("present");
  },
);

test("each answer says the version of the document, errors and streams too", async () => {
  await client.put("7.1", desired);
  const answers = [
    await ask("/healthz"),
    await ask("/v1/deployments"),
    await ask("/v1/deployments/8.1"),
    await ask("/nowhere"),
    await fetch(`${url}/v1/deployments`),
    await ask("/v1/deployments/7.1/events"),
    await ask("/v1/changes"),
    await ask("/%"),
  ];
  for (const answer of answers) {
    expect([answer.url, answer.headers.get(API_VERSION_HEADER)]).toEqual([answer.url, apiVersion]);
    await answer.body!.cancel();
  }
  const malformed = connect(Number(new URL(url).port), "127.0.0.1");
  malformed.end("nonsense\r\n\r\n");
  let text = "";
  for await (const part of malformed.setEncoding("utf8")) text += part;
  expect(text).toContain(`${API_VERSION_HEADER}: ${apiVersion}\r\n`);
});

describe("usage after the end", () => {
  const phase = (wanted: string) => until(() => client.get("7.1"), (seen) => seen?.phase === wanted); // prettier-ignore
  const usage = async () => (await askAs(tokenOf("7.1"), "/v1/deployments/7.1/usage")).body;
  const ended = async () => {
    await client.put("7.1", { ...desired, consumer: alice.address() });
    await phase("Deployed");
    await client.remove("7.1", owner);
    return (await phase("TornDown"))!;
  };

  test("is what it took when its teardown began, also after the acknowledgement", async () => {
    const { timings, receipt } = await ended();
    const found = await usage();
    fits("Usage", found);
    expect(found).toMatchObject({ id: "7.1", cpuSeconds: 2.5, memoryBytes: 1_000 });
    const at = Date.parse(String(found["at"]));
    expect(at).toBeGreaterThanOrEqual(Date.parse(timings.teardownStartedAt!));
    expect(at).toBeLessThanOrEqual(Date.parse(timings.tornDownAt!));
    await client.acknowledge("7.1", receipt!.digest);
    expect(await usage()).toEqual(found);
  });

  test("is of before the first try of a teardown, not of what a failed one has left", async () => {
    const read = jest.spyOn(bench.platform.surroundings, "usage");
    bench.platform.destroyFailures.push(retryable("engine.failed"), retryable("engine.failed"));
    await ended();
    expect(read).toHaveBeenCalledTimes(1);
    expect(await usage()).toMatchObject({ cpuSeconds: 2.5 });
  });

  test.each<[string, () => Promise<never>]>([
    ["cannot be read", () => Promise.reject(new Error("away"))],
    ["is not answered", () => new Promise(() => {})],
  ])("is without figures where it %s; the teardown goes on", async (_what, read) => {
    bench.platform.surroundings.usage = read;
    const { timings } = await ended();
    const found = await usage();
    fits("Usage", found);
    expect(found).toEqual({ epoch: bench.store.epoch, id: "7.1", at: timings.tornDownAt });
  });
});

test("limits: who writes slowly is not waited for, and who does not read is cut off", async () => {
  const port = Number(new URL(url).port);
  const said = (socket: Socket) =>
    new Promise<string>((resolve) => {
      let text = "";
      socket.setEncoding("utf8").on("data", (part: string) => (text += part));
      socket.once("close", () => resolve(text));
    });
  const slow = connect(port, "127.0.0.1");
  const answer = said(slow);
  slow.write("GET /healthz HTTP/1.1\r\nhost: a\r\nx: ");
  expect(await answer).toMatch(/^HTTP\/1\.1 4\d\d [^]*application\/problem\+json/);

  await client.put("7.1", desired);
  const deaf = connect(port, "127.0.0.1").pause();
  const closed = new Promise((resolve) => deaf.once("close", resolve));
  deaf.on("error", () => {});
  deaf.write(
    `GET /v1/deployments/7.1/events?follow=true HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n\r\n`,
  );
  await until(() => server.server.getConnections.length > 0 && deaf.bytesWritten > 0, Boolean);
  // More than what the system takes for a reader besides.
  for (let n = 0; n < 5_000; n++) {
    bench.progress.add("7.1", { kind: "log", message: "x".repeat(3_900) });
    if (n % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  deaf.resume();
  await closed;
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("limits: 500 streams, and no more", async () => {
  await client.put("7.1", desired);
  const follow = `${url}/v1/deployments/7.1/events?follow=true`;
  const open: http.ClientRequest[] = [];
  const agent = new http.Agent({ maxSockets: Infinity });
  const stream = () =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = http.get(follow, { agent, headers: { authorization: `Bearer ${token}` } }, resolve);
      request.on("error", reject);
      open.push(request);
    });
  const statuses = (await Promise.all(Array.from({ length: 500 }, stream))).map(({ statusCode }) => statusCode);
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect((await askAs(token, "/v1/deployments/7.1/events?follow=true")).body).toMatchObject({
    type: "urn:dinfra:problem:too-many-streams",
    retryable: true,
  });
  // Nobody else waits for them.
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  for (const request of open) request.on("error", () => {}).destroy();
  await until(
    async () => {
      const answer = await fetch(follow, { headers: { authorization: `Bearer ${token}` } });
      await answer.body!.cancel();
      return answer.status;
    },
    (status) => status === 200,
  );
  agent.destroy();
});

test("a preview says what a PUT would do, what it would wait for and why it is refused, and changes nothing", async () => {
  const preview = async (generation: number, id = "7.1") => {
    const body = JSON.stringify({ ...desired, generation, cid: `${cid.slice(0, -1)}${generation}` });
    const answer = await ask(`/v1/deployments/${id}/preview`, { method: "POST", body });
    const found = await json<Record<string, unknown>>(answer);
    if (answer.ok) fits("Preview", found);
    return { status: answer.status, ...found };
  };
  expect(await preview(1)).toMatchObject({ possible: true, steps: [{ urn: "urn::node", operation: "update" }] });
  expect(bench.store.get("7.1")).toBeUndefined();
  await client.put("7.1", desired);
  await until(() => client.get("7.1"), (seen) => seen?.phase === "Deployed"); // prettier-ignore
  const { sequence } = bench.store;
  bench.platform.guarded = [{ op: "delete", urn: "urn::data" }];
  const waits = await preview(2);
  expect(waits).toMatchObject({
    possible: true,
    needsApproval: {
      steps: [{ urn: "urn::data", operation: "delete" }],
      digest: (waits as { digest?: string }).digest,
    },
  });
  bench.platform.checkFailures.push(permanent("catalogue.unknown-entry"));
  expect(await preview(3)).toMatchObject({
    possible: false,
    refusal: { code: "catalogue.unknown-entry", retryable: false },
  });
  expect([bench.store.sequence, bench.platform.made]).toEqual([sequence, ["7.1"]]);
  await client.remove("7.1", owner);
  expect(await preview(4)).toMatchObject({ status: 409, type: "urn:dinfra:problem:ended" });
});

test("what bears our names and belongs to no deployment is listed, and nothing is done about it", async () => {
  await client.put("7.1", desired);
  await until(() => client.get("7.1"), (seen) => seen?.phase === "Deployed"); // prettier-ignore
  bench.platform.running.set("somebody:1", "x");
  const found = await askAs(readToken, "/v1/orphans");
  fits("OrphanList", found.body);
  expect(found.body["items"]).toEqual([{ label: "somebody:1", resources: ["somebody:1-node"] }]);
  expect([...bench.platform.running.keys()]).toContain("somebody:1");
  // One that ended here and is there again has its id, and goes by a DELETE.
  await client.remove("7.1", owner);
  const gone = (await until(() => client.get("7.1"), (seen) => seen?.phase === "TornDown"))!; // prettier-ignore
  await client.acknowledge("7.1", gone.receipt!.digest);
  bench.platform.running.set(`${owner.instance.slice(0, 6)}:7.1`, "again");
  expect((await askAs(readToken, "/v1/orphans")).body["items"]).toMatchObject([{ id: "7.1" }, { label: "somebody:1" }]);
  await client.remove("7.1", owner);
  await until(() => client.get("7.1"), (seen) => seen?.phase === "TornDown"); // prettier-ignore
  expect([...bench.platform.running.keys()]).toEqual(["somebody:1"]);
});

test("a quote: which offers serve a descriptor, at which price an hour, and why each other one does not", async () => {
  const other = descriptorTypeByName("rpc-endpoint/v1").id;
  const post = async (path: string, body: unknown, method = "POST") =>
    ask(path, { method, body: JSON.stringify(body) });
  const wanted = { descriptorType: { id: type.id }, descriptor: { any: 1 }, maxPricePerBlock: "40" };
  expect(await json(await post("/v1/quote", wanted))).toMatchObject({ type: "urn:dinfra:problem:not-ready" });
  const one = { pricePerBlock: "30", capacity: 5, used: 2, open: true };
  await client.putOffers({
    ...{ block: 77, slotMilliseconds: 6_000, draining: false },
    offers: [
      { ...one, descriptorType: { id: type.id } },
      { ...one, descriptorType: { id: type.id }, pricePerBlock: "50", used: 5 },
      { ...one, descriptorType: { id: other } },
    ],
  });
  const found = await json<Record<string, unknown>>(await post("/v1/quote", wanted));
  fits("Quote", found);
  const codes = (quoted: Record<string, unknown>) =>
    (quoted["offers"] as { reasons: { code: string }[] }[]).map(({ reasons }) => reasons.map(({ code }) => code));
  expect(found).toMatchObject({ block: 77, offers: [{ matches: true, free: 3, pricePerHour: "18000" }, {}, {}] });
  expect(codes(found)).toEqual([[], ["offer.full", "offer.price"], ["offer.type"]]);
  bench.platform.checkFailures.push(permanent("descriptor.schema"));
  expect(codes(await json(await post("/v1/quote", wanted)))[0]).toEqual(["descriptor.schema"]);
  expect((await post("/v1/offers", { offers: [] }, "PUT")).status).toBe(400);
  expect(bench.store.size).toBe(0);
});

test("an update that waits is approved over HTTP, by its digest and steps; modes and reconcile", async () => {
  const post = async (path: string, body?: unknown, method = "POST") => {
    const answer =
      body === undefined
        ? await fetch(`${url}/v1/deployments/7.1/${path}`, { method, headers: { authorization: `Bearer ${token}` } })
        : await ask(`/v1/deployments/7.1/${path}`, { method, body: JSON.stringify(body) });
    return { status: answer.status, ...(await json<Record<string, unknown>>(answer)) };
  };
  const phase = (holds: (seen: Deployment | undefined) => boolean) => until(() => client.get("7.1"), holds);
  await client.put("7.1", desired);
  await phase((seen) => seen?.phase === "Deployed");
  bench.platform.guarded = [{ op: "replace", urn: "urn::data" }];
  await client.put("7.1", { ...desired, generation: 2, cid: `${cid.slice(0, -1)}b` });
  const waiting = (await phase((seen) => seen?.awaiting !== undefined))!;
  fits("Deployment", waiting);
  expect(waiting).toMatchObject({ phase: "Deployed", observedGeneration: 1, generation: 2 });
  expect(waiting.conditions.map(({ type }) => type)).toContain("AwaitingApproval");
  const { awaiting } = waiting;
  const other = { ...awaiting, digest: `0x${"0".repeat(64)}` };
  expect(await post("approve", other)).toMatchObject({ status: 409, type: "urn:dinfra:problem:approval-mismatch" });
  expect(await post("approve", awaiting)).toMatchObject({ status: 202, id: "7.1" });
  await phase((seen) => seen?.observedGeneration === 2);

  expect(await post("mode", { mode: "paused" }, "PUT")).toMatchObject({ mode: "paused" });
  expect(await post("mode", { mode: "fast" }, "PUT")).toMatchObject({ status: 400 });
  expect(await post("mode", { mode: "normal" }, "PUT")).not.toHaveProperty("mode");
  const looks = bench.platform.looked.length;
  expect(await post("reconcile")).toMatchObject({ status: 202 });
  await until(() => bench.platform.looked.length, (now) => now > looks); // prettier-ignore
});

test("a Prometheus is told what it scrapes of each deployment, and nothing of one that is gone", async () => {
  bench.platform.metrics = [
    { job: "substrate", address: "10.0.0.4:9615", path: "/metrics", node: "n", role: "full" },
    { address: "half a target" },
  ];
  await client.put("1.1", desired);
  await until(
    () => client.get("1.1"),
    (seen) => seen?.phase === "Deployed",
  );
  const labels = { job: "substrate", node: "n", role: "full", __metrics_path__: "/metrics", deployment: "1.1" };
  expect(await json(await ask("/prometheus/targets"))).toEqual([{ targets: ["10.0.0.4:9615"], labels }]);
  expect((await fetch(`${url}/prometheus/targets`)).status).toBe(401);
  await client.remove("1.1", owner);
  await until(
    () => client.get("1.1"),
    (seen) => seen?.phase === "TornDown",
  );
  expect(await json(await ask("/prometheus/targets"))).toEqual([]);
});

test("ready says what is missing, and what the breaker holds until its release", async () => {
  fits("Health", await (await fetch(`${url}/readyz`)).json());
  missing = "the engine is not there";
  expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 503, detail: missing, retryable: true });
  missing = null;
  const ids = ["1.1", "2.1", "3.1"];
  for (const id of ids) await client.put(id, desired);
  for (const id of ids) {
    await until(
      () => client.get(id),
      (seen) => seen?.phase === "Deployed",
    );
  }
  for (const id of ids) await client.remove(id, owner);
  const open = await fetch(`${url}/readyz`);
  expect(await open.json()).toMatchObject({ status: 503, type: "urn:dinfra:problem:breaker-open" });
  const metrics = await (await ask("/metrics")).text();
  expect(metrics).toMatch(/^dinfra_reactor_breaker_open 1$/m);
  expect(metrics).toMatch(/^dinfra_reactor_teardowns_held 2$/m);
  await client.releaseBreaker();
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  await until(
    () => client.get("3.1"),
    (seen) => seen?.phase === "TornDown",
  );
});

test("descriptor types with their schemas; health", async () => {
  const types = await json<{ items: { name: string }[] }>(await ask("/v1/descriptor-types"));
  fits("DescriptorTypeList", types);
  expect(types.items.map((item) => item.name)).toEqual([type.name]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("a reactor that is away, or that is none, is no answer", async () => {
  await expect(reactorClient("http://127.0.0.1:1", token).list()).rejects.toMatchObject({
    code: "reactor.unreachable",
    retryable: true,
  });
  await expect(reactorClient(url, "wrong").list()).rejects.toMatchObject({ code: "unauthorized" });
});

test("the token's file is its owner's alone", () => {
  const file = join(bench.folder, "api-token");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(sharedToken(file)).toBe(token);
});
