/** @integration */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ArchivalAutoscalingGroup,
  LoadBalancedRpcEndpoint,
  Network,
  NodeRole,
  observerFor,
  ownerLabel,
  ownerView,
  physicalName,
  SubstrateNode,
  type PlacementArgs,
} from "@dinfra/components";
import type { Observer, OwnerView } from "@dinfra/port";
import { openEngineStack, type EngineStack } from "../world/engine-stack.js";
import { openCluster, type Cluster } from "./cluster.js";
import { describeOnKubernetes } from "./parts.js";
import { installPlugin } from "./stack.js";
import type { Thing } from "./api.js";

// The real engine, plugin, API server, controllers and scheduler. There are no machines: kwok says of each pod that it runs. So a
// network plugin that enforces policies is not here, and what a policy lets in is looked at as the API server has it.
jest.setTimeout(600_000);

const owner = "stack:test:node";
const entry = (version: string) => ({
  ...{ name: "polkadot", version, command: "/usr/bin/polkadot" },
  image: `example.com/polkadot@sha256:${version.replaceAll(".", "").padEnd(64, "0")}`,
});
const namespace = physicalName(owner, "net");
const name = physicalName(owner, "node");
const within = (api: string, plural: string, one = "") => `${api}/namespaces/${namespace}/${plural}${one && `/${one}`}`;
const set = within("apis/apps/v1", "statefulsets", name);
const pod = within("api/v1", "pods", `${name}-0`);

describeOnKubernetes("a node on a real API server", (parts) => {
  let cluster: Cluster;
  let stack: EngineStack;
  let folder: string;
  let seen: Observer & OwnerView;

  beforeAll(async () => {
    cluster = await openCluster(parts);
  });
  afterAll(() => cluster?.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-node-on-kubernetes-"));
    installPlugin(parts, join(folder, "home"));
    stack = await openEngineStack({ folder, name: "test" });
    const observer = observerFor(placement());
    seen = { ...observer, ...ownerView(observer) };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const placement = (more: object = {}, whose = owner): PlacementArgs => ({
    kubernetes: { kubeconfig: { file: cluster.kubeconfig }, startSeconds: 60, ...more },
    ...{ owner: whose, protectData: false },
  });

  interface Wish {
    version?: string;
    disk?: number;
    nodeName?: string;
    protectData?: boolean;
    settings?: object;
  }
  const program =
    ({ version = "1.0.0", disk = 10, nodeName = "one", protectData = false, settings }: Wish = {}) =>
    () => {
      const where = { ...placement(settings), protectData };
      const { attachment: network } = new Network("net", { placement: where });
      const node = new SubstrateNode("node", {
        ...{ placement: where, network, entry: entry(version), chain: "paseo", role: NodeRole.Rpc, nodeName },
        // Of these, the server makes 2 and 4Gi: another notation is no change.
        resources: { cpu: 2000, memory: 4096, disk },
      });
      return Promise.resolve({ endpoint: node.endpoint, setUp: node.setUp, resources: node.resources });
    };
  const theClaim = async () => {
    const claims = await cluster.api.list(within("api/v1", "persistentvolumeclaims"));
    expect(claims).toHaveLength(1);
    return claims[0]!;
  };
  const uidOf = async (path: string) => (await cluster.api.get(path))?.metadata.uid;
  const started = { started: true, failed: false, reason: "" };

  /** Destroys all, and expects that neither the observer nor the API server knows anything of the owner. */
  async function leavesNothing(): Promise<void> {
    await stack.destroy();
    await cluster.api.until("api/v1/persistentvolumes", (volumes) => volumes.length === 0);
    expect(await seen.list(owner)).toEqual([]);
    expect(await cluster.api.get(`api/v1/namespaces/${namespace}`)).toBeUndefined();
    expect(await cluster.api.list("api/v1/pods", `labelSelector=dinfra-owner%3D${ownerLabel(owner)}`)).toEqual([]);
  }

  test("is made and comes up, is the same, changes in place, rolls over, grows, and leaves nothing", async () => {
    const { outputs } = await stack.up(program());
    expect(outputs.endpoint).toBe(`ws://${physicalName(owner, "node/client")}.${namespace}.svc:9944`);
    expect(outputs.setUp).toEqual(started);
    const listed = (await seen.list(owner)).map((one) => one.name);
    for (const { name: called } of outputs.resources as { name: string }[]) expect(listed).toContain(called);
    const { changes } = await stack.up(program(), { refresh: true });
    expect(Object.keys(changes)).toEqual(["same"]);

    const [claim, firstPod] = [await theClaim(), await uidOf(pod)];
    const operators = { ranges: { operators: ["198.51.100.0/24"] } };
    const changed = await stack.up(program({ settings: operators }));
    expect(Object.keys(changed.changes).sort()).toEqual(["same", "update"]);
    expect(await uidOf(pod)).toBe(firstPod);

    const rolled = await stack.up(program({ settings: operators, version: "2.0.0" }));
    expect(rolled.outputs.setUp).toEqual(started);
    expect(Object.keys(rolled.changes).sort()).toEqual(["same", "update"]);
    expect(await uidOf(pod)).not.toBe(firstPod);
    expect((await cluster.api.get(pod))!.spec.containers[0].image).toBe(entry("2.0.0").image);
    expect((await theClaim()).metadata.uid).toBe(claim.metadata.uid);

    const secondPod = await uidOf(pod);
    await stack.up(program({ settings: operators, version: "2.0.0", disk: 20 }));
    const grown = within("api/v1", "persistentvolumeclaims", claim.metadata.name);
    await cluster.api.untilOne(grown, (one) => one?.status.capacity.storage === "20Gi");
    expect(await uidOf(grown)).toBe(claim.metadata.uid);
    expect(await uidOf(pod)).toBe(secondPod);
    await leavesNothing();
  });

  test("what somebody took away or scaled to nothing is seen, and put back", async () => {
    await stack.up(program());
    const client = within("api/v1", "services", physicalName(owner, "node/client"));
    await cluster.api.delete(client);
    await cluster.api.patch(set, { spec: { replicas: 0 } });
    const policy = within("apis/networking.k8s.io/v1", "networkpolicies", name);
    const { ingress } = (await cluster.api.get(policy))!.spec;
    await cluster.api.patch(policy, { spec: { ingress: [{}] } }); // everybody, everywhere
    const found = await seen.list(owner);
    expect(found.some((one) => one.name === physicalName(owner, "node/client"))).toBe(false);
    expect(found.find((one) => one.type.endsWith(":StatefulSet"))?.state).toBe("ended");
    await stack.up(program(), { refresh: true });
    expect(await cluster.api.get(client)).toBeDefined();
    expect((await cluster.api.get(set))?.spec.replicas).toBe(1);
    expect((await cluster.api.get(policy))?.spec.ingress).toEqual(ingress);
    await leavesNothing();
  });

  test("a pod that does not come up is said with its reason, and the update ends", async () => {
    const nowhere = { nodeSelector: { "no.such/label": "here" }, startSeconds: 2 };
    const { outputs } = await stack.up(program({ settings: nowhere }));
    expect(outputs.setUp).toMatchObject({
      started: false,
      reason: expect.stringMatching(/no machine of the cluster takes the pod/) as string,
    });
    await leavesNothing();
  });

  test("protected data outlives a destroy", async () => {
    await stack.up(program({ protectData: true }));
    await expect(stack.destroy()).rejects.toThrow(/protect/);
    await theClaim();
    await stack.up(program());
    await leavesNothing();
  });

  test("killed while it is made: what was made is found by its name, and nothing is made twice", async () => {
    const dying = stack.up(program()).catch(() => "died");
    await cluster.api.until(within("api/v1", "persistentvolumeclaims"), (claims) => claims.length > 0);
    await stack.kill();
    expect(await dying).toBe("died");
    const claim = await theClaim();
    await stack.repair(seen, owner);
    const { outputs } = await stack.up(program(), { refresh: true });
    expect(outputs.setUp).toEqual(started);
    expect((await theClaim()).metadata.uid).toBe(claim.metadata.uid);
    expect(await cluster.api.list(within("apis/apps/v1", "statefulsets"))).toHaveLength(1);
    expect(Object.keys((await stack.up(program(), { refresh: true })).changes)).toEqual(["same"]);
    await leavesNothing();
  });

  test("strangers in one namespace: no rule of one lets the other's pods in, by the policies that the server has", async () => {
    await cluster.api.create("api/v1/namespaces", { metadata: { name: "shared" } });
    const stranger = "stack:other:node";
    const both = () => {
      for (const whose of [owner, stranger]) {
        const where = placement({ namespace: "shared" }, whose);
        const net = new Network(`net-${whose.length}`, { placement: where });
        new SubstrateNode(`node-${whose.length}`, {
          ...{ placement: where, network: net.attachment, entry: entry("1.0.0"), chain: "paseo", role: NodeRole.Rpc },
          resources: { cpu: 500, memory: 256, disk: 1 },
        });
      }
      return Promise.resolve({});
    };
    await stack.up(both);
    const labelled = (whose: string) => `labelSelector=dinfra-owner%3D${ownerLabel(whose)}`;
    const pods = async (whose: string) => cluster.api.list("api/v1/namespaces/shared/pods", labelled(whose));
    const policies = await cluster.api.list(
      "apis/networking.k8s.io/v1/namespaces/shared/networkpolicies",
      labelled(owner),
    );
    const [ours, theirs] = [(await pods(owner))[0]!, (await pods(stranger))[0]!];
    expect(policies.some(({ spec }) => selects(spec.podSelector, ours))).toBe(true);
    const open = policies
      .filter(({ spec }) => selects(spec.podSelector, ours))
      .flatMap(({ spec }) => (spec.ingress ?? []) as Rule[])
      .filter(({ from }) => !from || from.some((peer) => peer.podSelector && selects(peer.podSelector, theirs)))
      .flatMap(({ ports = [] }) => ports.map(({ port }) => port));
    // What the world may reach, a stranger may.
    expect(open).toEqual([30333]);
    await stack.destroy();
    await cluster.api.delete("api/v1/namespaces/shared");
    expect(await seen.list(owner)).toEqual([]);
  });

  test("a group is as many as its policy says, each with a claim that goes with it, and replaces them by another version", async () => {
    const group =
      (minimum: number, version = "1.0.0", disk = 1) =>
      () => {
        const where = placement();
        const { attachment: network } = new Network("net", { placement: where });
        const made = new ArchivalAutoscalingGroup("archive", {
          ...{ placement: where, network, entry: entry(version), chain: "paseo", minimum, maximum: minimum },
          ...{ readyAfterSeconds: 60, drainSeconds: 0, resources: { cpu: 500, memory: 256, disk } },
        });
        return Promise.resolve({ version: made.version });
      };
    const archive = within("apis/apps/v1", "statefulsets", physicalName(owner, "archive"));
    const ready = (many: number) =>
      cluster.api.untilOne(archive, (one) => {
        const { readyReplicas, updatedReplicas, observedGeneration } = one?.status ?? {};
        return (
          readyReplicas === many &&
          updatedReplicas === many &&
          observedGeneration >= (one as Generation).metadata.generation
        );
      });
    const claims = () => cluster.api.list(within("api/v1", "persistentvolumeclaims"));
    const first = await stack.up(group(2));
    await ready(2);
    expect(await claims()).toHaveLength(2);
    await stack.up(group(3));
    await ready(3);
    const second = await stack.up(group(3, "2.0.0"));
    await ready(3);
    expect(second.outputs.version).not.toBe(first.outputs.version);
    const pods = await cluster.api.list(within("api/v1", "pods"));
    expect(pods.map(({ spec }) => spec.containers[0].image)).toEqual(Array(3).fill(entry("2.0.0").image));
    const [before, uids] = [await uidOf(archive), (await claims()).map(({ metadata }) => metadata.uid).sort()];
    await stack.up(group(3, "2.0.0", 2));
    const grown = await cluster.api.until(within("api/v1", "persistentvolumeclaims"), (all) =>
      all.every(({ status }) => status.capacity?.storage === "2Gi"),
    );
    expect(grown.map(({ metadata }) => metadata.uid).sort()).toEqual(uids);
    expect(await uidOf(archive)).toBe(before);
    await stack.up(group(1, "2.0.0", 2));
    await cluster.api.until(within("api/v1", "persistentvolumeclaims"), (left) => left.length === 1);
    await leavesNothing();
  });

  test("a gateway's certificate is a secret that is mounted by its name, and stands in no state", async () => {
    const image = `example.com/agent@sha256:${"3".repeat(64)}`;
    await stack.up(() => {
      const where = placement({ agent: { image } });
      const { attachment: network } = new Network("net", { placement: where });
      const node = new SubstrateNode("node", {
        ...{ placement: where, network, entry: entry("1.0.0"), chain: "paseo", role: NodeRole.Rpc },
        gateway: {
          program: { name: "dinfra-agent", version: "1", command: "/dinfra-agent", image },
          tls: { secret: "rpc-tls" },
        },
        resources: { cpu: 500, memory: 256, disk: 1 },
      });
      return Promise.resolve({ endpoint: node.endpoint });
    });
    const { volumes } = (await cluster.api.get(pod))!.spec as { volumes: { name: string }[] };
    expect(volumes.find((volume) => volume.name === "gateway-secrets")).toMatchObject({
      projected: {
        sources: ["tls.crt", "tls.key"].map((key) => ({ secret: { name: "rpc-tls", items: [{ key, path: key }] } })),
      },
    });
    expect(JSON.stringify(await stack.resources())).not.toContain("core/v1:Secret");
    await leavesNothing();
  });

  test("a way in and a monitor are kinds of others, which the server holds against their definitions", async () => {
    await Promise.all([parts.httpRoutes, parts.serviceMonitors].map((file) => cluster.api.define(file)));
    const endpoint = { domain: "rpc.example.com", gateway: { name: "public", namespace: "gateways" } };
    const image = `example.com/haproxy@sha256:${"2".repeat(64)}`;
    const program = () => {
      const where = placement({ endpoint, serviceMonitors: true });
      const { attachment: network } = new Network("net", { placement: where });
      const node = new SubstrateNode("node", {
        ...{ placement: where, network, entry: entry("1.0.0"), chain: "paseo", role: NodeRole.Rpc },
        resources: { cpu: 500, memory: 256, disk: 1 },
      });
      const rpc = new LoadBalancedRpcEndpoint("rpc", {
        ...{ placement: where, network, proxy: { name: "haproxy", version: "2.6", command: "/haproxy", image } },
        nodes: [{ endpoint: node.endpoint, readiness: node.readiness }],
      });
      return Promise.resolve({ endpoint: rpc.endpoint });
    };
    const { outputs } = await stack.up(program);
    const routes = await cluster.api.list(within("apis/gateway.networking.k8s.io/v1", "httproutes"));
    expect(routes.map(({ spec }) => spec)).toEqual([
      expect.objectContaining({
        hostnames: [new URL(String(outputs.endpoint)).host],
        rules: [expect.objectContaining({ timeouts: { request: "0s", backendRequest: "0s" } })],
      }),
    ]);
    expect(outputs.endpoint).toBe(`wss://${physicalName(owner, "rpc")}.rpc.example.com:443`);
    const monitors = await cluster.api.list(within("apis/monitoring.coreos.com/v1", "servicemonitors"));
    expect(monitors.map(({ metadata }) => metadata.name)).toContain(name);
    const seenTypes = (await seen.list(owner)).map(({ type }) => type.split(":").at(-1));
    expect(seenTypes).toEqual(expect.arrayContaining(["HTTPRoute", "ServiceMonitor"]));
    expect(Object.keys((await stack.up(program, { refresh: true })).changes)).toEqual(["same"]);
    await leavesNothing();
  });
});

type Generation = Thing & { metadata: { generation: number } };

interface Rule {
  from?: { podSelector?: { matchLabels?: Record<string, string> } }[];
  ports?: { port: number }[];
}

const selects = ({ matchLabels = {} }: { matchLabels?: Record<string, string> }, { metadata }: Thing) =>
  Object.entries(matchLabels).every(([key, value]) => metadata.labels?.[key] === value);
