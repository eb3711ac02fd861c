// How the state of one deployment grows with its updates.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "@dinfra/reactor";

const ID = "1.1";

/** Bytes of all files below the deployment's folder after the 1st and the last of so many updates, each a real change. */
export async function stateSize({ folder, engineRoot, profile, descriptor, updates }) {
  const stateDir = join(folder, "engine");
  const engine = await createEngine({ engineRoot, stateDir });
  const job = (i) => ({
    id: ID,
    type: descriptor.type,
    descriptor: { ...descriptor, name: `update-${i}` },
    profile,
    owner: "stack:bench:state",
  });
  try {
    await engine.up(job(1));
    const first = sizeOf(join(stateDir, ID));
    for (let i = 2; i <= updates; i++) await engine.up(job(i));
    const last = sizeOf(join(stateDir, ID));
    await engine.destroy(job(updates));
    return { first, last };
  } finally {
    await engine.close();
  }
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
