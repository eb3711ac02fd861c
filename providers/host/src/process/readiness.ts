import * as http from "node:http";
import * as net from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Probe } from "./inputs.js";

/** Asks once. Resolves when the process is ready, rejects with what was found instead. */
type Ask = (probe: Probe, signal: AbortSignal) => Promise<void>;

const askTcp: Ask = (probe, signal) =>
  new Promise((resolve, reject) => {
    const socket = net.connect({ host: probe.address, port: probe.port, signal });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
  });

const askHttp: Ask = (probe, signal) =>
  new Promise((resolve, reject) => {
    const request = http.get(
      { host: probe.address, port: probe.port, path: probe.path ?? "/", agent: false, signal },
      (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 400) resolve();
        else reject(new Error(`status ${status}`));
        request.destroy();
      },
    );
    request.once("error", reject);
  });

/** The answer to the JSON-RPC request 1, if this message is it. */
function isAnswer(data: unknown): boolean {
  const answer = JSON.parse(String(data)) as { id?: unknown; error?: { message?: string } };
  if (answer.id !== 1) return false;
  if (answer.error) throw new Error(`JSON-RPC error: ${answer.error.message}`);
  return "result" in answer;
}

/** An answer that is longer is none of a node's. */
const longestAnswerBytes = 1024 * 1024;

const askWebsocket: Ask = async (probe, signal) => {
  // Not Node's own WebSocket: with NODE_USE_ENV_PROXY it asks the proxy for what is on this machine. Loaded when it is needed.
  const { WebSocket } = await import("ws");
  return new Promise((resolve, reject) => {
    const { address, port, path, method } = probe;
    const host = address.includes(":") ? `[${address}]` : address;
    const socket = new WebSocket(`ws://${host}:${port}${path ?? "/"}`, {
      agent: new http.Agent(),
      perMessageDeflate: false,
      maxPayload: longestAnswerBytes,
    });
    const end = (error?: Error) => {
      signal.removeEventListener("abort", onAbort);
      socket.terminate();
      if (error) reject(error);
      else resolve();
    };
    const onAbort = () => end(new Error("no answer"));
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort);
    socket.on("error", () => end(new Error("no WebSocket there")));
    socket.on("close", () => end(new Error("closed without an answer")));
    socket.on("open", () => {
      if (!method) end();
      else socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] }));
    });
    socket.on("message", (data: Buffer) => {
      try {
        if (isAnswer(data)) end();
      } catch (error) {
        end(error as Error);
      }
    });
  });
};

const asks: Record<Probe["kind"], Ask> = { tcp: askTcp, http: askHttp, websocket: askWebsocket };

const nobody = Object.assign(new Error("nobody listens"), { code: "ECONNREFUSED" });

/** How long one question may stay unanswered. */
const answerMs = 5_000;

/**
 * Asks until the process is ready. Gives undefined then, else why it is not: it ended (`ended()` says how), the time is
 * over, or `cancel` was raised. A process gives no sign of its own, so it is asked again and again, faster at first.
 *
 * @param listens whether there is anybody to ask
 */
export async function waitUntilReady(
  probe: Probe,
  ended: () => Promise<string | undefined>,
  cancel: AbortSignal,
  listens: () => boolean = () => true,
): Promise<string | undefined> {
  const seconds = probe.timeoutSeconds ?? 60;
  const limit = performance.now() + seconds * 1000;
  let found = "nothing";
  for (let pause = 10; ; pause = Math.min(pause * 1.5, 250)) {
    const left = limit - performance.now();
    if (cancel.aborted) return "was not waited for: the update was cancelled";
    if (left <= 0) return `did not answer within ${seconds} s; last found: ${found}`;
    const patience = AbortSignal.any([AbortSignal.timeout(Math.ceil(Math.min(answerMs, left))), cancel]);
    const asked = listens() ? asks[probe.kind](probe, patience) : Promise.reject(nobody);
    const ready = await asked.then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        // The last question is cut off by the limit; what was found before says more than that.
        if (!patience.aborted) found = error.code ?? error.message;
        else if (found === "nothing") found = "no answer";
        return false;
      },
    );
    // Asked last: an answer counts only if the process is still there, for somebody else may listen in its place.
    const ending = await ended();
    if (ending) return ending;
    if (ready) return undefined;
    await delay(Math.min(pause, Math.max(0, limit - performance.now())));
  }
}
