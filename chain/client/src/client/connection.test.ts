import { ChainUnavailable } from "../errors.js";
import { startRpcServer, type RpcServer } from "../dev/rpc-server.js";
import { startEndpointProxy, type EndpointProxy } from "../testing.js";
import { Connection, EndpointError } from "./connection.js";
import { Rpc } from "./rpc.js";

const hash = `0x${"ab".repeat(32)}` as const;
let server: RpcServer;
let proxy: EndpointProxy;
let connection: Connection;
const wakes: (() => void)[] = [];
const logged: string[] = [];

/** Until the connection tells of news (a head, or that it is there again). */
const woken = () => new Promise<void>((resolve) => wakes.push(resolve));

beforeAll(async () => {
  server = await startRpcServer({
    host: "127.0.0.1",
    port: 0,
    health: () => ({}),
    answer: async (method) => {
      if (method === "chain_getFinalizedHead") return hash;
      if (method === "chain_subscribeFinalizedHeads") return "heads";
      if (method === "state_queryStorageAt") return [];
      throw Object.assign(new Error("no such method"), { code: -32601 });
    },
  });
});
afterAll(() => server.close());

beforeEach(async () => {
  proxy = await startEndpointProxy(`ws://127.0.0.1:${server.port}`);
  connection = new Connection(proxy.endpoint, {
    requestTimeout: 1_500,
    log: (message) => logged.push(message),
    onWake: () => wakes.splice(0).forEach((resolve) => resolve()),
  });
});
afterEach(async () => {
  connection.close();
  await proxy.close();
});

test("answers, and tells errors of the endpoint from its absence", async () => {
  expect(await connection.send("chain_getFinalizedHead", [])).toBe(hash);
  await expect(connection.send("nope", [])).rejects.toBeInstanceOf(EndpointError);
  await expect(connection.send("nope", [])).rejects.toMatchObject({ rpcCode: -32601, retryable: true });
});

test("an endpoint that is down is unavailable, and is found again", async () => {
  await connection.send("chain_getFinalizedHead", []);
  await proxy.setMode("down");
  await expect(connection.send("chain_getFinalizedHead", [])).rejects.toBeInstanceOf(ChainUnavailable);
  const back = woken();
  await proxy.setMode("pass");
  await back;
  expect(await connection.send("chain_getFinalizedHead", [])).toBe(hash);
  expect(logged).toContainEqual(expect.stringContaining("connected again"));
});

test("an endpoint that hangs is given up on, and connected to afresh", async () => {
  await connection.send("chain_getFinalizedHead", []);
  await proxy.setMode("hang");
  await expect(connection.send("chain_getFinalizedHead", [])).rejects.toMatchObject({
    code: "ChainUnavailable",
    message: expect.stringContaining("no answer") as string,
  });
  const back = woken();
  await proxy.setMode("pass");
  await back;
  expect(await connection.send("chain_getFinalizedHead", [])).toBe(hash);
});

test("a request under way when the connection is cut fails at once, not after its time-out", async () => {
  await connection.send("chain_getFinalizedHead", []);
  proxy.only("chain_getFinalizedHead", "hang");
  const pending = connection.send("chain_getFinalizedHead", []);
  while (proxy.seen("chain_getFinalizedHead") < 2) await connection.send("chain_subscribeFinalizedHeads", []);
  proxy.cut();
  const failure = await pending.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ChainUnavailable);
  expect(String(failure)).not.toContain("no answer");
});

describe("an answer that is none is an error", () => {
  const rpc = () => new Rpc(connection);
  test("null for a hash", async () => {
    await proxy.setMode("empty");
    await expect(rpc().finalizedHead()).rejects.toMatchObject({ code: "ChainUnavailable" });
    await expect(rpc().header(hash)).rejects.toMatchObject({ code: "ChainUnavailable" });
    await expect(rpc().block(hash)).rejects.toMatchObject({ code: "ChainUnavailable" });
    await expect(rpc().nextIndex("5F")).rejects.toMatchObject({ code: "ChainUnavailable" });
    await expect(rpc().call("X_y", "0x", hash)).rejects.toMatchObject({ code: "ChainUnavailable" });
  });
  test("an empty list or null for storage: absent is what the endpoint says of a key, not what it leaves out", async () => {
    await expect(rpc().storage(["0x00"], hash)).rejects.toMatchObject({ code: "ChainUnavailable" });
    await proxy.setMode("empty");
    await expect(rpc().storage(["0x00"], hash)).rejects.toMatchObject({ code: "ChainUnavailable" });
  });
});

test("closing rejects what waits and connects no more", async () => {
  await proxy.setMode("down");
  const waiting = connection.send("chain_getFinalizedHead", []);
  connection.close();
  await expect(waiting).rejects.toBeInstanceOf(ChainUnavailable);
});
