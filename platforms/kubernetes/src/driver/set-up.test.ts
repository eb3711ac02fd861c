import { setUpSeen, waitForStart, type PodThing } from "./set-up.js";

const pod = (status: PodThing["status"]): PodThing => ({ metadata: { name: "node-0" }, status });
const waiting = (reason: string, message?: string) => ({ name: "node", state: { waiting: { reason, message } } });

test.each<[string, PodThing | undefined, { started: boolean; reason: string }]>([
  ["no pod", undefined, { started: false, reason: "the pod is not there yet" }],
  [
    "no machine for it",
    pod({ conditions: [{ type: "PodScheduled", status: "False", message: "0/3 nodes are available" }] }),
    { started: false, reason: "no machine of the cluster takes the pod: 0/3 nodes are available" },
  ],
  ["no kubelet yet", pod({ phase: "Pending" }), { started: false, reason: "the pod is Pending" }],
  [
    "an image that is not there",
    pod({ containerStatuses: [waiting("ImagePullBackOff", "not found")] }),
    { started: false, reason: "node: ImagePullBackOff: not found" },
  ],
  [
    "one of two",
    pod({
      containerStatuses: [
        { name: "node", started: true },
        { name: "gateway", started: false },
      ],
    }),
    { started: false, reason: "gateway: it has not come up yet" },
  ],
  [
    "up, and not ready: it syncs",
    pod({ containerStatuses: [{ name: "node", started: true, ready: false }] }),
    { started: true, reason: "" },
  ],
])("a pod with %s", (_what, seen, expected) => {
  expect(setUpSeen(seen)).toEqual({ failed: false, ...expected });
});

type Watching = Parameters<typeof waitForStart>[0];
type Lines = AsyncIterable<{ type: string; object: object }>;

/** A mock of the client: a set whose controller has seen its second revision, and whatever its pods do. */
const watching = (pods: (signal: AbortSignal) => Lines, asked: string[] = []) =>
  ({
    async *watch(path: string, { fieldSelector }: Record<string, string>, signal: AbortSignal) {
      asked.push(`${path} ${fieldSelector}`);
      if (path.endsWith("/pods")) return yield* pods(signal);
      const metadata = { name: "node", generation: 2 };
      yield { type: "ADDED", object: { metadata, status: { observedGeneration: 1, updateRevision: "first" } } };
      yield { type: "MODIFIED", object: { metadata, status: { observedGeneration: 2, updateRevision: "second" } } };
    },
  }) as unknown as Watching;

const of = (revision: string, status: PodThing["status"], more: object = {}): PodThing => ({
  metadata: { name: "node-0", labels: { "controller-revision-hash": revision }, ...more },
  status,
});
const where = { namespace: "ns", name: "node" };
const up = { containerStatuses: [{ name: "node", started: true }] };

test("a start is awaited by what changes; the pod of the revision before is not its successor", async () => {
  const asked: string[] = [];
  const client = watching(async function* () {
    yield { type: "ADDED", object: of("first", up) };
    yield { type: "MODIFIED", object: of("second", up, { deletionTimestamp: "now" }) };
    yield { type: "DELETED", object: of("first", up) };
    yield { type: "ADDED", object: of("second", { phase: "Pending" }) };
    yield { type: "MODIFIED", object: of("second", up) };
    throw new Error("nobody asks any more");
  }, asked);
  expect((await waitForStart(client, { ...where, startSeconds: 5 })).started).toBe(true);
  expect(asked).toEqual([
    "apis/apps/v1/namespaces/ns/statefulsets metadata.name=node",
    "api/v1/namespaces/ns/pods metadata.name=node-0",
  ]);
});

test("what takes longer than an update waits is said with its reason", async () => {
  const client = watching(async function* (signal) {
    yield { type: "ADDED", object: of("second", { containerStatuses: [waiting("ContainerCreating")] }) };
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  });
  const found = await waitForStart(client, { ...where, startSeconds: 0 });
  expect(found).toEqual({ started: false, failed: false, reason: "node: ContainerCreating" });
});
