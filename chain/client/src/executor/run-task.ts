import type { TaskResponse } from "@acala-network/chopsticks-core";
import { join } from "node:path";
import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { type Chopsticks, chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";
import type { Answer, Beginning, Done, Look, Order, Question } from "./messages.js";

type RunTask = Chopsticks["runTask"];
type Handler = ReturnType<Chopsticks["taskHandler"]>;

/** Compiled, also where this file is not (tests): a thread is started from a file. */
const program = join(__dirname, "..", "..", "dist", "executor", "thread.js");

interface Thread {
  readonly worker: Worker;
  readonly questions: MessagePort;
  /** The blobs that it has, by their text. */
  readonly runtimes: Map<string, number>;
  readonly waiting: Map<number, { readonly handler: Handler; readonly done: (answer: Done) => void }>;
}

let thread: Thread | null = null;
let orders = 0;

/**
 * What was looked at by the last run of a kind: a block, or a certain view. The next one looks at much the same, and each question costs
 * two changes of threads.
 */
const looks = new Map<string, readonly Look[]>();
const kinds = 256;
const kindOf = (calls: Order["calls"]): string => (calls.length === 1 ? calls.flat(2).join(" ") : calls[0]![0]);

/**
 * Runs calls of a runtime on a block's storage; what Chopsticks's `runTask` does and answers.
 *
 * Chopsticks translates the blob anew in each run, 80 ms of CPU, several times what the work itself takes. Here Node's own engine compiles it
 * once, in a thread. What it cannot do (a host function that is not there, logs, signatures that are not checked), and
 * whatever fails, is left to Chopsticks, which then says what is wrong.
 */
export const runTask: RunTask = async (task, handler, overrideMockSignatureHost) => {
  const { mockSignatureHost, runtimeLogLevel } = task;
  if (handler !== undefined && !mockSignatureHost && !overrideMockSignatureHost && runtimeLogLevel === 0) {
    const response = await inThread(task, handler);
    if (response !== null) return response;
  }
  return chopsticks().runTask(task, handler, overrideMockSignatureHost);
};

/** Null where it was not run to its end. */
export async function inThread(task: Parameters<RunTask>[0], handler: Handler): Promise<TaskResponse | null> {
  const { wasm, storageProofSize = 0 } = task;
  const calls = task.calls as Order["calls"];
  const kind = kindOf(calls);
  const known = await likely(kind, handler);
  const here = (thread ??= start());
  const has = here.runtimes.has(wasm);
  if (!has) here.runtimes.set(wasm, here.runtimes.size);
  const order: Order = {
    id: orders++,
    runtime: here.runtimes.get(wasm)!,
    ...(!has && { blob: wasm }),
    calls,
    proofSize: BigInt(storageProofSize),
    known,
  };
  here.worker.ref();
  const answer = await new Promise<Done>((done) => {
    here.waiting.set(order.id, { handler, done });
    here.worker.postMessage(order);
  });
  here.waiting.delete(order.id);
  if (here.waiting.size === 0) here.worker.unref();
  if ("why" in answer) return null;
  const { result, changes, offchain, looked } = answer;
  looks.delete(kind);
  looks.set(kind, looked);
  if (looks.size > kinds) looks.delete(looks.keys().next().value!);
  const list = (all: typeof changes) => all as [Hex, Hex | null][];
  return { Call: { result, storageDiff: list(changes), offchainStorageDiff: list(offchain), runtimeLogs: [] } };
}

async function likely(kind: string, handler: Handler): Promise<Order["known"]> {
  try {
    return await Promise.all((looks.get(kind) ?? []).map(async (look) => [look, await lookAt(handler, look)] as const));
  } catch {
    // The run itself asks again, and fails.
    return [];
  }
}

/** Ends the thread; the next run starts one. */
export async function endThread(): Promise<void> {
  const ending = thread;
  thread = null;
  ending?.questions.close();
  await ending?.worker.terminate();
}

function start(): Thread {
  const { port1: questions, port2 } = new MessageChannel();
  const answered = new SharedArrayBuffer(4);
  const signal = new Int32Array(answered);
  const beginning: Beginning = { questions: port2, answered };
  const worker = new Worker(program, { workerData: beginning, transferList: [port2], name: "dinfra-runtime" });
  const started: Thread = { worker, questions, runtimes: new Map(), waiting: new Map() };

  questions.on("message", (question: Question) => {
    void answerTo(started, question).then((answer) => {
      questions.postMessage(answer);
      Atomics.store(signal, 0, 1);
      Atomics.notify(signal, 0);
    });
  });
  worker.on("message", (done: Done) => started.waiting.get(done.id)?.done(done));
  const over = (why: string) => {
    if (thread === started) thread = null;
    for (const [id, { done }] of started.waiting) done({ id, why });
  };
  worker.on("error", (error) => over(error instanceof Error ? error.message : String(error)));
  worker.on("exit", () => over("the thread has ended"));
  // A process that waits for nothing else may end.
  questions.unref();
  worker.unref();
  return started;
}

function lookAt(handler: Handler, { of, keys }: Look): Promise<string | undefined> {
  const [first, second] = keys as [Hex, Hex];
  return of === "getStorage" ? handler.getStorage(first) : handler.getNextKey(first, second);
}

async function answerTo({ waiting }: Thread, question: Question): Promise<Answer> {
  try {
    return { value: await lookAt(waiting.get(question.id)!.handler, question) };
  } catch (failure) {
    return { failed: failure instanceof Error ? failure.message : String(failure) };
  }
}
