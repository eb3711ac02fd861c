import type { Block } from "@acala-network/chopsticks-core";
import { TypeRegistry } from "@polkadot/types";
import type { RuntimeVersion } from "@polkadot/types/interfaces";
import { hexToU8a } from "@polkadot/util";
import { runTask } from "../executor/run-task.js";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

/**
 * Chopsticks asks a runtime for its version, its slots and its metadata before it makes a block, and for the validity of each
 * transaction that is submitted, each by a run in which it translates the blob. From here on the blocks of this process run their
 * calls as ours are run. The first two answers are put where Chopsticks would remember them.
 */
export async function answerFirst(genesis: Block, wasm: Hex): Promise<void> {
  const { Block: BlockOf, getRuntimeVersion, getAuraSlotDuration } = chopsticks();
  BlockOf.prototype.call = callByTask;
  const answer = async (method: string) => (await genesis.call(method, [])).result;
  if (!getRuntimeVersion.cache.has(wasm)) getRuntimeVersion.cache.set(wasm, answer("Core_version").then(asVersion));
  if (!getAuraSlotDuration.cache.has(wasm))
    getAuraSlotDuration.cache.set(wasm, answer("AuraApi_slot_duration").then(asMilliseconds));
  await Promise.all([getRuntimeVersion(wasm), getAuraSlotDuration(wasm)]);
}

/** What Chopsticks does for `Block.call`, by our own run; there is no offchain worker here. */
async function callByTask(this: Block, ...[method, args, mock]: Parameters<Block["call"]>): ReturnType<Block["call"]> {
  const { mockSignatureHost, allowUnresolvedImports, runtimeLogLevel } = this.chain;
  const wasm = await this.wasm;
  const calls: [string, Hex[]][] = [[method, args]];
  const options = { mockSignatureHost, allowUnresolvedImports, runtimeLogLevel };
  const response = await runTask({ wasm, calls, ...options }, chopsticks().taskHandler(this), mock);
  if ("Error" in response) throw new Error(response.Error);
  return response.Call;
}

function asVersion(bytes: Hex) {
  const version = new TypeRegistry().createType("RuntimeVersion", hexToU8a(bytes)) as unknown as RuntimeVersion;
  return {
    specName: version.specName.toString(),
    implName: version.implName.toString(),
    authoringVersion: version.authoringVersion.toNumber(),
    specVersion: version.specVersion.toNumber(),
    implVersion: version.implVersion.toNumber(),
    apis: version.apis.map(([id, number]) => [id.toHex(), number.toNumber()] as const),
    transactionVersion: version.transactionVersion.toNumber(),
    stateVersion: hexToU8a(bytes).at(-1) ?? 0,
  };
}

const asMilliseconds = (bytes: Hex): number => Number(Buffer.from(hexToU8a(bytes)).readBigUInt64LE());
