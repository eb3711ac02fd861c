import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import { Dice } from "../fuzz/dice.js";

/**
 * What is done to an answer of the endpoint behind.
 * - drop: it never comes; delay: later answers overtake it; twice: it comes twice;
 * - cut: only the beginning of its text comes; noise: text that is no JSON-RPC comes in its place;
 * - huge: a frame comes in its place that is larger than any answer;
 * - null, wrong-type, garbled: another result comes in its place;
 * - old: the finalized head is one that was finalized earlier (of other answers: as it is).
 */
export const lies = ["drop", "delay", "twice", "cut", "noise", "huge", "null", "wrong-type", "garbled", "old"] as const;
export type Lie = (typeof lies)[number];

export interface LyingEndpoint {
  readonly endpoint: string;
  /** One answer in so many is a lie; 0: none. */
  oneIn: number;
  /** The lies that it chooses from; all but "huge" until a test says so, as that one costs much and tells little. */
  choose: readonly Lie[];
  /** Lies told so far. */
  readonly told: Readonly<Record<Lie, number>>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: unknown;
  readonly result?: unknown;
}

const otherTypes: readonly unknown[] = [
  true,
  -1,
  1e300,
  "0x",
  "0xzz",
  [],
  [null],
  {},
  { block: null },
  ["0x00", "0x01"],
];

let hugeFrame: Buffer | undefined;

/** A WebSocket proxy that lies by chance, the same way for the same seed: for tests of what clients believe. */
export async function startLyingEndpoint(target: string, seed: number): Promise<LyingEndpoint> {
  const dice = new Dice(seed);
  const told = Object.fromEntries(lies.map((lie) => [lie, 0])) as Record<Lie, number>;
  const heads: unknown[] = [];
  const sockets = new Set<WebSocket>();
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve) => server.once("listening", resolve));

  const lying: LyingEndpoint = {
    endpoint: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    oneIn: 0,
    choose: lies.filter((lie) => lie !== "huge"),
    told,
    async close() {
      for (const socket of sockets) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  /** The texts that come in place of this one; null for one that is sent after the next. */
  const twist = (text: string, method: string | undefined, lie: Lie): readonly (string | Buffer)[] | null => {
    const answer = JSON.parse(text) as Answer;
    const instead = (result: unknown) => [JSON.stringify({ jsonrpc: "2.0", id: answer.id, result })];
    switch (lie) {
      case "drop":
        return [];
      case "delay":
        return null;
      case "twice":
        return [text, text];
      case "cut":
        return [text.slice(0, dice.below(text.length))];
      case "noise":
        return [dice.oneOf(["", "{", "null", "[]", "7", '{"jsonrpc":"2.0"}', '{"method":7}', '{"id":1,"error":{}}'])];
      case "huge":
        return [(hugeFrame ??= Buffer.alloc(65 * 1024 * 1024, " "))];
      case "null":
        return instead(null);
      case "wrong-type":
        return instead(dice.oneOf(otherTypes));
      case "garbled":
        // Digits of hashes, heights and values become others.
        return instead(JSON.parse(JSON.stringify(answer.result ?? null).replaceAll(/[0-9a-f](?=[0-9a-f]{2}")/g, "7")));
      case "old":
        return method === "chain_getFinalizedHead" && heads.length > 0 ? instead(dice.oneOf(heads)) : [text];
    }
  };

  server.on("connection", (client) => {
    const upstream = new WebSocket(target);
    const methods = new Map<unknown, string>();
    const early: string[] = [];
    let late: string[] = [];
    const end = () => {
      client.terminate();
      upstream.terminate();
      sockets.delete(client);
      sockets.delete(upstream);
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("close", end).on("error", end);
    }
    upstream.on("open", () => early.splice(0).forEach((text) => upstream.send(text)));
    client.on("message", (data: Buffer) => {
      const text = data.toString();
      const { id, method } = JSON.parse(text) as { id: unknown; method: string };
      methods.set(id, method);
      if (upstream.readyState === WebSocket.OPEN) upstream.send(text);
      else early.push(text);
    });
    upstream.on("message", (data: Buffer) => {
      const text = data.toString();
      const { id, result } = JSON.parse(text) as Answer;
      const method = methods.get(id);
      methods.delete(id);
      if (method === "chain_getFinalizedHead") heads.push(result);
      const send = (each: string | Buffer) =>
        client.readyState === WebSocket.OPEN && client.send(each, { binary: false });
      if (lying.oneIn > 0 && dice.onceIn(lying.oneIn)) {
        const lie = dice.oneOf(lying.choose);
        told[lie] += 1;
        const texts = twist(text, method, lie);
        if (texts === null) return void late.push(text);
        texts.forEach(send);
      } else {
        send(text);
      }
      const overtaken = late;
      late = [];
      overtaken.forEach(send);
    });
  });
  return lying;
}
