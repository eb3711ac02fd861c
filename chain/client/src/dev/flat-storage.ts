import type { Block } from "@acala-network/chopsticks-core";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

/**
 * The same block, with the differences of its last `depth` ancestors in one layer over the storage below them. The storage of an
 * embedded block is its own difference over its parent's, and so on down to genesis: a key that nobody touched for ten thousand blocks
 * is looked for in ten thousand layers, on the stack.
 */
export async function flattened(head: Block, depth: number): Promise<Block> {
  const line: Block[] = [];
  for (
    let block: Block | undefined = head;
    block !== undefined && line.length <= depth;
    block = await block.parentBlock
  ) {
    line.push(block);
  }
  const oldest = line.pop();
  const parent = await head.parentBlock;
  // A block that changed the runtime has metadata of its own, which a copy would not get.
  if (oldest === undefined || parent === undefined || (await head.wasm) !== (await parent.wasm)) return head;
  const merged: Record<string, string | null> = {};
  for (const block of line.reverse()) Object.assign(merged, await block.storageDiff());
  const layer = new (chopsticks().StorageLayer)(oldest.storage);
  layer.setAll(Object.entries(merged) as [Hex, Hex | null][]);
  return new (chopsticks().Block)(head.chain, head.number, head.hash, parent, {
    header: await head.header,
    extrinsics: await head.extrinsics,
    storage: layer,
  });
}
