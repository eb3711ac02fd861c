/** @integration */
import { OtlpReceiver } from "@dinfra/service/testing/otlp-receiver";
import { ChainSide } from "./world/chain-side.js";
import { descriptor } from "./world/place.js";
import { World } from "./world/world.js";

// From the award to the process that runs, as one trace over both processes.
jest.setTimeout(600_000);
let receiver: OtlpReceiver;
let side: ChainSide;
let world: World;

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  side = await ChainSide.start();
  world = new World(side);
  await world.start({ traces: { url: receiver.url } });
});
afterAll(async () => {
  await world?.close();
  await side?.close();
  await receiver?.close();
});

test("what the sidecar asks for and what the reactor does about it are one trace", async () => {
  const id = await side.subscribe(world.place.store, descriptor("traced"));
  await side.becomes(id, "Active");
  await side.end(id);
  await side.becomes(id, "gone");
  // What is left is sent at the end.
  await world.stop();
  const of = (name: string) =>
    receiver.spans.find((span) => span.name === name && span.attributes["dinfra.deployment"] === id);
  for (const [told, asked, done] of [
    ["sidecar put", "PUT /v1/deployments/{id}", "reactor up"],
    ["sidecar delete", "DELETE /v1/deployments/{id}", "reactor teardown"],
  ] as const) {
    const [sidecar, request, work] = [of(told), of(asked), of(done)];
    expect([sidecar?.service, request?.service]).toEqual(["dinfra-sidecar", "dinfra-reactor"]);
    expect(request?.parentSpanId).toBe(sidecar!.spanId);
    expect(work?.parentSpanId).toBe(request!.spanId);
    expect(new Set([sidecar, request, work].map((span) => span?.traceId)).size).toBe(1);
  }
  expect(receiver.spans.filter(({ name }) => name === "sidecar extrinsic").length).toBeGreaterThanOrEqual(2);
});
