import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { startStandIn } from "@dinfra/cloudstack-stand-in";
import { createEngine } from "@dinfra/reactor/dist/engine/engine.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
jest.setTimeout(300_000);
test("the reactor's engine brings a node up on CloudStack, reads its state back, and leaves nothing", async () => {
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
    maxWorkers: 1,
  });
  const job = {
    id: "1.1",
    owner: "own-1.1",
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
  };
  try {
    const up = await engine.up(job);
    expect(up.outputs.endpoints).toEqual([{ name: "rpc", url: expect.stringMatching(/^http:.*:9944$/) as string }]);
    expect(await engine.destroy(job)).toMatchObject({ id: "1.1", changes: { delete: 12 } });
    expect([cloud.cloud.machines.table.all(), cloud.cloud.tags.all()]).toEqual([[], []]);
  } finally {
    await engine.close();
    await cloud.close();
    rmSync(folder, { recursive: true });
  }
});
