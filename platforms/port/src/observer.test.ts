import { ownerLabel } from "./naming.js";
import { identifyByName, ownedBy, ownerView, sharedLooks, type Observed } from "./observer.js";

const thing = (owner: string, name: string): Observed => ({
  type: "toy:index:Thing",
  name,
  id: name,
  owner: ownerLabel(owner),
});

/** A platform whose looks end when they are told to. */
function slowPlatform() {
  const looks: { end(seen: Observed[]): void; fail(error: Error): void }[] = [];
  const snapshot = sharedLooks(() => new Promise((end, fail) => looks.push({ end, fail })));
  return { looks, snapshot };
}
/** What is promised is settled first. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("a snapshot tells owners apart, by a label that fits every platform", async () => {
  const snapshot = await sharedLooks(async () => [thing("a", "x"), thing("b", "y"), thing("a", "z")])();
  expect(ownedBy(snapshot, "a").map((one) => one.name)).toEqual(["x", "z"]);
  expect(ownedBy(snapshot, "b").map((one) => one.name)).toEqual(["y"]);
  expect(ownedBy(snapshot, "nobody")).toEqual([]);
});

test("a hundred who ask at once share one look, and those who ask during it share the next", async () => {
  const { looks, snapshot } = slowPlatform();
  const first = Array.from({ length: 100 }, () => snapshot());
  const asked = performance.now();
  const late = Array.from({ length: 100 }, () => snapshot({ notBefore: asked }));
  expect(looks).toHaveLength(1);
  looks[0]!.end([]);
  expect(new Set(await Promise.all(first)).size).toBe(1);
  await settled();
  expect(looks).toHaveLength(2);
  looks[1]!.end([thing("a", "x")]);
  const [later] = await Promise.all(late);
  expect(later!.begunAt).toBeGreaterThanOrEqual(asked);
  expect(ownedBy(later!, "a")).toHaveLength(1);
  expect(looks).toHaveLength(2);
});

test("a snapshot is given again until one is asked for that is newer", async () => {
  let looks = 0;
  const snapshot = sharedLooks(async () => {
    looks += 1;
    return [];
  });
  const { begunAt } = await snapshot();
  await snapshot();
  await snapshot({ notBefore: begunAt });
  expect(looks).toBe(1);
  await snapshot({ notBefore: performance.now() });
  expect(looks).toBe(2);
});

test("a look that failed is told to all who waited, and the next one asks again", async () => {
  const { looks, snapshot } = slowPlatform();
  const both = [snapshot(), snapshot()];
  looks[0]!.fail(new Error("away"));
  for (const one of both) await expect(one).rejects.toThrow("away");
  const again = snapshot();
  looks[1]!.end([]);
  await expect(again).resolves.toMatchObject({ owned: new Map() });
});

test("about one owner it is asked anew each time", async () => {
  let there = [thing("a", "x")];
  const view = ownerView({
    snapshot: sharedLooks(async () => there),
    consistencyDelayMs: 0,
    identify: () => undefined,
  });
  expect(await view.isEmpty("a")).toBe(false);
  expect(await view.find("a", "x")).toMatchObject({ id: "x" });
  there = [];
  expect(await view.isEmpty("a")).toBe(true);
});

test("a half-made thing is what has its type and its name, wherever the platform keeps that", () => {
  const owned = [{ ...thing("a", "x"), type: "aws:ec2/instance:Instance", id: "i-1" }, thing("a", "x")];
  const identify = identifyByName(({ inputs }) => (inputs["tags"] as { Name: string }).Name);
  const half = { type: "aws:ec2/instance:Instance", inputs: { tags: { Name: "x" } } };
  expect(identify(half, owned)).toMatchObject({ id: "i-1" });
  expect(identify({ ...half, inputs: { tags: { Name: "y" } } }, owned)).toBeUndefined();
});
