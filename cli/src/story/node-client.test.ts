import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { NodeClient } from "./node-client.js";

let server: WebSocketServer;
let url: string;
let height: number;
beforeEach(async () => {
  height = 5;
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    socket.on("message", (data) => {
      const { id, method } = JSON.parse(String(data)) as { id: number; method: string };
      if (method === "hang_up") return socket.close();
      const result = method === "chain_getHeader" ? { number: `0x${(height++).toString(16)}` } : undefined;
      const error = { code: -32601, message: "Method not found" };
      socket.send(
        JSON.stringify(result === undefined ? { jsonrpc: "2.0", id, error } : { jsonrpc: "2.0", id, result }),
      );
    });
  });
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  server.close();
  await once(server, "close");
});

test("asks, and sees the height grow", async () => {
  const node = await NodeClient.connect(url);
  expect(await node.height()).toBe(5);
  expect(await node.heightAbove(5)).toBe(6);
  await expect(node.call("nonsense")).rejects.toThrow("the node answered: Method not found");
  await node.close();
});

test("a height that stays is told", async () => {
  const node = await NodeClient.connect(url);
  await expect(node.heightAbove(1000, 300)).rejects.toThrow("the node's height stayed at 1000");
  await node.close();
});

test("a node that goes, and one that is not there", async () => {
  const node = await NodeClient.connect(url);
  await expect(node.call("hang_up")).rejects.toThrow("closed the connection");
  await expect(NodeClient.connect("ws://127.0.0.1:1")).rejects.toThrow("no node answers at ws://127.0.0.1:1");
});
