import type { Block } from "@acala-network/chopsticks-core";
import { TypeRegistry } from "@polkadot/types";
import type { RuntimeVersion } from "@polkadot/types/interfaces";
import { hexToU8a } from "@polkadot/util";
import { runTask } from "../executor/run-task.js";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

/**
 * Chopsticks asks a runtime for its version, its slots and its metadata before it makes a block, each by a run in which it translates
 * the blob. Here it finds the answers where it would remember them. Later blocks have them from the block before, until another
 * runtime is there.
 */
export async function answerFirst(genesis: Block, wasm: Hex): Promise<void> {
  const { getRuntimeVersion, getAuraSlotDuration, taskHandler } = chopsticks();
  const { chain } = genesis;
  const call: Block["call"] = async (method, args, mock) => {
    const { mockSignatureHost, allowUnresolvedImports, runtimeLogLevel } = chain;
    const task = { wasm, calls: [[method, args]] as [string, Hex[]][] };
    const options = { mockSignatureHost, allowUnresolvedImports, runtimeLogLevel };
    const response = await runTask({ ...task, ...options }, taskHandler(genesis), mock);
    if ("Error" in response) throw new Error(response.Error);
    return response.Call;
  };
  const answer = async (method: string) => (await call(method, [])).result;
  if (!getRuntimeVersion.cache.has(wasm)) getRuntimeVersion.cache.set(wasm, answer("Core_version").then(asVersion));
  if (!getAuraSlotDuration.cache.has(wasm))
    getAuraSlotDuration.cache.set(wasm, answer("AuraApi_slot_duration").then(asMilliseconds));
  await Promise.all([getRuntimeVersion(wasm), getAuraSlotDuration(wasm)]);
  Object.assign(genesis, { call });
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
