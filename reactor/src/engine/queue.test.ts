import { Queue } from "./queue";

interface Gate {
  readonly promise: Promise<string>;
  open(value: string): void;
}
function gate(): Gate {
  let open!: (value: string) => void;
  const promise = new Promise<string>((resolve) => (open = resolve));
  return { promise, open };
}
const superseded = { code: "engine.superseded", retryable: false };

it("runs one operation at a time a deployment, and others beside it", async () => {
  const queue = new Queue(4);
  const [a, b] = [gate(), gate()];
  const began: string[] = [];
  const first = queue.add("1.1", "up", () => (began.push("a"), a.promise));
  const second = queue.add("1.1", "up", () => (began.push("b"), b.promise));
  const other = queue.add("2.1", "up", () => (began.push("c"), Promise.resolve("c")));
  expect(await other).toBe("c");
  expect(began).toEqual(["a", "c"]);
  a.open("a");
  expect(await first).toBe("a");
  b.open("b");
  expect(await second).toBe("b");
});

it("lets the latest job win, and says so to the ones between", async () => {
  const queue = new Queue(1);
  const a = gate();
  const first = queue.add("1.1", "up", () => a.promise);
  const between = queue.add("1.1", "up", () => Promise.resolve("never"));
  const last = queue.add("1.1", "destroy", () => Promise.resolve("last"));
  await expect(between).rejects.toMatchObject(superseded);
  a.open("first");
  expect(await Promise.all([first, last])).toEqual(["first", "last"]);
});

it("never lets a look at reality take the place of a wish", async () => {
  const queue = new Queue(1);
  const a = gate();
  const first = queue.add("1.1", "up", () => a.promise);
  const wish = queue.add("1.1", "destroy", () => Promise.resolve("wish"));
  await expect(queue.add("1.1", "refresh", () => Promise.resolve("look"))).rejects.toMatchObject(superseded);
  a.open("first");
  expect(await Promise.all([first, wish])).toEqual(["first", "wish"]);
});

it("never runs more than its width, and serves deployments in the order in which they came", async () => {
  const queue = new Queue(2);
  let running = 0;
  let most = 0;
  const began: string[] = [];
  const run = (id: string) => async () => {
    began.push(id);
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running -= 1;
    return id;
  };
  const ids = ["1.1", "2.1", "3.1", "4.1", "5.1"];
  expect(await Promise.all(ids.map((id) => queue.add(id, "up", run(id))))).toEqual(ids);
  expect([most, began]).toEqual([2, ids]);
});

it("goes on after a failure", async () => {
  const queue = new Queue(1);
  await expect(queue.add("1.1", "up", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await queue.add("1.1", "up", () => Promise.resolve("yes"))).toBe("yes");
});

it("refuses what waits when it closes, and whatever comes after", async () => {
  const queue = new Queue(1);
  const a = gate();
  const first = queue.add("1.1", "up", () => a.promise);
  const waits = queue.add("1.1", "up", () => Promise.resolve("never"));
  queue.close();
  await expect(waits).rejects.toMatchObject({ code: "engine.closed", retryable: true });
  await expect(queue.add("2.1", "up", () => Promise.resolve("never"))).rejects.toMatchObject({ code: "engine.closed" });
  a.open("first");
  expect(await first).toBe("first");
});
