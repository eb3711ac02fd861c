/** @integration */
import { join } from "node:path";
import { createEngine } from "./engine";
import { Rig } from "./testing/rig";

let rig: Rig;
beforeAll(async () => void (rig = await Rig.open()));
afterAll(() => rig.close());

it("works in a folder whose name has the characters that end a path in an URL", async () => {
  const stateDir = join(rig.place, "a#b?c%20d \u00e4", "100%");
  const engine = await createEngine(rig.options({ stateDir }));
  try {
    const job = rig.job({ id: "9.1", descriptor: {} });
    expect((await engine.up(job)).changes.create).toBeGreaterThan(0);
    expect((await engine.destroy(job)).emptyAt).toBeDefined();
  } finally {
    await engine.close();
  }
});
