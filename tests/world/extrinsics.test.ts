import { readFileSync } from "node:fs";
import { metadataPath, type Hex } from "@dinfra/chain";
import { Runtime } from "@dinfra/chain/dist/client/runtime.js";
import type { Extrinsic } from "@polkadot/types/interfaces";
import { readExtrinsic } from "./extrinsics.js";

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const { registry, decorated } = new Runtime(
  (JSON.parse(readFileSync(metadataPath, "utf8")) as { result: Hex }).result,
  0,
  0,
);
const declare = (subscription: number) => decorated.tx.subscriptions!.declareDeployed!(subscription, 1, null);

function signed(call: ReturnType<typeof declare>): Hex {
  const extrinsic = registry.createType("Extrinsic", call) as unknown as Extrinsic;
  const genesisHash = `0x${"00".repeat(32)}`;
  extrinsic.signFake(ALICE, {
    blockHash: genesisHash,
    genesisHash,
    nonce: 0,
    runtimeVersion: { specVersion: 0 },
  } as never);
  return extrinsic.toHex();
}

test("a call that goes alone is seen, and each of those that go together", () => {
  const one = { signer: ALICE, call: "declareDeployed" };
  expect(readExtrinsic(signed(declare(7)))).toEqual([{ ...one, deployment: "7.1" }]);
  expect(readExtrinsic(signed(decorated.tx.utility!.forceBatch!([declare(7), declare(8)])))).toEqual([
    { ...one, deployment: "7.1" },
    { ...one, deployment: "8.1" },
  ]);
});
