import type { Engine, Job, StateResource } from "../engine/index.js";
import { withNetworks } from "./networks.js";

const artifacts = { baseUrl: "https://x.example", agent: {} };
const settings = { zone: "zone-1" };
const profile = { type: "profile/v1", platform: "cloudstack", settings, machines: { artifacts }, catalogue: [] };
const job = (id: string, more: object = {}): Job => ({
  id,
  owner: `deployment:0xab:${id}`,
  type: "substrate-node/v1",
  descriptor: {},
  profile: { ...profile, ...more },
});
const network = (id?: string): StateResource => ({
  urn: "urn:pulumi:s::dinfra::dinfra:index:Network::network",
  type: "dinfra:index:Network",
  custom: false,
  outputs: id === undefined ? {} : { attachment: { id } },
});

/** An engine that only remembers: its shared network is made when the test says so. */
class Remembering {
  readonly ups: Job[] = [];
  readonly destroyed: Job[] = [];
  readonly state = new Map<string, StateResource[]>();
  making: Promise<void> = Promise.resolve();
  readonly engine = {
    resources: async (id: string) => this.state.get(id) ?? [],
    up: async (wanted: Job) => {
      this.ups.push(wanted);
      if (!wanted.id.startsWith("shared.")) return;
      await this.making;
      this.state.set(wanted.id, [network(`net-${this.ups.length}`)]);
    },
    destroy: async (wanted: Job) => void this.destroyed.push(wanted),
  } as unknown as Engine;
  readonly settled = withNetworks(this.engine, "5Alice");
  networks = () =>
    this.ups.filter(({ id }) => !id.startsWith("shared.")).map((j) => (j.profile as { network: unknown }).network);
  shared = () => this.ups.filter(({ id }) => id.startsWith("shared."));
}

test("of many at once the first makes the shared network, with an owner of its own, and all are placed in it", async () => {
  const r = new Remembering();
  let made = () => {};
  r.making = new Promise((resolve) => (made = resolve));
  const all = ["1.1", "2.1", "3.1"].map((id) => r.settled.up(job(id)));
  made();
  await Promise.all(all);
  await r.settled.up(job("4.1"));
  expect(r.shared().map(({ type }) => type)).toEqual(["shared-network/v1"]);
  expect(r.shared()[0]!.owner).toMatch(/^shared:0xab:5Alice:shared\.[0-9a-f]{12}$/);
  expect(r.networks()).toEqual(Array(4).fill({ use: "existing", id: "net-1" }));
});

test("one that could not be made is tried again by the next, and nothing was placed", async () => {
  const r = new Remembering();
  r.making = Promise.reject(new Error("no quota"));
  await expect(r.settled.up(job("1.1"))).rejects.toThrow("no quota");
  expect(r.networks()).toEqual([]);
  r.making = Promise.resolve();
  await r.settled.up(job("1.1"));
  expect(r.networks()).toEqual([{ use: "existing", id: "net-2" }]);
});

test("what has a network keeps it, and a teardown makes none", async () => {
  const r = new Remembering();
  const own = [
    network("n-1"),
    { ...network(), urn: "x", type: "cloudstack:index/network:Network", custom: true, parent: network().urn },
  ];
  r.state.set("1.1", own);
  await r.settled.up(job("1.1"));
  await r.settled.destroy(job("2.1"));
  expect(r.networks()).toEqual([{ use: "own" }]);
  expect(r.shared()).toEqual([]);
  expect(r.destroyed.map(({ profile: p }) => (p as { network: unknown }).network)).toEqual([{ use: "shared" }]);
});
