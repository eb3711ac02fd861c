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

  // What runs is not touched by what its database cannot follow.
  const archive = { ...descriptor, role: "archive" };
  const next = { ...wish, generation: 2, cid: descriptorHash(archive).cid, descriptor: archive };
  await expect(around.check(next, owner, { ...wish, profile })).rejects.toMatchObject({
    code: "PruningChange",
    retryable: false,
  });
  await expect(around.check({ ...wish, generation: 3 }, owner, { ...wish, profile })).resolves.toBeDefined();
});
