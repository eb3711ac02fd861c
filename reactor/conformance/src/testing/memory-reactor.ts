import { descriptorTypeByName, descriptorHash, validateDescriptor } from "@dinfra/schemas";
import { apiOf } from "@dinfra/reactor/dist/testing/api-of.js";
import { FakePlatform, permanent } from "@dinfra/reactor/dist/testing/fake-platform.js";
import { ReactorBench } from "@dinfra/reactor/dist/testing/reactor-bench.js";
import type { Subject } from "../subject.js";

const type = descriptorTypeByName("substrate-node/v1");

const node = (name: string): object => ({
  ...{ type: "substrate-node/v1", name, chain: "dev", role: "rpc" },
  ...{ entry: { name: "tiny" }, resources: { cpu: 100, memory: 64, disk: 1 } },
});

export const descriptors: readonly [object, object] = [node("first"), node("second")];

/** Our reactor: real store, reconciler and API over real loopback HTTP; engine and platform are in memory. */
export async function startMemoryReactor(): Promise<
  Subject & { readonly bench: ReactorBench; close(): Promise<void> }
> {
  const platform = new FakePlatform();
  const { surroundings } = platform;
  const bench = new ReactorBench(platform);
  // What the real surroundings refuse before the engine is asked is refused here, too.
  surroundings.check = async ({ cid, descriptor }) => {
    if (descriptorHash(descriptor).cid !== cid) throw permanent("descriptor.hash");
    if (!validateDescriptor(type.name, descriptor).ok) throw permanent("descriptor.schema");
    return { type: type.name, descriptor: { cid }, profile: {}, patience: 0 };
  };
  bench.reconciler.start();
  const token = "t".repeat(43);
  const server = apiOf(bench, token, [type.name]);
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    ...{ url, token, name: "in memory", descriptors, bench },
    async close() {
      await server.close();
      await bench.close();
    },
  };
}
