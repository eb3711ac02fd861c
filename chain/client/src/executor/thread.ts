/* The thread that runs runtimes. Storage is asked for across to whoever started it, and waited for: host functions have to answer at once. */
import { waitReady } from "@polkadot/wasm-crypto";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Backing } from "./host-functions.js";
import { Machine } from "./machine.js";
import type { Answer, Beginning, Changes, Done, Look, Order, Question, Text } from "./messages.js";

const { questions, answered } = workerData as Beginning;
const signal = new Int32Array(answered);
const machines = new Map<number, Machine>();

function ask(question: Question): string | undefined {
  Atomics.store(signal, 0, 0);
  questions.postMessage(question);
  Atomics.wait(signal, 0, 0);
  const answer = receiveMessageOnPort(questions)?.message as Answer | undefined;
  if (answer === undefined || "failed" in answer) throw new Error(answer?.failed ?? "no answer");
  return answer.value;
}

/** The storage of one run: nobody else changes it meanwhile, so each thing is asked for once. */
function storageOf({ id, known }: Order): Backing & { readonly looked: Look[] } {
  const likely = new Map(known.map(([look, value]) => [nameOf(look), value]));
  const found = new Map<string, Uint8Array | null>();
  const looked: Look[] = [];
  const look = (of: Look["of"], ...keys: string[]): Uint8Array | null => {
    const one: Look = { of, keys: keys as Text[] };
    const name = nameOf(one);
    let value = found.get(name);
    if (value !== undefined) return value;
    looked.push(one);
    const text = likely.has(name) ? likely.get(name) : ask({ id, ...one });
    found.set(name, (value = text === undefined ? null : bytes(text)));
    return value;
  };
  return {
    looked,
    get: (key) => look("getStorage", key),
    next(prefix, key) {
      const next = look("getNextKey", prefix, key);
      return next === null ? null : text(next);
    },
  };
}

const nameOf = ({ of, keys }: Look): string => `${of} ${keys.join(" ")}`;
const bytes = (text: string): Uint8Array => Buffer.from(text.slice(2), "hex");
const text = (value: Uint8Array): Text =>
  `0x${Buffer.from(value.buffer, value.byteOffset, value.length).toString("hex")}`;
const changed = (list: readonly (readonly [string, Uint8Array | null])[]): Changes =>
  list.map(([key, value]) => [key as Text, value === null ? undefined : text(value)]);

function carryOut(order: Order): Done {
  const { id, runtime, blob, calls, proofSize } = order;
  try {
    const storage = storageOf(order);
    let machine = machines.get(runtime);
    if (machine === undefined) machines.set(runtime, (machine = new Machine(bytes(blob!))));
    const steps = calls.map(([name, parts]) => [name, Buffer.concat(parts.map(bytes))] as const);
    const { result, changes, offchain } = machine.run(steps, storage, proofSize);
    return { id, result: text(result), changes: changed(changes), offchain: changed(offchain), looked: storage.looked };
  } catch (failure) {
    return { id, why: failure instanceof Error ? failure.message : String(failure) };
  }
}

const ready = waitReady();
parentPort!.on("message", (order: Order) => void ready.then(() => parentPort!.postMessage(carryOut(order))));
