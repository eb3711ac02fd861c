import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { descriptorHash, descriptorTypeByName, folderStore } from "@dinfra/schemas";
import { scriptEntry, type Profile } from "@dinfra/stacks";
import type { DeploymentEngine } from "./ports.js";
import { surroundings } from "./surroundings.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-surroundings-"));
afterAll(() => rmSync(folder, { recursive: true }));

// The probe of a polkadot-sdk node allows it an hour to open its database; an engine that gave up sooner would end it each time.
test("a node's time to come up goes with its job, for the update and for the teardown", async () => {
  const entry = scriptEntry({ name: "node", version: "1", commandLine: "polkadot-sdk", command: __filename, args: [] });
  const local = { root: folder, isolation: "shared-user" } as const;
  const profile: Profile = { type: "profile/v1", platform: "local", local, catalogue: [entry] };
  const descriptor = {
    type: "substrate-node/v1",
    chain: "kusama",
    role: "full",
    entry: { name: "node" },
    resources: { cpu: 100, memory: 64, disk: 1 },
  };
  const { typeId, cid } = { typeId: descriptorTypeByName("substrate-node/v1").id, cid: descriptorHash(descriptor).cid };
  const wish = { generation: 1, typeId, cid, consumer: "", login: [], descriptor };
  const around = surroundings({} as DeploymentEngine, folderStore(folder), profile);
  const owner = around.ownerName({ instance: `0x${"1".repeat(64)}`, provider: "5Alice" }, "7.1");
  const hour = 3_600_000;
  expect((await around.check(wish, owner)).patience).toBeGreaterThan(hour);
  expect((await around.recall(wish, owner)).patience).toBeGreaterThan(hour);
  expect((await around.recall(null, owner)).patience).toBe(0);

  // Nothing to boot and nothing to restore: it may be set up in no time.
  await expect(around.check({ ...wish, deployWithinSeconds: 0 }, owner)).resolves.toBeDefined();
  // What runs is not touched by what its database cannot follow.
  const archive = { ...descriptor, role: "archive" };
  const next = { ...wish, generation: 2, cid: descriptorHash(archive).cid, descriptor: archive };
  await expect(around.check(next, owner, { ...wish, profile })).rejects.toMatchObject({
    code: "PruningChange",
    retryable: false,
  });
  await expect(around.check({ ...wish, generation: 3 }, owner, { ...wish, profile })).resolves.toBeDefined();
});

describe("the time that an award leaves", () => {
  const snapshot = { chainId: "ksmcc3", baseUrl: "https://example.com/ksm", manifestSha256: "a".repeat(64) };
  const sizes = { baseUrl: "https://example.com", agent: { amd64: `sha256:${"a".repeat(64)}` } };
  const profile: Profile = {
    type: "profile/v1",
    platform: "aws",
    settings: { region: "eu-north-1", image: "ami-1", sizes: [{ name: "m5.large", cpu: 2000, memory: 8192 }] },
    machines: { artifacts: sizes },
    setUp: { bootSeconds: 90, restoreMibPerSecond: 100 },
    catalogue: [
      {
        ...{ name: "node", version: "1", commandLine: "polkadot-sdk", command: "/polkadot", url: "polkadot" },
        digest: `sha256:${"b".repeat(64)}`,
        snapshots: [
          { chain: "kusama", database: "rocksdb", archive: false, sizeGib: 200, ...snapshot },
          { chain: "kusama", database: "rocksdb", archive: true, sizeGib: 2000, ...snapshot },
        ],
      },
    ],
  };
  const around = surroundings({} as DeploymentEngine, folderStore(folder), profile);
  const owner = around.ownerName({ instance: `0x${"1".repeat(64)}`, provider: "5Alice" }, "7.1");
  const wish = (change: object, deployWithinSeconds?: number) => {
    const descriptor = {
      ...{ type: "substrate-node/v2", chain: "kusama", role: "full", entry: { name: "node" } },
      resources: { cpu: 1000, memory: 1024, disk: 3000 },
      ...change,
    };
    const { cid } = descriptorHash(descriptor);
    const typeId = descriptorTypeByName("substrate-node/v2").id;
    return { generation: 1, typeId, cid, consumer: "", login: [], descriptor, deployWithinSeconds };
  };

  // 90 s, and 200 GiB or 2000 GiB at 100 MiB a second; no snapshot of such a database, and no snapshot of that chain.
  test.each([
    ["a pruned node from its snapshot", {}, 2138],
    ["an archive from its snapshot", { role: "archive" }, 20570],
    ["a node whose database has no snapshot", { database: "paritydb" }, 90],
    ["a chain without a snapshot", { chain: "westend" }, 90],
  ])(
    "%s is refused where it is too short, with both numbers, and taken where it is just enough",
    async (_n, change, least) => {
      await expect(around.check(wish(change, least), owner)).resolves.toBeDefined();
      await expect(around.check(wish(change), owner)).resolves.toBeDefined();
      await expect(around.check(wish(change, least - 1), owner)).rejects.toMatchObject({
        code: "deadline.too-near",
        retryable: false,
        message: `expected to be set up within the ${least - 1} s of the award, found that it takes ${least} s at least`,
      });
      // What runs has been declared: its award has no deadline any more.
      const good = { ...wish(change), profile };
      await expect(around.check({ ...wish(change, 0), generation: 2 }, owner, good)).resolves.toBeDefined();
    },
  );
});
