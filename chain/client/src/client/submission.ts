import type { RuntimeDispatchInfo } from "@polkadot/types/interfaces";
import { hexToU8a } from "@polkadot/util";
import type { Call } from "./calls.js";
import type { Cost, Included, SubmitOptions } from "./chain.js";
import { Lane, type LaneParts } from "./lane.js";
import { Encoded } from "./runtime.js";
import { sign } from "./sign.js";
import type { Signer } from "./signer.js";

const defaultTimeout = 120_000;

/** Puts extrinsics into finalized blocks, exactly once each; a lane per account. */
export class Submission {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly parts: LaneParts) {}

  submit(signer: Signer, call: Call, options: SubmitOptions): Promise<Included> {
    const { timeout = defaultTimeout, signal, urgent = false } = options;
    const stop = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal === undefined ? [] : [signal])]);
    let lane = this.lanes.get(signer.address);
    if (lane === undefined) this.lanes.set(signer.address, (lane = new Lane(signer, this.parts)));
    return lane.add(call, { urgent, stop });
  }

  /** What an extrinsic with this call costs the signer, and of a block. */
  async cost(signer: Signer, call: Call): Promise<Cost> {
    const { blocks, rpc } = this.parts;
    const birth = await blocks.finalized();
    const [{ runtime }, nonce, { genesisHash }] = await Promise.all([
      blocks.known(birth),
      rpc.nextIndex(signer.address),
      blocks.identity(),
    ]);
    const bytes = hexToU8a(sign(signer, call, { runtime, genesisHash, birth, nonce }).hex);
    const request = runtime.api<RuntimeDispatchInfo>("TransactionPaymentApi", "query_info", [
      new Encoded(bytes),
      bytes.length,
    ]);
    const { partialFee, weight } = request.decode(await rpc.call(request.method, request.data, birth.hash));
    return {
      fee: partialFee.toBigInt(),
      weight: { refTime: weight.refTime.toBigInt(), proofSize: weight.proofSize.toBigInt() },
      length: bytes.length,
    };
  }
}
