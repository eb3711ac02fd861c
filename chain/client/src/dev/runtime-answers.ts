import type { Block } from "@acala-network/chopsticks-core";
import type { Hex } from "../views.js";

/**
 * What the runtime answered at a block. A call changes nothing and depends on the block's storage alone, and a run of the
 * runtime costs 60 to 100 ms, because the blob is translated anew each time: who asks the same of the same block again, as
 * everybody does who polls, is told what was answered before. An answer lives as long as its block.
 */
export class RuntimeAnswers {
  private ofBlock = new WeakMap<Block, Map<string, Promise<Hex>>>();

  /** The answer of a runtime API, for example `Core_version`, to SCALE-encoded arguments. A call that failed is made again. */
  call(block: Block, method: string, data: Hex): Promise<Hex> {
    const { ofBlock } = this;
    let answers = ofBlock.get(block);
    if (answers === undefined) ofBlock.set(block, (answers = new Map()));
    const key = `${method} ${data}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = block.call(method, [data]).then(({ result }) => result);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  }

  /** The storage of a block was changed under its hash, as only a development chain allows. */
  forget(): void {
    this.ofBlock = new WeakMap();
  }
}
