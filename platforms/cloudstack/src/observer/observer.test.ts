import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { ownerLabel, ownedBy } from "@dinfra/port";
import { apiOf } from "../api/client.js";
import { cloudStackObserver } from "./observer.js";

const owner = "stack:shop:prod";
const label = ownerLabel(owner);

let cloud: StandIn;
afterEach(() => cloud.close());

function api() {
  return apiOf({ url: cloud.url, apiKey: cloud.admin.apiKey, secretKey: cloud.admin.secret }, () => Promise.resolve());
}

function observer(more = {}) {
  process.env.DINFRA_TEST_OBSERVER_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_OBSERVER_SECRET = cloud.admin.secret;
  return cloudStackObserver({
    apiUrl: cloud.url,
    apiKey: { env: "DINFRA_TEST_OBSERVER_KEY" },
    secretKey: { env: "DINFRA_TEST_OBSERVER_SECRET" },
    zone: "zone-1",
    ...more,
  });
}

async function done(command: string, params: Record<string, string>): Promise<Record<string, unknown>> {
  const body = await api().call(command, params);
  if (!body.jobid) return body;
  for (;;) {
    const job = await api().call("queryAsyncJobResult", { jobid: String(body.jobid) });
    if (job.jobstatus === 1) return body;
    if (job.jobstatus === 2) throw new Error(JSON.stringify(job.jobresult));
  }
}

const mark = (type: string, id: string, name: string) =>
  done("createTags", {
    resourcetype: type,
    resourceids: id,
    "tags[0].key": "dinfra-owner",
    "tags[0].value": label,
    "tags[1].key": "dinfra-name",
    "tags[1].value": name,
  });

const idOf = async (command: string, name: string) =>
  (await api().list(command, { name, templatefilter: "executable" }))[0]!.id;

async function machineInNetwork(name: string, more: Record<string, string> = {}) {
  const zoneid = await idOf("listZones", "zone-1");
  const networkofferingid = await idOf("listNetworkOfferings", "DefaultIsolatedNetworkOfferingWithSourceNatService");
  const { network } = (await done("createNetwork", { name, networkofferingid, zoneid })) as { network: { id: string } };
  const { id } = await done("deployVirtualMachine", {
    ...{ zoneid, networkids: network.id, name, templateid: await idOf("listTemplates", "debian-12") },
    ...{ serviceofferingid: await idOf("listServiceOfferings", "tiny"), ...more },
  });
  return { network: network.id, machine: String(id) };
}

const typesSeen = async (of = observer()) =>
  ownedBy(await of.snapshot({ notBefore: performance.now() }), owner)
    .map((o) => o.type)
    .sort();

test("an empty cloud, a machine by its physical name, one that others stopped", async () => {
  cloud = await startStandIn();
  expect(await typesSeen()).toEqual([]);
  const { machine } = await machineInNetwork("vm1");
  await mark("UserVm", machine, "node-x");
  const look = async () => ownedBy(await observer().snapshot(), owner)[0];
  expect(await look()).toEqual({
    type: "cloudstack:index/instance:Instance",
    name: "node-x",
    id: machine,
    owner: label,
    state: "running",
  });
  await done("stopVirtualMachine", { id: machine });
  expect(await look()).toMatchObject({ state: "ended" });
});

test("what the provider forgets: a data volume without a mark, a snapshot, tags on an address that went", async () => {
  cloud = await startStandIn();
  const { machine, network } = await machineInNetwork("vm1", { diskofferingid: await idOf2("Small") });
  await mark("UserVm", machine, "node-x");
  expect(await typesSeen()).toEqual(["cloudstack:index/disk:Disk", "cloudstack:index/instance:Instance"]);
  const data = (await api().list("listVolumes")).find((v) => v.type === "DATADISK")!;
  await mark("Volume", data.id, "node-x-data");
  await done("createSnapshot", { volumeid: data.id });
  expect(await typesSeen()).toContain("cloudstack:index/snapshot:Snapshot");

  await done("destroyVirtualMachine", { id: machine, expunge: "true" });
  const [sourceNat] = await api().list("listPublicIpAddresses");
  await mark("PublicIpAddress", sourceNat!.id, "node-x-address");
  await done("deleteNetwork", { id: network });
  expect(await typesSeen()).toEqual([
    "cloudstack:index/disk:Disk",
    "cloudstack:index/snapshot:Snapshot",
    "cloudstack:index/tag:Tag",
  ]);
});

const idOf2 = (name: string) => idOf("listDiskOfferings", name);

test("a security group, which has its tags in its description; the account's own one is nobody's", async () => {
  cloud = await startStandIn({ securityGroups: true });
  const description = JSON.stringify({ "dinfra-owner": label, "dinfra-name": "node-x-firewall" });
  await done("createSecurityGroup", { name: "node-x-firewall", description });
  expect(ownedBy(await observer().snapshot(), owner)).toMatchObject([
    { type: "cloudstack:index/securityGroup:SecurityGroup", name: "node-x-firewall", owner: label },
  ]);
});

test("more than one page, and a server that asks for patience", async () => {
  cloud = await startStandIn({ publicRange: { first: "198.18.0.1", count: 2 } });
  const zone = cloud.cloud.catalogue.zones.all()[0]!;
  const tenant = { account: cloud.admin.account };
  for (let i = 0; i < 1203; i += 1) {
    const { id } = cloud.cloud.volumes.create(cloud.cloud, `v${i}`, 1, zone, undefined, tenant);
    cloud.cloud.tags.add({ key: "dinfra-owner", value: label, resourceType: "Volume", resourceId: id, tenant });
  }
  cloud.cloud.settings.rateLimit = 6;
  const seen = ownedBy(await observer().snapshot(), owner);
  expect(seen).toHaveLength(1203);
});

test("one look serves who asks at the same time; a project is asked for by its name", async () => {
  cloud = await startStandIn();
  cloud.cloud.projects.insert({
    name: "p1",
    displaytext: "p1",
    owner: cloud.admin.account,
    created: new Date(),
    limits: {},
  });
  const one = observer({ project: "p1" });
  const [a, b] = await Promise.all([one.snapshot(), one.snapshot()]);
  expect(a).toBe(b);
  expect(cloud.requests.filter((c) => c === "listVolumes")).toHaveLength(1);
  await expect(observer({ project: "none" }).snapshot()).rejects.toThrow(
    /expected a project of the account, found "none"/,
  );
});

test("a wrong key and a server that is not there are no empty cloud", async () => {
  cloud = await startStandIn();
  const wrong = observer();
  process.env.DINFRA_TEST_OBSERVER_SECRET = "wrong";
  await expect(wrong.snapshot()).rejects.toThrow(/error 401/);
  await expect(observer({ apiUrl: "http://127.0.0.1:1/client/api" }).snapshot()).rejects.toThrow(/found none/);
  await expect(observer({ apiKey: undefined }).snapshot()).rejects.toMatchObject({ code: "SecretMissing" });
});
