import { json, openApi, type Api } from "../testing/api.js";
import { clientOf, pauseBefore, type Thing } from "./client.js";

let api: Api;
afterEach(() => api?.close());

const waits: number[] = [];
const client = (credentials: () => object = () => ({})) =>
  clientOf({ server: api.url, credentials: () => Promise.resolve(credentials()) }, (ms) => {
    waits.push(ms);
    return Promise.resolve();
  });
beforeEach(() => waits.splice(0));

const things = (...names: string[]) => names.map((name) => ({ metadata: { name } }));
const listed = async () => (await client().list<Thing>("api/v1/pods", {})).map(({ metadata }) => metadata.name);

test("a list is all its pages", async () => {
  api = await openApi((request, response) => {
    const from = new URL(request.url!, api.url).searchParams.get("continue");
    if (from === null) json(response, { metadata: { continue: "more" }, items: things("a", "b") });
    else json(response, { metadata: {}, items: things("c") });
  });
  expect(await listed()).toEqual(["a", "b", "c"]);
  expect(api.asked).toEqual(["/api/v1/pods?limit=500", "/api/v1/pods?limit=500&continue=more"]);
});

test("a list that grew too old is begun anew, and not for ever", async () => {
  let expired = 1;
  api = await openApi((request, response) => {
    const first = !request.url!.includes("continue");
    if (first) return json(response, { metadata: { continue: "more" }, items: things("a") });
    if (expired-- > 0) return json(response, { message: "too old" }, 410);
    json(response, { metadata: {}, items: things("b") });
  });
  expect(await listed()).toEqual(["a", "b"]);
  expired = 3;
  await expect(listed()).rejects.toThrow("answered 410: too old");
});

test("a server that asks for patience gets it; one that refuses is believed", async () => {
  let busy = 2;
  api = await openApi((_request, response) => {
    if (busy-- > 0) return json(response, { message: "busy" }, 429, busy === 0 ? { "retry-after": "3" } : {});
    json(response, { message: "no right to list pods" }, 403);
  });
  await expect(listed()).rejects.toThrow("GET api/v1/pods answered 403: no right to list pods");
  expect(api.asked).toHaveLength(3);
  expect(waits[1]).toBe(3000);
});

test("a change is a merge patch, made again where the server was busy, and an error names it", async () => {
  let busy = 1;
  const bodies: string[] = [];
  api = await openApi((request, response) => {
    if (request.method !== "PATCH" || request.headers["content-type"] !== "application/merge-patch+json")
      return json(response, { message: "no patch" }, 400);
    request.setEncoding("utf8").on("data", (text: string) => bodies.push(text));
    request.on("end", () => {
      if (busy-- > 0) json(response, {}, 503);
      else if (request.url!.endsWith("/small")) json(response, { message: "can not be less" }, 422);
      else json(response, { metadata: { name: "a" } });
    });
  });
  expect(await client().patch("api/v1/claims/a", { spec: { size: 2 } })).toEqual({ metadata: { name: "a" } });
  expect(bodies).toEqual(Array(2).fill(JSON.stringify({ spec: { size: 2 } })));
  await expect(client().patch("api/v1/claims/small", {})).rejects.toThrow(
    "PATCH api/v1/claims/small answered 422: can not be less",
  );
});

test("waits double, and no two clients wait alike", () => {
  expect([1, 2, 3].map((tried) => pauseBefore(tried, 1))).toEqual([250, 500, 1000]);
  expect(pauseBefore(3, 0)).toBe(500);
});

test("no server is an error that names it, after six tries", async () => {
  api = await openApi(() => undefined);
  const { url } = api;
  await api.close();
  const gone = clientOf({ server: url, credentials: () => Promise.resolve({}) }, (ms) =>
    Promise.resolve(waits.push(ms)),
  );
  await expect(gone.get("version")).rejects.toThrow(`expected an answer from ${url}, found ECONNREFUSED`);
  expect(waits).toHaveLength(5);
  api = await openApi(() => undefined);
});

test("credentials that have ended are asked for anew", async () => {
  let token = 0;
  const seen: (string | undefined)[] = [];
  api = await openApi((request, response) => {
    seen.push(request.headers.authorization);
    if (seen.length === 1) return json(response, { message: "expired" }, 401);
    json(response, {});
  });
  // eslint-disable-next-line no-restricted-syntax -- as the command says it
  await client(() => ({ token: `t${++token}`, until: Date.now() + 60_000 })).get("version");
  expect(seen).toEqual(["Bearer t1", "Bearer t2"]);
});

test("a watch gives a change a line, and ends with its signal", async () => {
  api = await openApi((_request, response) => {
    response.writeHead(200);
    response.write(`${JSON.stringify({ type: "ADDED", object: { metadata: { name: "a" } } })}\n`);
  });
  const control = new AbortController();
  const seen: string[] = [];
  const watch = async () => {
    for await (const { type, object } of client().watch(
      "api/v1/pods",
      { fieldSelector: "metadata.name=a" },
      control.signal,
    )) {
      seen.push(`${type} ${object.metadata.name}`);
      control.abort();
    }
  };
  await watch().catch(() => undefined);
  expect(seen).toEqual(["ADDED a"]);
  expect(api.asked[0]).toContain("watch=true");
});
