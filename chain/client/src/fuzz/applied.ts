import type { Block } from "@acala-network/chopsticks-core";
import type { Null, Result, Vec } from "@polkadot/types";
import type { DispatchError, EventRecord } from "@polkadot/types/interfaces";
import { u8aConcat, u8aToHex } from "@polkadot/util";
import type { Runtime } from "../client/runtime.js";
import { runTask } from "../executor/run-task.js";
import { chopsticks } from "../genesis/chopsticks.js";
import type { Hex } from "../views.js";

export type Outcome =
  | { readonly kind: "success" }
  | { readonly kind: "refused"; readonly code: string }
  /** The runtime could not decode the extrinsic: no pool takes it, no block holds it. */
  | { readonly kind: "undecodable" }
  /** Valid for nobody: the runtime did not dispatch it. */
  | { readonly kind: "invalid" };

/** What a run of extrinsics on one state did: the outcome of each, and the storage that differs from before, by key. */
export interface Applied {
  readonly outcomes: readonly Outcome[];
  readonly changed: ReadonlyMap<Hex, Hex | null>;
}

/** A block that is begun: extrinsics are applied to it again and again, each time from the same state. */
export class BegunBlock {
  private constructor(
    private readonly draft: Block,
    private readonly wasm: Hex,
    private readonly runtime: Runtime,
  ) {}

  static async after(parent: Block, runtime: Runtime): Promise<BegunBlock> {
    const { Block: BlockOf, newHeader } = chopsticks();
    const header = await newHeader(parent);
    const draft = new BlockOf(parent.chain, header.number.toNumber(), `0x${"00".repeat(32)}`, parent, {
      header,
      extrinsics: [],
      storage: parent.storage,
    });
    const begun = new BegunBlock(draft, await parent.wasm, runtime);
    const response = await begun.run([["Core_initialize_block", [header.toHex()]]]);
    if ("Error" in response) throw new Error(`the block could not be begun: ${response.Error}`);
    draft.pushStorageLayer().setAll(response.Call.storageDiff);
    return begun;
  }

  /** The value before anything was applied. */
  async before(key: Hex): Promise<Hex | null> {
    return (await this.draft.get(key)) ?? null;
  }

  private run(calls: [string, Hex[]][]) {
    const { taskHandler } = chopsticks();
    return runTask(
      { wasm: this.wasm, calls, mockSignatureHost: false, allowUnresolvedImports: false, runtimeLogLevel: 0 },
      taskHandler(this.draft),
    );
  }

  /** A panic does not say what about. Validity is what a pool asks for before it takes anything: the runtime decodes, and calls nothing. */
  private async isUndecodable(extrinsic: Hex): Promise<boolean> {
    const external = 2;
    const argument = u8aToHex(u8aConcat([external], extrinsic, new Uint8Array(32)));
    return "Error" in (await this.run([["TaggedTransactionQueue_validate_transaction", [argument]]]));
  }

  /** One after the other. @throws Error when the runtime panics on anything but bytes that are no extrinsic */
  async apply(extrinsics: readonly Hex[]): Promise<Applied> {
    const response = await this.run(extrinsics.map((each) => ["BlockBuilder_apply_extrinsic", [each]]));
    if ("Error" in response) {
      const [only] = extrinsics as readonly [Hex];
      if (extrinsics.length > 1) throw new Trapped(response.Error);
      if (await this.isUndecodable(only)) return { outcomes: [{ kind: "undecodable" }], changed: new Map() };
      throw new Error(`the runtime panicked on ${only}: ${response.Error}`);
    }
    const changed = new Map(response.Call.storageDiff.map(([key, value]) => [key, value] as const));
    const events = changed.get(this.runtime.storageKey("system", "events"));
    const records = this.runtime.decodeStorage<Vec<EventRecord>>("system", "events", events ?? "0x00");
    /** What sudo was refused, which succeeds itself. */
    let inner: DispatchError | null = null;
    const outcomes = records.flatMap(({ event, phase }): Outcome[] => {
      if (!phase.isApplyExtrinsic) return [];
      if (event.section === "sudo" && event.method === "Sudid") {
        const result = event.data[0] as unknown as Result<Null, DispatchError>;
        if (result.isErr) inner = result.asErr;
      }
      if (event.section !== "system") return [];
      if (event.method !== "ExtrinsicSuccess" && event.method !== "ExtrinsicFailed") return [];
      const error = event.method === "ExtrinsicFailed" ? (event.data[0] as unknown as DispatchError) : inner;
      inner = null;
      return [error === null ? { kind: "success" } : { kind: "refused", code: this.runtime.explain(error).code }];
    });
    if (outcomes.length !== extrinsics.length) {
      if (extrinsics.length > 1) throw new Trapped("an extrinsic that is not valid");
      return { outcomes: [{ kind: "invalid" }], changed };
    }
    return { outcomes, changed };
  }
}

/** One of several extrinsics cannot be applied; which one is found by applying fewer. */
export class Trapped extends Error {}
