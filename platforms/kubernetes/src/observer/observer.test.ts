import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownedBy, ownerLabel } from "@dinfra/port";
import { clientOfPlacement } from "../api/of-placement.js";
import { claimName } from "../driver/identity.js";
import { kinds } from "../kinds.js";
import { json, openApi, type Api } from "../testing/api.js";
import { identity } from "../testing/workloads.js";
import { kubernetesObserver } from "./observer.js";

const { owner } = identity;
const labels = { "dinfra-owner": ownerLabel(owner), "dinfra-name": "x" };

let api: Api;
let things: Record<string, object[]>;
const folder = mkdtempSync(join(tmpdir(), "dinfra-kubernetes-"));
const file = join(folder, "config");

beforeEach(async () => {
  things = {};
  api = await openApi((request, response) => {
    const [path] = request.url!.slice(1).split("?");
    if (path!.includes("monitoring.coreos.com") && !things[path!])
      return json(response, { message: "no such kind" }, 404);
    json(response, { metadata: {}, items: things[path!] ?? [] });
  });
  const one = { name: "one" };
  const contexts = [{ ...one, context: { cluster: "one" } }];
  const clusters = [{ ...one, cluster: { server: api.url } }];
  writeFileSync(file, JSON.stringify({ "current-context": "one", contexts, clusters }));
});
afterEach(() => api.close());
afterAll(() => rmSync(folder, { recursive: true }));

const observer = (more: object = {}) => {
  const settings = { kubeconfig: { file }, ...more };
  return kubernetesObserver(settings, clientOfPlacement(settings));
};
const seen = async (of = observer()) =>
  ownedBy(await of.snapshot({ notBefore: performance.now() }), owner).map(
    ({ type, id }) => `${type.split(":").at(-1)} ${id}`,
  );

test("what bears the label, by the provider's ids; a kind that the cluster does not know has nothing", async () => {
  expect(await seen()).toEqual([]);
  things["apis/apps/v1/statefulsets"] = [
    { metadata: { name: "node", namespace: "ns", labels }, spec: { replicas: 1 } },
  ];
  things["api/v1/namespaces"] = [{ metadata: { name: "ns", labels } }];
  expect((await seen()).sort()).toEqual(["Namespace ns", "StatefulSet ns/node"]);
  expect(api.asked.every((path) => /labelSelector=dinfra-owner|persistentvolumes/.test(path))).toBe(true);
});

test("a claim's volume is its claim's until that is gone; then it is what is left of the owner", async () => {
  const name = claimName(identity, "data");
  const volume = { metadata: { name: "pv-1" }, spec: { claimRef: { name, namespace: "ns" } } };
  const foreign = { metadata: { name: "pv-2" }, spec: { claimRef: { name: "data-postgres-0", namespace: "db" } } };
  things["api/v1/persistentvolumes"] = [volume, foreign];
  things["api/v1/persistentvolumeclaims"] = [{ metadata: { name, namespace: "ns", labels } }];
  expect(await seen()).toEqual([`PersistentVolumeClaim ns/${name}`]);
  things["api/v1/persistentvolumeclaims"] = [];
  expect(await seen()).toEqual(["PersistentVolume pv-1"]);
});

test("a pod is its set's until that is gone; a set without pods runs no more", async () => {
  const ownerReferences = [{ kind: "StatefulSet", name: "node" }];
  things["api/v1/pods"] = [{ metadata: { name: "node-0", namespace: "ns", labels, ownerReferences } }];
  expect(await seen()).toEqual(["Pod ns/node-0"]);
  things["apis/apps/v1/statefulsets"] = [
    { metadata: { name: "node", namespace: "ns", labels }, spec: { replicas: 0 } },
  ];
  expect(await seen()).toEqual(["StatefulSet ns/node"]);
  expect(ownedBy(await observer().snapshot(), owner)[0]).toMatchObject({ state: "ended", name: "x" });
});

test("in a namespace that owners share, nothing beyond it is asked for but volumes", async () => {
  await seen(observer({ namespace: "shared" }));
  const beyond = api.asked.filter((path) => !path.includes("/namespaces/shared/"));
  expect(beyond.map((path) => path.split("?")[0])).toEqual(["/api/v1/persistentvolumes"]);
});

test("a half-made resource is known by what it was asked to be called", () => {
  const one = { type: kinds.set.type, name: "x", id: "ns/node", owner: ownerLabel(owner) };
  const half = (type: string, name: string) => ({ type, inputs: { metadata: { name, namespace: "ns" } } });
  const { identify } = observer();
  expect(identify(half(kinds.set.type, "node"), [one])).toBe(one);
  expect(identify(half(kinds.service.type, "node"), [one])).toBeUndefined();
  expect(identify(half(kinds.set.type, "other"), [one])).toBeUndefined();
});
