import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { startStandIn } from "@dinfra/cloudstack-stand-in";
import { withNetworks } from "@dinfra/reactor/dist/deployments/networks.js";
import { createEngine } from "@dinfra/reactor/dist/engine/engine.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { ownerLabel, ownerOfSharedNetwork } from "@dinfra/stacks";

jest.setTimeout(600_000);

test("the reactor's engine on CloudStack: nodes in a network of their own or in one for all, which alone stays", async () => {
  const cloud = await startStandIn();
  process.env.DINFRA_TEST_NODE_KEY = cloud.admin.apiKey;
  process.env.DINFRA_TEST_NODE_SECRET = cloud.admin.secret;
  const folder = mkdtempSync(join(tmpdir(), "dinfra-tmp-"));
  const file = join(folder, "x");
  writeFileSync(file, "x");
  const found = await locateEngine();
  const engine = await createEngine({
    engineRoot: (found as { root: string }).root,
    stateDir: join(folder, "state"),
    credentials: ["DINFRA_TEST_NODE_KEY", "DINFRA_TEST_NODE_SECRET"],
    maxWorkers: 2,
  });
  const job = (id: string, network?: object) => ({
    id,
    owner: `deployment:0xab:${id}`,
    type: "substrate-node/v1",
    refresh: false,
    descriptor: {
      type: "substrate-node/v1",
      name: "a",
      chain: "dev",
      role: "rpc",
      entry: { name: "node" },
      resources: { cpu: 500, memory: 256, disk: 1 },
    },
    profile: {
      type: "profile/v1",
      ...(network && { network }),
      platform: "cloudstack",
      settings: {
        apiUrl: cloud.url,
        apiKey: { env: "DINFRA_TEST_NODE_KEY" },
        secretKey: { env: "DINFRA_TEST_NODE_SECRET" },
        zone: "zone-1",
        template: "debian-12",
        sizes: [{ name: "small", cpu: 1000, memory: 512 }],
      },
      catalogue: [
        {
          name: "node",
          version: "1",
          commandLine: "plain-http",
          command: file,
          digest: `sha256:${createHash("sha256").update("x").digest("hex")}`,
          url: "https://x.example/y",
        },
      ],
    },
  });
  const shared = { use: "shared" };
  const sharedId = () => readdirSync(join(folder, "state")).find((name) => name.startsWith("shared."))!;
  try {
    // As the version before there were shared networks made it: nothing is said, and the network is its own.
    const up = await engine.up(job("1.1"));
    expect(up.outputs.endpoints).toEqual([{ name: "rpc", url: expect.stringMatching(/^http:.*:9944$/) as string }]);

    const settled = withNetworks(engine, "5Alice");
    await Promise.all([settled.up(job("2.1", shared)), settled.up(job("3.1", shared))]);
    const networks = cloud.cloud.networks.table.all();
    expect(networks).toHaveLength(2);
    const [own, common] = networks;
    const placed = () => cloud.cloud.machines.table.all().map((m) => m.network.id);
    expect(placed()).toEqual([own!.id, common!.id, common!.id]);

    // The profile says shared by now: what was made keeps its own, and nothing of it is touched.
    expect(Object.keys((await settled.up(job("1.1", shared))).changes)).toEqual(["same"]);
    // A look at what is only read counts as such.
    const again = await settled.up({ ...job("2.1", shared), refresh: true });
    expect(Object.keys(again.changes).filter((fate) => !["same", "read", "refresh"].includes(fate))).toEqual([]);

    expect(await settled.destroy(job("1.1", shared))).toMatchObject({ id: "1.1", changes: { delete: 12 } });
    await Promise.all([settled.destroy(job("2.1", shared)), settled.destroy(job("3.1", shared))]);
    expect([placed(), cloud.cloud.networks.table.all()]).toEqual([[], [common]]);
    // What stays is the network's own, whose owner no deployment is.
    const owner = ownerLabel(ownerOfSharedNetwork("0xab", "5Alice", sharedId()));
    expect(new Set(cloud.cloud.tags.all().map((t) => t.resourceId))).toEqual(new Set([common!.id]));
    expect(cloud.cloud.tags.of(common!.id)).toContainEqual({ key: "dinfra-owner", value: owner });
  } finally {
    await engine.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
});
