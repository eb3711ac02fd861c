/** @integration */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  observerFor,
  ownerLabel,
  ownerView,
  physicalName,
  ValidatorSentry,
  type PlacementArgs,
  type SentriedNode,
} from "@dinfra/components";
import { openEngineStack, type EngineStack } from "../world/engine-stack.js";
import type { Thing } from "./api.js";
import { openCluster, type Cluster } from "./cluster.js";
import { describeOnKubernetes } from "./parts.js";
import { installPlugin } from "./stack.js";

// The real engine, plugin, API server, controllers and scheduler. kwok plays the machines: no agent runs, so what agents say to each other
// is tried in agent/pod, and here what they are told, and in which order pods come and go.
jest.setTimeout(600_000);

const owner = "stack:test:validator";
const namespace = physicalName(owner, "v");
const digest = "1".repeat(64);
const entry = {
  ...{ name: "polkadot", version: "1.0.0", command: "/usr/bin/polkadot" },
  image: `example.com/polkadot@sha256:${digest}`,
};
const within = (api: string, plural: string, one = "") => `${api}/namespaces/${namespace}/${plural}${one && `/${one}`}`;
const pods = within("api/v1", "pods");
const nameOf = (role: "validator" | "sentry", index = 0) => physicalName(owner, `v/${role}`, index);
const podOf = (role: "validator" | "sentry", index = 0) => `${pods}/${nameOf(role, index)}-0`;

describeOnKubernetes("a validator behind sentries on a real API server", (parts) => {
  let cluster: Cluster;
  let stack: EngineStack;
  let folder: string;

  beforeAll(async () => {
    cluster = await openCluster(parts);
    folder = mkdtempSync(join(tmpdir(), "dinfra-validator-on-kubernetes-"));
    installPlugin(parts, join(folder, "home"));
    stack = await openEngineStack({ folder, name: "test" });
  });
  afterAll(async () => {
    await cluster?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const placement = (): PlacementArgs => ({
    kubernetes: {
      ...{ kubeconfig: { file: cluster.kubeconfig }, startSeconds: 60, peersService: "load-balancer" },
      agent: { image: `example.com/agent@sha256:${digest}` },
    },
    ...{ owner, protectData: false },
  });
  const program = (sentries: number) => () => {
    const made = new ValidatorSentry("v", {
      ...{ placement: placement(), entry, chain: "my-chain", sentries },
      resources: { cpu: 500, memory: 256, disk: 1 },
    });
    return Promise.resolve({ validator: made.validator, sentries: made.sentries, setUp: made.setUp });
  };
  const one = async (path: string) => (await cluster.api.get(path))!;
  const uidOf = async (path: string) => (await one(path)).metadata.uid;
  const claimOf = async (role: "validator" | "sentry", index = 0) => {
    const claims = await cluster.api.list(within("api/v1", "persistentvolumeclaims"));
    return claims.find(({ metadata }) => metadata.name.endsWith(physicalName(owner, `v/${role}/data`, index)))!;
  };

  /** What the agent of a pod is told of peers, as its pod has it. */
  const told = async (pod: string): Promise<{ name: string; host: string; incarnation: string }[]> => {
    const { volumes } = (await one(pod)).spec as { volumes: { name: string; configMap: { name: string } }[] };
    const { name } = volumes.find((volume) => volume.name === "agent-config")!.configMap;
    const { data } = (await one(within("api/v1", "configmaps", name))) as { data?: Record<string, string> };
    return (JSON.parse(data!["pod.json"]!) as { services: { peers: { reserved: [] } }[] }).services[0]!.peers.reserved;
  };

  test("is made with each told of the other, grows by a sentry, meets one with another volume, and leaves nothing", async () => {
    const { outputs } = await stack.up(program(2));
    const started = { started: true, failed: false, reason: "" };
    expect(outputs.setUp).toEqual([started, started, started]);
    const host = (name: string) => `${name}.${namespace}.svc`;
    const address = (name: string) => ({
      ...{ address: host(name), hostKey: "", peerId: `played-${name}-0` },
      multiaddr: `/dns/${host(name)}/tcp/30333/p2p/played-${name}-0`,
    });
    expect(outputs.validator as SentriedNode).toEqual(address(nameOf("validator")));
    expect(outputs.sentries as SentriedNode[]).toEqual([0, 1].map((i) => address(nameOf("sentry", i))));

    const claims = [await claimOf("sentry", 0), await claimOf("sentry", 1), await claimOf("validator")];
    const known = (name: string, claim: Thing) =>
      expect.objectContaining({ name, host: host(name), incarnation: claim.metadata.uid }) as object;
    expect(await told(podOf("validator"))).toEqual([
      known(nameOf("sentry", 0), claims[0]!),
      known(nameOf("sentry", 1), claims[1]!),
    ]);
    for (const i of [0, 1]) expect(await told(podOf("sentry", i))).toEqual([known(nameOf("validator"), claims[2]!)]);

    // By the rules that the server has: from the owner's pods, only the sentries' reach the validator.
    const policies = (await cluster.api.list(within("apis/networking.k8s.io/v1", "networkpolicies"))).filter(
      ({ spec }) => spec.podSelector.matchLabels?.["dinfra-name"] === nameOf("validator"),
    );
    const lets = policies.flatMap(({ spec }) => spec.ingress as { from: { podSelector?: object }[] }[]);
    expect(lets.every(({ from }) => from.length > 0)).toBe(true);
    const selectors = lets.flatMap(({ from }) => from.flatMap(({ podSelector }) => (podSelector ? [podSelector] : [])));
    const names = selectors.map(
      (selector) => (selector as { matchLabels: Record<string, string> }).matchLabels["dinfra-name"],
    );
    expect([...new Set(names)].sort()).toEqual([nameOf("sentry", 0), nameOf("sentry", 1)].sort());
    // Nothing leads to it from outside, and nothing to its JSON-RPC.
    const services = (await cluster.api.list(within("api/v1", "services"))).filter(
      ({ spec }) => spec.selector["dinfra-name"] === nameOf("validator"),
    );
    expect(services.map(({ spec }) => spec.type)).toEqual(["ClusterIP", "ClusterIP"]);
    expect(JSON.stringify(services.map(({ spec }) => spec.ports))).not.toContain("9944");

    expect(Object.keys((await stack.up(program(2), { refresh: true })).changes)).toEqual(["same"]);

    const [validator, sentry] = [await uidOf(podOf("validator")), await uidOf(podOf("sentry", 0))];
    const watched = watch();
    await stack.up(program(3));
    await cluster.api.untilOne(podOf("validator"), (pod) => pod !== undefined && pod.metadata.uid !== validator);
    const seen = await watched();
    expect(seen.most).toBe(1);
    expect(seen.order.filter((name) => name === nameOf("validator"))).toHaveLength(2);
    expect(seen.order).toContain(nameOf("sentry", 2));
    expect(seen.order.indexOf(nameOf("sentry", 2))).toBeLessThan(seen.order.lastIndexOf(nameOf("validator")));
    expect(await uidOf(podOf("sentry", 0))).toBe(sentry);
    expect((await told(podOf("validator"))).map(({ name }) => name)).toContain(nameOf("sentry", 2));
    expect(await uidOf(within("api/v1", "persistentvolumeclaims", claims[2]!.metadata.name))).toBe(
      claims[2]!.metadata.uid,
    );

    // A sentry's volume is lost: what its claim becomes is another one, and the validator is told so.
    const lost = claims[0]!.metadata;
    await cluster.api.delete(within("api/v1", "persistentvolumeclaims", lost.name));
    await cluster.api.delete(podOf("sentry", 0));
    await cluster.api.untilOne(within("api/v1", "persistentvolumeclaims", lost.name), (claim) => claim === undefined);
    const before = await uidOf(podOf("validator"));
    await stack.up(program(3), { refresh: true });
    await cluster.api.untilOne(podOf("validator"), (pod) => pod !== undefined && pod.metadata.uid !== before);
    const anew = await uidOf(within("api/v1", "persistentvolumeclaims", lost.name));
    expect(anew).not.toBe(lost.uid);
    expect((await told(podOf("validator")))[0]).toMatchObject({ name: nameOf("sentry", 0), incarnation: anew });
    expect(Object.keys((await stack.up(program(3), { refresh: true })).changes)).toEqual(["same"]);

    await stack.up(program(1));
    expect((await told(podOf("validator"))).map(({ name }) => name)).toEqual([nameOf("sentry", 0)]);
    await stack.destroy();
    await cluster.api.until("api/v1/persistentvolumes", (volumes) => volumes.length === 0);
    const observer = observerFor(placement());
    expect(await ownerView(observer).list(owner)).toEqual([]);
    expect(await cluster.api.list("api/v1/pods", `labelSelector=dinfra-owner%3D${ownerLabel(owner)}`)).toEqual([]);
  });

  /** Follows the pods: how many of the validator there were at once, and in which order pods came. */
  function watch(): () => Promise<{ most: number; order: string[] }> {
    const end = new AbortController();
    const [order, uids] = [[] as string[], new Set<string>()];
    let most = 0;
    const followed = (async () => {
      for await (const all of cluster.api.follow(pods, end.signal)) {
        for (const { metadata } of all) {
          if (uids.has(metadata.uid!)) continue;
          uids.add(metadata.uid!);
          order.push(metadata.labels!["dinfra-name"]!);
        }
        most = Math.max(
          most,
          all.filter(({ metadata }) => metadata.labels!["dinfra-name"] === nameOf("validator")).length,
        );
      }
    })();
    return async () => {
      end.abort();
      await followed;
      return { most, order };
    };
  }
});
