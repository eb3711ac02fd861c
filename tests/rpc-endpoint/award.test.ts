/** @integration */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { descriptorTypeByName } from "@dinfra/schemas";
import { tinyHttpEntry } from "@dinfra/stacks";
import { ChainSide } from "../world/chain-side.js";
import { until } from "../world/until.js";
import { World } from "../world/world.js";
import { describeWithHaproxy } from "./needs.js";

// What a consumer buys: the main job for a type of many parts, on the real parts. The nodes are programs that answer HTTP.
jest.setTimeout(600_000);

const type = descriptorTypeByName("rpc-endpoint/v1");
const descriptor = (nodes: number) => ({
  type: type.name,
  name: "bought",
  chain: "dev",
  nodes,
  entry: { name: "tiny-http" },
  resources: { cpu: 100, memory: 64, disk: 1 },
});

describeWithHaproxy("an award of rpc-endpoint/v1", (haproxy) => {
  let side: ChainSide;
  let world: World;

  beforeAll(async () => {
    side = await ChainSide.start();
    await side.offersAlso(type);
    world = new World(side);
    const digest = `sha256:${createHash("sha256").update(readFileSync(haproxy)).digest("hex")}`;
    const balancer = { name: "haproxy", version: "2.6", commandLine: "haproxy", command: haproxy, digest } as const;
    world.place.writeProfile([tinyHttpEntry(), balancer]);
    await world.start();
  });
  afterAll(async () => {
    await world?.close();
    await side?.close();
  });

  const answerOf = (url: string) => fetch(url.replace("ws:", "http:")).then((response) => response.text());

  test("becomes nodes behind one address, grows at it, and leaves nothing", async () => {
    const id = await side.subscribe(world.place.store, descriptor(2), undefined, type.id);
    await side.becomes(id, "Active");
    const { endpoints } = await world.phase(id, "Deployed");
    expect(endpoints.map(({ name }) => name)).toEqual(["rpc"]);
    const { url } = endpoints[0]!;
    await until(
      () => answerOf(url),
      (answer) => answer === "bought\n",
    );
    expect(world.workloads(id)).toHaveLength(3);

    await world.place.store.put(descriptor(3));
    await side.update(id, descriptor(3));
    await until(
      async () => (await side.assignment(id))?.observedGeneration,
      (generation) => generation === 2,
    );
    expect((await world.phase(id, "Deployed")).endpoints).toEqual(endpoints);
    expect(world.workloads(id)).toHaveLength(4);
    await until(
      () => answerOf(url),
      (answer) => answer === "bought\n",
    );

    await side.end(id);
    await side.becomes(id, "gone");
    expect(world.workloads(id)).toEqual([]);
    expect(world.leftovers()).toEqual([]);
  });
});
