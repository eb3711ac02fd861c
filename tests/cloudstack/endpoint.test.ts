/** @integration */
import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { asker, jobEnd } from "@dinfra/cloudstack-stand-in/dist/testing/ask.js";
import { LoadBalancedRpcEndpoint, Network, observerFor, ownedBy, type PlacementArgs } from "@dinfra/components";
import { openStack, type TestStack } from "./stack.js";

jest.setTimeout(600_000);

let cloud: StandIn;
let stack: TestStack;

const owner = "own";
const placement = (): PlacementArgs => ({
  owner,
  cloudstack: {
    ...{ apiUrl: cloud.url, zone: "zone-1", template: "debian-12", sizes: [{ name: "small", cpu: 1000, memory: 512 }] },
    apiKey: { env: "DINFRA_TEST_CLOUDSTACK_KEY" },
    secretKey: { env: "DINFRA_TEST_CLOUDSTACK_SECRET" },
  },
  machines: { ranges: { gateway: ["10.1.1.0/24"] } },
});

/** Proxies before nodes that are elsewhere. */
const proxies = (replicas: number) => async () => {
  const { attachment } = new Network("net", { placement: placement() });
  const { endpoint, endpoints, addresses, resources } = new LoadBalancedRpcEndpoint("rpc", {
    ...{ placement: placement(), network: attachment, replicas },
    proxy: {
      ...{ name: "haproxy", version: "2.6.12", command: "/usr/sbin/haproxy", url: "https://artifacts.example/haproxy" },
      digest: `sha256:${"0".repeat(64)}`,
    },
    nodes: [4, 5].map((n) => ({ endpoint: `ws://10.9.0.${n}:9944`, readiness: `http://10.9.0.${n}:8001/ready` })),
  });
  return { endpoint, endpoints, addresses, resources };
};

beforeAll(async () => {
  cloud = await startStandIn();
  process.env.DINFRA_TEST_CLOUDSTACK_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_CLOUDSTACK_SECRET = cloud.admin.secret;
  stack = await openStack(cloud, proxies(1));
});
afterAll(async () => {
  stack.close();
  await cloud.close();
});

const machines = () => cloud.cloud.machines.table.all();
const rules = () => cloud.cloud.balancers.table.all();
const theRule = () => {
  if (rules().length !== 1) throw new Error(`expected one rule, found ${rules().length}`);
  return rules()[0]!;
};
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id).sort();

test("one proxy needs no rule; a second one puts both behind the router, which says who a client is", async () => {
  await stack.up();
  const [first] = machines();
  expect([machines().length, rules().length]).toEqual([1, 0]);

  const { outputs } = await stack.up(proxies(2));
  expect(machines().map(({ id }) => id)).toContain(first!.id);
  expect(ids(theRule().members)).toEqual(ids(machines()));
  expect(theRule()).toMatchObject({
    publicPort: 9944,
    privatePort: 9944,
    protocol: "tcp-proxy",
    algorithm: "leastconn",
  });
  const { address } = theRule().address;
  expect(outputs.endpoint).toBe(`ws://${address}:9944`);
  expect(outputs.addresses).toEqual([address]);
  const seen = ownedBy(await observerFor(placement()).snapshot({ notBefore: performance.now() }), owner);
  expect(seen.filter(({ type }) => type.endsWith(":LoadbalancerRule")).map(({ id }) => id)).toEqual([theRule().id]);
  expect(seen.some(({ type, id }) => type.endsWith(":Ipaddress") && id === theRule().address.id)).toBe(true);
  expect(await stack.refreshed()).toEqual([]);
});

test("a third one joins and leaves in place, and the address stays", async () => {
  const [rule, address] = [theRule().id, theRule().address.id];
  await stack.up(proxies(3));
  expect(ids(theRule().members)).toEqual(ids(machines()));
  expect(machines()).toHaveLength(3);
  await stack.up(proxies(2));
  expect(machines()).toHaveLength(2);
  expect(ids(theRule().members)).toEqual(ids(machines()));
  expect([theRule().id, theRule().address.id]).toEqual([rule, address]);
});

test("what others took away is seen and put back: a member, a machine, the rule", async () => {
  const { address } = theRule().address;
  const ask = asker(cloud.url, cloud.admin);
  const done = async (command: string, params: Record<string, string>) => jobEnd(ask, await ask(command, params));
  await done("removeFromLoadBalancerRule", { id: theRule().id, virtualmachineids: theRule().members[0]!.id });
  expect(await stack.refreshed()).not.toEqual([]);
  expect(ids(theRule().members)).toEqual(ids(machines()));

  await done("destroyVirtualMachine", { id: machines()[0]!.id, expunge: "true" });
  expect(machines()).toHaveLength(1);
  await stack.refreshed();
  expect(machines()).toHaveLength(2);
  expect(ids(theRule().members)).toEqual(ids(machines()));

  await done("deleteLoadBalancerRule", { id: theRule().id });
  await stack.refreshed();
  expect(ids(theRule().members)).toEqual(ids(machines()));
  expect(theRule().address.address).toBe(address);
  expect(await stack.refreshed()).toEqual([]);
});

test("one again has no rule, and in the end nothing is left", async () => {
  await stack.up(proxies(1));
  expect([machines().length, rules().length]).toEqual([1, 0]);
  await stack.destroy();
  expect([machines(), rules(), cloud.cloud.networks.table.all(), cloud.cloud.tags.all()]).toEqual([[], [], [], []]);
  expect(cloud.cloud.addresses.table.where((a) => a.tenant !== undefined)).toEqual([]);
});
