import { checkSettings, Exposure, outlineOf, ownerLabel, physicalName, type Workload } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { assert, nat, property, string } from "fast-check";
import { settingsSchema, type KubernetesSettings } from "../settings.js";
import { digest, identity, nodeWorkload } from "../testing/workloads.js";
import { podDocument } from "./agent.js";
import { peerIdsSeen, waitForPeerIds } from "./peer-ids.js";
import type { PodThing } from "./set-up.js";
import { claimName, named, ownerOfClaim } from "./identity.js";
import { policyOf, type PolicySpec } from "./policy.js";
import { clientService, headlessService, peersService } from "./services.js";
import { setSpec } from "./set.js";
import { boundPorts } from "./around.js";

const { owner } = identity;
const name = "prod-node-x";
const agent = { image: `example.com/agent@sha256:${digest}` };

const policy = (settings: KubernetesSettings = {}, workload = nodeWorkload(), more: object = {}) =>
  policyOf(settings, workload, { owner, name, ...more });
const ruleOf = ({ ingress }: PolicySpec, port: number) =>
  ingress.filter(({ ports }) => ports?.some((one) => one.port === port));

test("a claim's name says whose it is, and nobody else's does", () => {
  assert(
    property(string({ minLength: 1 }), string({ minLength: 1 }), nat(1000), (who, role, index) => {
      const called = claimName({ owner: who, role, index, logicalName: "x" }, "data");
      expect(ownerOfClaim(called)).toBe(ownerLabel(who));
      expect(called).toMatch(/^[a-z][a-z0-9-]{0,126}$/);
    }),
  );
  expect(ownerOfClaim(physicalName(owner, "node/data"))).toBeUndefined();
  expect(ownerOfClaim("data-postgres-0")).toBeUndefined();
});

test("our labels win over the user's", () => {
  const { labels } = named({ labels: { team: "infra", "dinfra-owner": "me" } }, identity, "");
  expect(labels).toEqual({
    ...{ team: "infra", "dinfra-owner": ownerLabel(owner), "dinfra-name": physicalName(owner, "node") },
    "app.kubernetes.io/managed-by": "dinfra",
  });
});

test("the world reaches the peers' port alone; gateways and operators come by the owner's pods, a label, or a range", () => {
  const spec = policy({ ranges: { operators: ["192.0.2.0/24"] } });
  const own = { podSelector: { matchLabels: { "dinfra-owner": ownerLabel(owner) } } };
  expect(spec.policyTypes).toEqual(["Ingress", "Egress"]);
  expect(spec.ingress.filter(({ from }) => !from).flatMap(({ ports }) => ports?.map((p) => p.port))).toEqual([30333]);
  expect(ruleOf(spec, 9944)[0]!.from).toEqual([
    own,
    { namespaceSelector: { matchLabels: { "dinfra/exposure": "gateway" } } },
  ]);
  expect(ruleOf(spec, 9615)[0]!.from).toContainEqual({ ipBlock: { cidr: "192.0.2.0/24" } });
});

test("peers' ranges keep others from the peers' port; a port of the pod's own is opened to nobody", () => {
  const ports = nodeWorkload().ports.map((p) => (p.name === "rpc" ? { ...p, exposure: Exposure.Machine } : p));
  const spec = policy({ ranges: { world: ["198.51.100.0/24"] } }, nodeWorkload({ ports }));
  expect(ruleOf(spec, 30333)[0]!.from).toContainEqual({ ipBlock: { cidr: "198.51.100.0/24" } });
  expect(ruleOf(spec, 9944)).toEqual([]);
});

test("the agent is asked by gateways and operators; nobody else gets a rule", () => {
  expect(ruleOf(policy({}, nodeWorkload(), { healthPort: 8001 }), 8001)).toHaveLength(2);
});

test("strangers in one namespace reach of each other what the world reaches, and call no private address", () => {
  const theirs = ownerLabel("stack:other:prod");
  const spec = policy();
  const lets = spec.ingress.flatMap(({ from, ports }) =>
    (from ?? []).some(({ podSelector }) => podSelector?.matchLabels?.["dinfra-owner"] === theirs) ? ports : [],
  );
  expect(lets).toEqual([]);
  const to = spec.egress[1]!.to!;
  expect(to.find(({ ipBlock }) => ipBlock?.cidr === "0.0.0.0/0")!.ipBlock!.except).toEqual(
    expect.arrayContaining(["10.0.0.0/8", "169.254.0.0/16"]),
  );
  const peer = { owner: "stack:other:prod", role: "node", index: 0, service: "node", ports: ["p2p"] };
  expect(policy({}, nodeWorkload(), { peers: [peer] }).egress[1]!.to).toContainEqual({
    namespaceSelector: {},
    podSelector: { matchLabels: { "dinfra-name": physicalName(peer.owner, "node") } },
  });
});

test("a set of one by an image's digest, restricted, spread over zones, with the claim that outlives it", () => {
  const where = { name, owner, labels: { "dinfra-name": name }, files: {}, claims: { data: "claim-x" } };
  const spec = setSpec({ nodeSelector: { disk: "fast" }, imagePullSecrets: ["registry"] }, nodeWorkload(), where);
  expect(spec).toMatchObject({ replicas: 1, serviceName: name, selector: { matchLabels: { "dinfra-name": name } } });
  expect(spec).not.toHaveProperty("volumeClaimTemplates");
  const { spec: pod } = spec.template;
  expect(pod.volumes).toContainEqual({ name: "data", persistentVolumeClaim: { claimName: "claim-x" } });
  expect(pod).toMatchObject({
    ...{ automountServiceAccountToken: false, terminationGracePeriodSeconds: 300, nodeSelector: { disk: "fast" } },
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    imagePullSecrets: [{ name: "registry" }],
  });
  expect(pod.topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).toEqual([
    "topology.kubernetes.io/zone",
    "kubernetes.io/hostname",
  ]);
  expect(pod.containers[0]).toMatchObject({
    image: expect.stringMatching(/@sha256:/) as string,
    args: ["--base-path", "/dinfra/volumes/data"],
    startupProbe: { httpGet: { path: "/health", httpHeaders: [{ name: "Host", value: "localhost:9944" }] } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  });
});

test("with an agent, a kubelet asks it about each service, also by WebSocket, which a kubelet cannot", () => {
  const [service] = nodeWorkload().services;
  const ready = { ...service!.probes.ready, kind: "websocket", method: "system_health" } as const;
  const workload = nodeWorkload({ services: [{ ...service!, probes: { ...service!.probes, ready } }] });
  const where = { name, owner, labels: {}, files: {}, claims: { data: "claim-x" }, agentConfig: "config-x" };
  const { spec: pod } = setSpec({ agent }, workload, where).template;
  expect(pod.containers[0]).toMatchObject({
    startupProbe: { httpGet: { path: "/services/node/started", port: 8001 }, failureThreshold: 720 },
    readinessProbe: { httpGet: { path: "/services/node/ready", port: 8001 } },
    livenessProbe: { httpGet: { path: "/services/node/alive", port: 8001 } },
  });
  expect(pod.initContainers).toMatchObject([
    {
      name: "agent",
      image: agent.image,
      restartPolicy: "Always",
      args: ["pod", "serve", "--config", "/dinfra/agent/pod.json"],
    },
  ]);
  expect(podDocument({ agent }, workload).services).toMatchObject([
    {
      probes: { ready: { kind: "websocket", port: 9944, method: "system_health" } },
      substrate: { rpcPort: 9944, relayRpcPort: 0 },
    },
  ]);
});

const chainSpec = { name: "chain-spec", digest: `sha256:${digest}`, url: "specs/chain.json" };

test("a chain specification and a snapshot are there before the services start, by the agent", () => {
  const [service] = nodeWorkload().services;
  const workload = nodeWorkload({
    services: [{ ...service!, assets: [chainSpec], args: ["--chain", [{ ref: "asset", asset: "chain-spec" }]] }],
    steps: [
      { kind: "disk", volume: "data" },
      {
        ...{
          kind: "restore",
          volume: "data",
          folder: "chains/x/db",
          baseUrl: "https://s.example",
          manifestSha256: digest,
        },
      },
    ],
  });
  const settings = { agent: { ...agent, artifactsUrl: "https://artifacts.example/" } };
  const document = podDocument(settings, workload);
  const path = "/dinfra/assets/node/chain-spec";
  expect(document.fetches).toEqual([
    { url: "https://artifacts.example/specs/chain.json", digest: chainSpec.digest, path },
  ]);
  expect(document.restores).toMatchObject([{ volume: "data", folder: "chains/x/db" }]);
  const where = { name, owner, labels: {}, files: {}, claims: { data: "c" }, agentConfig: "config-x" };
  const { spec: pod } = setSpec(settings, workload, where).template;
  expect((pod.initContainers as { name: string }[]).map((c) => c.name)).toEqual(["prepare", "agent"]);
  expect(pod.containers[0]).toMatchObject({ args: ["--chain", path] });
  expect(() => setSpec({}, workload, where)).toThrow("a StatefulSet cannot restore from a snapshot");
  expect(() => podDocument({ agent }, workload)).toThrow("placement.kubernetes.agent.artifactsUrl");
});

/** A node that has to know its peers, as a validator behind sentries is. */
function meetingNode(program: object = { command: "/usr/bin/polkadot" }) {
  const [service] = nodeWorkload().services;
  return nodeWorkload({
    services: [
      {
        ...service!,
        program: { ...service!.program, ...program },
        args: [
          "--base-path",
          [{ ref: "volume", volume: "data" }],
          "--node-key-file",
          [{ ref: "node-key" }],
          [{ ref: "peers", list: "reserved", flag: "--reserved-nodes" }],
        ],
        peers: { volume: "data" },
      },
    ],
    ports: nodeWorkload().ports.map((p) => ({
      ...p,
      exposure: { p2p: Exposure.Peers, rpc: Exposure.Machine }[p.name] ?? p.exposure,
    })),
  });
}
const sentry = { role: "node/sentry", index: 1, service: "node", port: 30333, incarnation: pulumi.output("uid") };
const sentryPods = {
  podSelector: {
    matchLabels: { "dinfra-owner": ownerLabel(owner), "dinfra-name": physicalName(owner, "node/sentry", 1) },
  },
};

test("a node that has to know its peers is started by the agent, whose key for it lies on the claim", () => {
  const reserved = [
    { ...{ name: "s", service: "node", host: "s.ns.svc", port: 30333, agentPort: 8001 }, incarnation: "uid" },
  ];
  const [told] = podDocument({ agent }, meetingNode(), { node: reserved }).services;
  expect(told!.peers).toEqual({
    ...{ volume: "data", command: ["/usr/bin/polkadot"], reserved },
    args: [
      ...["--base-path", "/dinfra/volumes/data", "--node-key-file", [{ ref: "node-key" }]],
      [{ ref: "peers", list: "reserved", flag: "--reserved-nodes" }],
    ],
  });
  const where = { name, owner, labels: {}, files: {}, claims: { data: "c" }, agentConfig: "config-x" };
  const { spec: pod } = setSpec({ agent }, meetingNode(), where).template;
  expect(pod.containers[0]).toMatchObject({
    command: ["/dinfra/bin/dinfra-agent"],
    args: ["pod", "start", "--config", "/dinfra/agent/pod.json", "--service", "node"],
    volumeMounts: expect.arrayContaining([
      { name: "agent-config", mountPath: "/dinfra/agent", readOnly: true },
      { name: "agent-program", mountPath: "/dinfra/bin", readOnly: true },
      { name: "data", mountPath: "/dinfra/volumes/data" },
    ]) as object,
  });
  const [prepare, serves] = pod.initContainers as { name: string; volumeMounts: object[] }[];
  expect(prepare).toMatchObject({ name: "prepare", args: ["pod", "prepare", "--config", "/dinfra/agent/pod.json"] });
  expect(prepare!.volumeMounts).toEqual(
    expect.arrayContaining([
      { name: "data", mountPath: "/dinfra/volumes/data" },
      { name: "agent-program", mountPath: "/dinfra/bin" },
    ]),
  );
  // The keystore lies beside this folder.
  expect(serves!.volumeMounts.filter((mount) => (mount as { name: string }).name === "data")).toEqual([
    { name: "data", mountPath: "/dinfra/volumes/data/.dinfra", subPath: ".dinfra" },
  ]);
  expect(pod.volumes).toContainEqual({ name: "agent-program", emptyDir: {} });
  expect(() => setSpec({}, meetingNode(), where)).toThrow("placement.kubernetes.agent");
  expect(() => podDocument({ agent }, meetingNode({}))).toThrow("where the program lies in its image (command)");
});

test("who meets its peers alone is reached by these at its port and its agent, and by operators at its figures", () => {
  const settings: KubernetesSettings = {
    ranges: { peers: ["198.51.100.0/24"], world: ["198.51.100.0/24"], gateway: ["192.0.2.0/24"] },
    peersService: "load-balancer",
  };
  const meets = { service: "node", reserved: [sentry], only: true };
  const spec = policy(settings, meetingNode(), { healthPort: 8001, meets });
  const operators = { namespaceSelector: { matchLabels: { "dinfra/exposure": "operators" } } };
  expect(spec.ingress.map(({ from, ports }) => [ports![0]!.port, from])).toEqual([
    [30333, [sentryPods]],
    [9615, [operators]],
    [8001, [sentryPods]],
    [8001, [operators]],
  ]);
  expect(spec.egress[1]!.to![0]).toEqual(sentryPods);
  expect(JSON.stringify(spec)).not.toContain(JSON.stringify({ "dinfra-owner": ownerLabel(owner) }));
});

test("who meets others beside is as open as without", () => {
  const meets = { service: "node", reserved: [sentry], only: false };
  expect(policy({}, nodeWorkload(), { meets })).toEqual(policy());
});

test.each<[string, object, object | undefined]>([
  ["as it said", { exitCode: 0, message: '{"peerIds":{"node":"12D3KooW"}}' }, { node: "12D3KooW" }],
  ["which failed", { exitCode: 1, message: '{"peerIds":{"node":"12D3KooW"}}' }, undefined],
  ["which said nothing", { exitCode: 0 }, undefined],
  ["of a text", { exitCode: 0, message: "fetching" }, undefined],
  ["of another JSON", { exitCode: 0, message: '{"peerIds":{"node":7}}' }, undefined],
])("ids are those that a pod's first container told its kubelet: %s", (_what, terminated, expected) => {
  const initContainerStatuses = [{ name: "prepare", state: { terminated } }];
  expect(peerIdsSeen({ metadata: { name: "x" }, status: { initContainerStatuses } } as PodThing)).toEqual(expected);
});

test("a pod that makes no key in time is not waited for any longer", async () => {
  async function* watch(_path: string, _query: object, signal: AbortSignal) {
    yield { type: "ADDED", object: { metadata: { name: "n-0" } } };
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  }
  const client = { watch } as unknown as Parameters<typeof waitForPeerIds>[0];
  expect(await waitForPeerIds(client, { namespace: "ns", name: "n", startSeconds: 0 })).toEqual({});
});

test("peers find a pod before it is ready, clients after; each port is known by the name that leads there", () => {
  const workload = nodeWorkload();
  expect(headlessService(workload, name)).toMatchObject({ clusterIP: "None", publishNotReadyAddresses: true });
  expect(clientService(workload, name, 8001).ports.map((p) => p.port)).toEqual([9944, 8001]);
  expect(peersService(workload, name, "load-balancer")).toMatchObject({
    type: "LoadBalancer",
    ports: [{ port: 30333 }],
  });
  expect(boundPorts(workload, "ns", { name: "pods", client: "client" })).toEqual([
    { name: "p2p", address: "pods.ns.svc", port: 30333 },
    { name: "rpc", address: "client.ns.svc", port: 9944 },
    { name: "metrics", address: "pods.ns.svc", port: 9615 },
  ]);
});

test("a workload without peers has no way in for them, and the API server takes that", () => {
  const ports = nodeWorkload().ports.filter(({ name: called }) => called !== "p2p");
  expect(peersService(nodeWorkload({ ports }), name, "node-port")).toMatchObject({ clusterIP: "None", ports: [] });
});

test("a service has a port, even where nobody may reach any", () => {
  const shut = (workload: Workload) => workload.ports.map((p) => ({ ...p, exposure: Exposure.Machine }));
  const workload = nodeWorkload({ ports: shut(nodeWorkload()) });
  expect(clientService(workload, name, undefined).ports).toHaveLength(1);
  expect(policy({}, workload).ingress).toEqual([]);
  expect(outlineOf(workload)).toEqual(outlineOf(nodeWorkload()));
});

test.each([
  ["a kubeconfig by its text", { kubeconfig: "apiVersion: v1" }, /\.kubeconfig/],
  ["an agent by a tag", { agent: { image: "agent:latest" } }, /\.agent\.image/],
  [
    "both ways in",
    { endpoint: { domain: "x.example", gateway: { name: "g" }, ingress: { className: "c" } } },
    /\.endpoint/,
  ],
  ["a range that is none", { ranges: { world: ["everybody"] } }, /\.ranges\.world/],
  ["a word that is not known", { peersService: "ClusterIP" }, /\.peersService/],
])("settings with %s are refused", (_what, settings, message) => {
  expect(() => checkSettings("placement.kubernetes", settingsSchema, settings)).toThrow(message);
});
