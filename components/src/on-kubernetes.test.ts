import * as pulumi from "@pulumi/pulumi";
import {
  ArchivalAutoscalingGroup,
  LoadBalancedRpcEndpoint,
  Network,
  NodeRole,
  ownerLabel,
  physicalName,
  ScalingSignal,
  SubstrateNode,
  ValidatorSentry,
} from "./index.js";
import { expectGolden } from "./testing/golden.js";
import { unwrap, type Made } from "./testing/mocks.js";

// The engine and the cluster are mocks here: what is asked of them is looked at. tests/kubernetes has the real ones.

const digest = "1".repeat(64);
const entry = {
  name: "polkadot",
  version: "1",
  command: "/usr/bin/polkadot",
  image: `example.com/polkadot@sha256:${digest}`,
};
const agent = { image: `example.com/agent@sha256:${digest}` };
const owner = "stack:shop:prod";

let made: Made[];
beforeEach(async () => {
  made = [];
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    made.push({ type, name, inputs: inputs as Record<string, unknown> });
    const { metadata: of } = inputs as { metadata?: object };
    const state = of ? { ...inputs, metadata: { ...of, uid: `uid-${name}` } } : (inputs as Record<string, unknown>);
    return { id: `${name}-id`, state };
  };
  // A preview, in which nobody asks a cluster how far a pod got.
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shop", "prod", true, "organization");
});
afterEach(() => pulumi.runtime.disconnect());

const kindsOf = () =>
  made
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
const metadata = (of: Made) =>
  of.inputs.metadata as { name: string; namespace?: string; labels: Record<string, string> };
const the = (kind: string, name: string) => made.find((m) => m.type.endsWith(`:${kind}`) && m.name === name)!;

test("a node is a namespace that denies all, a claim, two services, a policy, a budget and a set", async () => {
  const placement = { kubernetes: { agent }, owner };
  const node = new SubstrateNode("node", { placement, entry, chain: "kusama", role: NodeRole.Rpc });
  const [client, namespace] = [physicalName(owner, "node/client"), physicalName(owner, "node")];
  expect(await unwrap(node.endpoint)).toBe(`ws://${client}.${namespace}.svc:9944`);
  expect(await unwrap(node.readiness)).toBe(`http://${client}.${namespace}.svc:8001/ready`);
  expect(await unwrap(node.metrics)).toMatchObject([{ address: `${namespace}.${namespace}.svc:9615` }]);
  await pulumi.runtime.disconnect();
  expect(kindsOf().sort()).toEqual([
    "ConfigMap node-agent",
    "Namespace node-network",
    "NetworkPolicy node-network-policy",
    "NetworkPolicy node-policy",
    "PersistentVolumeClaim node-data",
    "PodDisruptionBudget node-budget",
    "Service node-client",
    "Service node-pods",
    "StatefulSet node",
  ]);
  for (const one of made.filter(({ type }) => type.startsWith("kubernetes:"))) {
    expect(metadata(one).labels["dinfra-owner"]).toBe(ownerLabel(owner));
    if (!one.type.endsWith(":Namespace")) expect(metadata(one).namespace).toBe(namespace);
  }
  const called = made.map((one) => `${one.type} ${metadata(one)?.namespace} ${metadata(one)?.name}`);
  expect(new Set(called.filter((name) => name.startsWith("kubernetes:"))).size).toBe(9);
  expect(the("NetworkPolicy", "node-network-policy").inputs.spec).toMatchObject({ podSelector: {}, ingress: [] });
  expect(metadata(the("Namespace", "node-network")).labels).toMatchObject({
    "pod-security.kubernetes.io/enforce": "restricted",
  });
  expect(the("PersistentVolumeClaim", "node-data").inputs.spec).toMatchObject({
    resources: { requests: { storage: "100Gi" } },
  });
});

test("an endpoint is HAProxy in a pod, whose configuration is another map when it says something else", async () => {
  const placement = { kubernetes: { namespace: "shared" }, owner };
  const { attachment: network } = new Network("net", { placement });
  const endpoint = (name: string, port: number) =>
    new LoadBalancedRpcEndpoint(name, {
      ...{ placement, network },
      proxy: {
        name: "haproxy",
        version: "3.2",
        command: "/usr/local/sbin/haproxy",
        image: `example.com/haproxy@sha256:${digest}`,
      },
      nodes: [{ endpoint: `ws://a.shared.svc:${port}`, readiness: "http://a.shared.svc:8001/ready" }],
    });
  const [one, other] = [endpoint("rpc", 9944), endpoint("rpc2", 9945)];
  expect(await unwrap(one.endpoint)).toBe(`ws://${physicalName(owner, "rpc/client")}.shared.svc:9944`);
  await unwrap(other.endpoint);
  await pulumi.runtime.disconnect();
  expect(made.some(({ type }) => type.endsWith(":Namespace"))).toBe(false);
  const [first, second] = ["rpc", "rpc2"].map((name) => the("ConfigMap", `${name}-proxy-files`));
  expect((first!.inputs.data as Record<string, string>)["haproxy.cfg"]).toContain("bind 0.0.0.0:9944");
  expect(metadata(first!).name.slice(-10)).not.toBe(metadata(second!).name.slice(-10));
  const spec = the("StatefulSet", "rpc").inputs.spec as { template: { spec: { volumes: object[] } } };
  expect(spec.template.spec.volumes).toContainEqual(
    expect.objectContaining({
      name: "proxy-files",
      configMap: expect.objectContaining({ name: metadata(first!).name }) as object,
    }),
  );
});

test("an endpoint with a way in is known outside of the cluster, by a route or by an Ingress", async () => {
  const [gateway, ingress] = [{ name: "public", namespace: "gateways" }, { className: "nginx" }];
  const endpoint = (name: string, way: object) =>
    new LoadBalancedRpcEndpoint(name, {
      placement: { kubernetes: { endpoint: { domain: "rpc.example.com", ...way } }, owner },
      proxy: {
        name: "haproxy",
        version: "3.2",
        command: "/sbin/haproxy",
        image: `example.com/haproxy@sha256:${digest}`,
      },
      nodes: [{ endpoint: "ws://a.shared.svc:9944", readiness: "http://a.shared.svc:8001/ready" }],
    });
  const [routed, ingressed] = [endpoint("routed", { gateway }), endpoint("ingressed", { ingress })];
  expect(await unwrap(routed.endpoint)).toBe(`wss://${physicalName(owner, "routed")}.rpc.example.com:443`);
  await unwrap(ingressed.endpoint);
  await pulumi.runtime.disconnect();
  expect(the("HTTPRoute", "routed-route-rpc").inputs.spec).toMatchObject({
    ...{
      parentRefs: [gateway],
      rules: [{ backendRefs: [{ name: physicalName(owner, "routed/client"), port: 9944 }] }],
    },
  });
  const { annotations } = the("Ingress", "ingressed-ingress-rpc").inputs.metadata as { annotations: object };
  expect(annotations).toMatchObject({ "nginx.ingress.kubernetes.io/proxy-read-timeout": "86400" });
});

test("a group is a set with an autoscaler; what its machines would be is refused", async () => {
  const placement = { kubernetes: {}, owner };
  const args = { placement, entry, chain: "kusama", readyAfterSeconds: 3600 };
  const group = new ArchivalAutoscalingGroup("archive", { ...args, scaling: { signal: ScalingSignal.Cpu } });
  expect(await unwrap(group.endpoint)).toMatch(/^ws:\/\/.*\.svc:9944$/);
  await pulumi.runtime.disconnect();
  expect(the("HorizontalPodAutoscaler", "archive-scaler").inputs.spec).toMatchObject({
    ...{
      minReplicas: 2,
      maxReplicas: 4,
      scaleTargetRef: { kind: "StatefulSet", name: physicalName(owner, "archive") },
    },
  });
  expect(the("StatefulSet", "archive").inputs.spec).toMatchObject({ volumeClaimTemplates: [{}] });
  const other = (more: object) => () => new ArchivalAutoscalingGroup("other", { ...args, ...more });
  expect(other({ warmStart: { poolSize: 1 } })).toThrow('needs "groupWarmPool"');
  expect(other({ scaling: { signal: ScalingSignal.Connections, outAbove: 100 } })).toThrow(
    'needs "scaleOnConnections"',
  );
  expect(other({ warmStart: { image: "debian" } })).toThrow("nothing on a platform that has no machines");
});

test("a validator meets its sentries: each is told of the other's claim, and nothing but them reaches it", async () => {
  const placement = { kubernetes: { agent, peersService: "load-balancer" as const }, owner };
  const sentried = new ValidatorSentry("v", { placement, entry, chain: "my-chain", sentries: 2 });
  const namespace = physicalName(owner, "v");
  const host = (role: string, index = 0) => `${physicalName(owner, role, index)}.${namespace}.svc`;
  expect(await unwrap(sentried.validator)).toEqual({
    ...{ address: host("v/validator"), hostKey: "", peerId: "" },
    multiaddr: `/dns/${host("v/validator")}/tcp/30333`,
  });
  expect((await unwrap(sentried.sentries)).map(({ address }) => address)).toEqual(
    [0, 1].map((i) => host("v/sentry", i)),
  );
  expect((await unwrap(sentried.metrics)).map(({ role }) => role)).toEqual(["sentried-validator", "sentry", "sentry"]);
  await pulumi.runtime.disconnect();
  const file = (of: string) =>
    (the("ConfigMap", `v-${of}-agent`).inputs as { data: Record<string, string> }).data["pod.json"]!;
  const document = (of: string) => (JSON.parse(file(of)) as PodFile).services[0]!.peers;
  // What the agent's own tests read (agent/pod/golden_test.go).
  expectGolden("../../agent/pod/golden/validator.json", file("validator"));
  const [validator, sentry] = [document("validator"), document("sentry-1")];
  expect(validator.reserved.map((peer) => [peer.host, peer.incarnation])).toEqual([
    [host("v/sentry", 0), "uid-v-sentry-0-data"],
    [host("v/sentry", 1), "uid-v-sentry-1-data"],
  ]);
  expect(sentry.reserved.map((peer) => [peer.host, peer.incarnation])).toEqual([
    [host("v/validator"), "uid-v-validator-data"],
  ]);
  expect(validator.args).toEqual(expect.arrayContaining(["--validator", "--reserved-only"]));
  expect(sentry.args).not.toContain("--reserved-only");
  expect(validator.command).toEqual(["/usr/bin/polkadot"]);
  const policies = ["validator", "sentry-0"].map((of) => the("NetworkPolicy", `v-${of}-policy`).inputs.spec as Policy);
  const whoReaches = ({ ingress }: Policy, port: number) =>
    ingress.flatMap((rule) => (rule.ports.some((one) => one.port === port) ? [rule.from] : []));
  const names = [0, 1].map((i) => ({
    podSelector: {
      matchLabels: { "dinfra-owner": ownerLabel(owner), "dinfra-name": physicalName(owner, "v/sentry", i) },
    },
  }));
  expect(whoReaches(policies[0]!, 30333)).toEqual([names]);
  expect(whoReaches(policies[1]!, 30333)).toEqual([undefined]);
  expect(kindsOf().filter((one) => /Service v-.*-peers/.test(one))).toEqual([
    "Service v-sentry-0-peers",
    "Service v-sentry-1-peers",
  ]);
  const services = made
    .filter(({ type }) => type.endsWith(":Service"))
    .map(({ inputs }) => JSON.stringify(inputs.spec));
  expect(services.filter((spec) => spec.includes("9944"))).toEqual([]);
  expect(the("StatefulSet", "v-validator").inputs.spec).toMatchObject({
    ...{ replicas: 1, podManagementPolicy: "OrderedReady", updateStrategy: { type: "RollingUpdate" } },
  });
});

test("a gateway with TLS has its certificate from a secret that is mounted as a folder, so that a renewed one gets there", async () => {
  const placement = { kubernetes: { agent, namespace: "shared" }, owner };
  const program = { name: "dinfra-agent", version: "1", command: "/dinfra-agent", image: agent.image };
  const gateway = { program, tls: { secret: "rpc-tls" } };
  const node = new SubstrateNode("node", { placement, entry, chain: "kusama", role: NodeRole.Rpc, gateway });
  const client = `${physicalName(owner, "node/client")}.shared.svc`;
  expect(await unwrap(node.endpoint)).toBe(`wss://${client}:9944`);
  expect(await unwrap(node.readiness)).toBe(`http://${client}:8001/ready`);
  await pulumi.runtime.disconnect();
  const { spec: pod } = (the("StatefulSet", "node").inputs.spec as { template: { spec: PodLike } }).template;
  expect(pod.volumes.find(({ name }) => name === "gateway-secrets")).toMatchObject({
    projected: {
      sources: ["tls.crt", "tls.key"].map((key) => ({ secret: { name: "rpc-tls", items: [{ key, path: key }] } })),
    },
  });
  const [nodes, gateways] = pod.containers;
  // A mount of one file (subPath) would stay as it was.
  expect(gateways!.volumeMounts).toContainEqual({
    ...{ name: "gateway-secrets", mountPath: "/dinfra/secrets/gateway", readOnly: true },
  });
  expect(gateways!.args).toEqual(expect.arrayContaining(["--certificate", "/dinfra/secrets/gateway/tls.crt"]));
  expect(nodes!.volumeMounts.map(({ name }) => name)).not.toContain("gateway-secrets");
});

interface PodLike {
  volumes: { name: string }[];
  containers: { args: string[]; volumeMounts: { name: string }[] }[];
}

test("what a validator in a cluster cannot be is refused before anything is made", () => {
  const placement = { kubernetes: { agent }, owner };
  const sentried = (more: object) => () =>
    new ValidatorSentry("v", { placement, entry, chain: "my-chain", sentries: 1, ...more });
  expect(sentried({ placement: { kubernetes: {}, owner } })).toThrow(
    'ValidatorSentry needs "reservedPeers", which the platform "kubernetes" does not have: it is the agent of a pod',
  );
  expect(sentried({ rotation: 1 })).toThrow('ValidatorSentry.rotation needs "machine"');
  expect(sentried({ waitForSeconds: 60 })).toThrow('ValidatorSentry.waitForSeconds needs "machine"');
  const network = { id: "other", address: "", firstPort: 0, lastPort: 0 };
  expect(sentried({ validatorNetwork: network })).toThrow("validatorNetwork: expected nothing on a platform without");
  expect(sentried({ chain: "kusama" })).toThrow("chain: expected a chain without parachains");
  expect(made.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
});

interface PodFile {
  services: {
    peers: { reserved: { host: string; incarnation: string }[]; command: string[]; args: unknown[] };
  }[];
}

interface Policy {
  ingress: { from?: unknown; ports: { port: number }[] }[];
}

test("what a pod cannot be is refused before anything is made", () => {
  const placement = { kubernetes: {}, owner };
  const node = (more: object) => () => new SubstrateNode("node", { placement, entry, chain: "kusama", ...more });
  expect(node({ snapshot: { baseUrl: "https://x", manifestSha256: digest, chainId: "x" } })).toThrow(
    'SubstrateNode.snapshot needs "snapshotRestore", which the platform "kubernetes" does not have',
  );
  expect(node({ rebuild: 1 })).toThrow('needs "machine"');
  expect(made.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
});
