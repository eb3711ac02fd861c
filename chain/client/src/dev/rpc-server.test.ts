import { createServer } from "node:net";
import { once } from "node:events";
import { WebSocket } from "ws";
import { startRpcServer, type AnswerRequest, type RpcServer } from "./rpc-server.js";

const cancelled: string[] = [];
const notify = new Map<string, (data: unknown) => void>();
const answer: AnswerRequest = async (method, params, subscriptions) => {
  switch (method) {
    case "echo":
      return params;
    case "nothing":
      return undefined;
    case "refuse":
      throw Object.assign(new Error("not today"), { code: 7 });
    case "subscribe": {
      const id = String(params[0]);
      notify.set(
        id,
        subscriptions.subscribe("news", id, () => cancelled.push(id)),
      );
      return id;
    }
    case "unsubscribe":
      return subscriptions.unsubscribe(String(params[0]));
    default:
      throw new Error(`no ${method}`);
  }
};

let server: RpcServer;
beforeAll(async () => {
  server = await startRpcServer({ host: "127.0.0.1", port: 0, answer, health: () => ({ status: "ok" }) });
});
afterAll(() => server.close());

const url = (scheme: string) => `${scheme}://127.0.0.1:${server.port}`;
const post = async (body: string) => {
  const response = await fetch(url("http"), { method: "POST", body });
  return (await response.text()) || null;
};
const request = (method: string, params: unknown[], id?: unknown) => ({
  jsonrpc: "2.0",
  method,
  params,
  ...(id === undefined ? {} : { id }),
});

async function open(): Promise<{
  socket: WebSocket;
  ask: (method: string, ...params: unknown[]) => Promise<unknown>;
  next: () => Promise<unknown>;
}> {
  const socket = new WebSocket(url("ws"));
  await once(socket, "open");
  const next = async () => JSON.parse(((await once(socket, "message")) as [Buffer])[0].toString()) as unknown;
  const ask = async (method: string, ...params: unknown[]) => {
    const answered = next();
    socket.send(JSON.stringify(request(method, params, 1)));
    return answered;
  };
  return { socket, ask, next };
}

test("answers a request, a batch, and says nothing to a notification", async () => {
  expect(await post(JSON.stringify(request("echo", [1, "a"], 5)))).toBe('{"jsonrpc":"2.0","id":5,"result":[1,"a"]}');
  expect(await post(JSON.stringify(request("nothing", [], "x")))).toBe('{"jsonrpc":"2.0","id":"x","result":null}');
  const batch = JSON.stringify([request("echo", [1], 1), request("refuse", [], 2), request("echo", [3])]);
  expect(JSON.parse((await post(batch)) ?? "")).toEqual([
    { jsonrpc: "2.0", id: 1, result: [1] },
    { jsonrpc: "2.0", id: 2, error: { code: 7, message: "not today" } },
  ]);
  expect(await post(JSON.stringify(request("echo", [])))).toBeNull();
});

test.each([
  ["no JSON", "{", -32700],
  ["no request", "{}", -32600],
  ["parameters by name", '{"id":1,"method":"echo","params":{"a":1}}', -32600],
  ["an empty batch", "[]", -32600],
])("refuses %s with the error of JSON-RPC", async (_name, body, code) => {
  expect((JSON.parse((await post(body)) ?? "") as { error: { code: number } }).error.code).toBe(code);
});

test("health by HTTP, and nothing else by GET", async () => {
  expect(await (await fetch(`${url("http")}/health`)).json()).toEqual({ status: "ok" });
  expect((await fetch(url("http"))).status).toBe(404);
});

test("subscriptions: each client its own, ended by the client or with its connection", async () => {
  const one = await open();
  const two = await open();
  expect(await one.ask("subscribe", "s1")).toMatchObject({ result: "s1" });
  expect(await two.ask("subscribe", "s2")).toMatchObject({ result: "s2" });
  const heard = two.next();
  notify.get("s2")?.({ block: 1 });
  expect(await heard).toEqual({ jsonrpc: "2.0", method: "news", params: { result: { block: 1 }, subscription: "s2" } });
  await one.ask("unsubscribe", "s1");
  expect(cancelled).toEqual(["s1"]);
  two.socket.close();
  // The server has seen the connection close when a later request on another connection is answered and the cancel arrived.
  while (!cancelled.includes("s2")) await one.ask("echo");
  notify.get("s2")?.({ block: 2 });
  one.socket.close();
});

test("a port in use is refused by name", async () => {
  const taken = createServer();
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as { port: number };
  await expect(startRpcServer({ host: "127.0.0.1", port, answer, health: () => ({}) })).rejects.toMatchObject({
    code: "PortInUse",
    message: expect.stringContaining(`port ${port}`) as string,
  });
  taken.close();
});

test("closing ends open connections and frees the port", async () => {
  const short = await startRpcServer({ host: "127.0.0.1", port: 0, answer, health: () => ({}) });
  const socket = new WebSocket(`ws://127.0.0.1:${short.port}`);
  await once(socket, "open");
  const closed = once(socket, "close");
  await short.close();
  await closed;
  const again = await startRpcServer({ host: "127.0.0.1", port: short.port, answer, health: () => ({}) });
  await again.close();
});
