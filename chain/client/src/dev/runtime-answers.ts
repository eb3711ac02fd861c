import type { Block } from "@acala-network/chopsticks-core";
import { runTask } from "../executor/run-task.js";
import { chopsticks, type Chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

/** What runs the runtime, and what it is given to read a block's storage by. */
type Executor = Pick<Chopsticks, "runTask" | "taskHandler">;
type Handler = ReturnType<Executor["taskHandler"]>;

/** What a run of the runtime asked of a block's storage, and what it found there. */
interface Look {
  readonly of: "getStorage" | "getNextKey";
  readonly keys: readonly string[];
  readonly found: string | undefined;
}

interface Run {
  readonly wasm: Hex;
  /** Null where the answer depends on more than the storage. */
  readonly looks: readonly Look[] | null;
  readonly result: Hex;
}

/** So many different calls are remembered, those that were asked for last. */
const remembered = 256;

/**
 * What the runtime answered: who asks the same again, as everybody does who polls, is told what was answered before.
 *
 * A call changes nothing, and what it answers depends on the runtime, its arguments and what it reads of the block's storage. So an
 * answer holds for its block, and for any later block in which all that it read is as it was.
 */
export class RuntimeAnswers {
  private ofBlock = new WeakMap<Block, Map<string, Promise<Hex>>>();
  /** The last run of each call. */
  private readonly runs = new Map<string, Run>();

  constructor(
    private readonly executor: Executor = { runTask, taskHandler: (block) => chopsticks().taskHandler(block) },
  ) {}

  /** The answer of a runtime API, for example `Core_version`, to SCALE-encoded arguments. A call that failed is made again. */
  call(block: Block, method: string, data: Hex): Promise<Hex> {
    const { ofBlock } = this;
    let answers = ofBlock.get(block);
    if (answers === undefined) ofBlock.set(block, (answers = new Map()));
    const key = `${method} ${data}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = this.answer(block, method, data);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  }

  /** The storage of a block was changed under its hash, as only a development chain allows. */
  forget(): void {
    this.ofBlock = new WeakMap();
  }

  private async answer(block: Block, method: string, data: Hex): Promise<Hex> {
    const { executor, runs } = this;
    const key = `${method} ${data}`;
    const before = runs.get(key);
    const same = before !== undefined && (await holds(executor, before, block));
    const run = same ? before : await runAt(executor, block, method, data);
    runs.delete(key);
    runs.set(key, run);
    const [oldest] = runs.keys();
    if (runs.size > remembered) runs.delete(oldest!);
    return run.result;
  }
}

/** Whether the run would go the same way at the block. */
async function holds({ taskHandler }: Executor, { wasm, looks }: Run, block: Block): Promise<boolean> {
  if (looks === null || (await block.wasm) !== wasm) return false;
  const handler = taskHandler(block);
  for (const { of, keys, found } of looks) if ((await look(handler, of, keys)) !== found) return false;
  return true;
}

function look(handler: Handler, of: Look["of"], keys: readonly string[]): Promise<string | undefined> {
  const [first, second] = keys as [Hex, Hex];
  return of === "getStorage" ? handler.getStorage(first) : handler.getNextKey(first, second);
}

async function runAt({ runTask, taskHandler }: Executor, block: Block, method: string, data: Hex): Promise<Run> {
  const handler = taskHandler(block);
  const looks: Look[] = [];
  let more = false;
  const noted = async (of: Look["of"], ...keys: string[]) => {
    const found = await look(handler, of, keys);
    looks.push({ of, keys, found });
    return found;
  };
  const beyond =
    <A extends unknown[], R>(ask: (...asked: A) => R) =>
    (...asked: A): R => {
      more = true;
      return ask(...asked);
    };
  const wasm = await block.wasm;
  const { mockSignatureHost, allowUnresolvedImports, runtimeLogLevel } = block.chain;
  const response = await runTask(
    { wasm, calls: [[method, [data]]], mockSignatureHost, allowUnresolvedImports, runtimeLogLevel },
    {
      getStorage: (key) => noted("getStorage", key),
      getNextKey: (prefix, key) => noted("getNextKey", prefix, key),
      offchainGetStorage: beyond(handler.offchainGetStorage),
      offchainTimestamp: beyond(handler.offchainTimestamp),
      offchainRandomSeed: beyond(handler.offchainRandomSeed),
      offchainSubmitTransaction: beyond(handler.offchainSubmitTransaction),
    },
  );
  if ("Error" in response) throw new Error(response.Error);
  return { wasm, looks: more ? null : looks, result: response.Call.result };
}
