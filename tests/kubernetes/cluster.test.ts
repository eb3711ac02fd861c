import { existsSync } from "node:fs";
import { dirname } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import { openCluster, type Cluster } from "./cluster.js";
import { describeOnKubernetes } from "./parts.js";
import { openStack, type TestStack } from "./stack.js";
import { bytesOf } from "./volumes.js";

const namespace = "shop";
const set = `apis/apps/v1/namespaces/${namespace}/statefulsets/node`;
const claims = `api/v1/namespaces/${namespace}/persistentvolumeclaims`;
const digest = "1".repeat(64);

/** A node with a claim, as a chart of somebody would have it. */
function program(replicas: number): () => Promise<Record<string, unknown>> {
  return () => {
    const labels = { app: "node" };
    const space = new kubernetes.core.v1.Namespace("space", { metadata: { name: namespace } });
    const metadata = { name: "node", namespace: space.metadata.name, labels };
    const spec = { clusterIP: "None", selector: labels, ports: [{ name: "rpc", port: 9944 }] };
    const service = new kubernetes.core.v1.Service("service", { metadata, spec });
    const node = new kubernetes.apps.v1.StatefulSet("node", {
      metadata,
      spec: {
        replicas,
        serviceName: service.metadata.name,
        selector: { matchLabels: labels },
        podManagementPolicy: "Parallel",
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: "node",
                image: `example.com/node@sha256:${digest}`,
                volumeMounts: [{ name: "data", mountPath: "/data" }],
              },
            ],
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: labels },
              },
            ],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
          },
        ],
      },
    });
    return Promise.resolve({ ready: node.status.readyReplicas });
  };
}

describeOnKubernetes("a Kubernetes of its own", (parts) => {
  let cluster: Cluster;
  let stack: TestStack;
  beforeAll(async () => {
    cluster = await openCluster(parts);
    stack = await openStack(parts, cluster);
  });
  afterAll(async () => {
    if (!cluster) return; // it did not start, which beforeAll has said
    const pids = cluster.programs.map(({ pid }) => pid);
    await cluster.close();
    stack?.close();
    // Nothing of it is left.
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(existsSync(dirname(cluster.kubeconfig))).toBe(false);
    expect(cluster.errors).toEqual([]);
  });

  test("is Kubernetes, of the version that is pinned", async () => {
    expect(JSON.parse(await cluster.api.text("version"))).toMatchObject({
      major: "1",
      minor: "36",
      gitVersion: "v1.36.3",
    });
  });

  test("a stateful set comes to be ready, over the zones, each pod with a volume in its zone", async () => {
    const { changes, outputs } = await stack.up(program(2));
    expect([changes["create"], outputs["ready"]]).toEqual([4, 2]); // the stack itself is the fourth
    const pods = await cluster.api.list(`api/v1/namespaces/${namespace}/pods`);
    const volumes = await cluster.api.list("api/v1/persistentvolumes");
    expect(pods.map(({ status }) => status.phase)).toEqual(["Running", "Running"]);
    expect(volumes.map(({ status }) => status.phase)).toEqual(["Bound", "Bound"]);
    const zones = volumes.map(
      ({ spec }) => spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values[0],
    );
    expect(new Set(zones).size).toBe(2);
  });

  test("the same program changes nothing", async () => {
    expect((await stack.up(program(2), { refresh: true })).changes).toEqual({ same: 4 });
  });

  test("it scales", async () => {
    const { changes, outputs } = await stack.up(program(3));
    expect([changes["update"], outputs["ready"]]).toEqual([1, 3]);
  });

  test("a pod that is held is not ready until it is let go", async () => {
    const pod = `api/v1/namespaces/${namespace}/pods/node-0`;
    await cluster.api.patch(pod, { metadata: { annotations: { "dinfra.test/unready": "yes" } } });
    await cluster.api.untilOne(set, (seen) => seen?.status.readyReplicas === 2);
    await cluster.api.patch(pod, { metadata: { annotations: { "dinfra.test/unready": null } } });
    await cluster.api.untilOne(set, (seen) => seen?.status.readyReplicas === 3);
  });

  test("a claim grows, and never shrinks", async () => {
    const claim = `${claims}/data-node-0`;
    const ask = (storage: string) => cluster.api.patch(claim, { spec: { resources: { requests: { storage } } } });
    await ask("2Gi");
    const grown = await cluster.api.untilOne(claim, (seen) => seen?.status.capacity.storage === "2Gi");
    const volume = await cluster.api.get(`api/v1/persistentvolumes/${grown?.spec.volumeName}`);
    expect(volume?.spec.capacity.storage).toBe("2Gi");
    await expect(ask("1Gi")).rejects.toMatchObject({ status: 422 });
  });

  test("a service account may do what its roles allow, and nothing else", async () => {
    const { users } = JSON.parse(await cluster.serviceAccount(namespace, "default")) as {
      users: [{ user: { token: string } }];
    };
    const stranger = cluster.api.as(users[0].user.token);
    await expect(stranger.list(claims)).rejects.toMatchObject({ status: 403 });
    stranger.close();
  });

  test("destroyed, nothing is left: no namespace, no claim, no volume", async () => {
    await stack.destroy();
    expect(await cluster.api.get(`api/v1/namespaces/${namespace}`)).toBeUndefined();
    await cluster.api.until("api/v1/persistentvolumes", (volumes) => volumes.length === 0);
    expect(await cluster.api.list("api/v1/persistentvolumeclaims")).toEqual([]);
    expect(await cluster.api.list("api/v1/pods")).toEqual([]);
  });
});

test.each([
  ["1Gi", 2 ** 30],
  ["1.5Ki", 1536],
  ["2G", 2e9],
  ["7", 7],
])("%s are %d bytes", (quantity, bytes) => {
  expect(bytesOf(quantity)).toBe(bytes);
});

test.each(["", "Gi", "1 Gi", "1Xi"])("%j is no quantity", (quantity) => {
  expect(() => bytesOf(quantity)).toThrow("expected bytes such as 10Gi");
});
