import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "./lab/lab.js";
import { describeOnMachines } from "./lab/needs.js";
import { lacksOwnKernel, leftBy, refusedByProcessor, runOnOwnKernel } from "./lab/own-kernel.js";
import { buildWithCuts } from "./power-cut/build.js";

jest.setTimeout(300_000);

/** The kernel of this machine may refuse this to a container, so the machine has one of its own. */
describeOnMachines(
  "a disk that grows while a writer is at work on its volume",
  () => {
    let lab: Lab;
    let files: string;

    beforeAll(async () => {
      files = mkdtempSync(join(tmpdir(), "dinfra-growth-"));
      lab = await Lab.open();
    });
    afterAll(async () => {
      await lab?.close();
      if (files) rmSync(files, { recursive: true });
    });

    test("the agent grows the mounted file system, and the writer misses nothing", async () => {
      buildWithCuts(files);
      const printed = await runOnOwnKernel(lab, join(__dirname, "growth", "on-own-kernel.sh"), files);
      const result = JSON.parse(leftBy(files, "result.json") || "{}") as Record<string, number>;
      if (result["written"] === undefined) throw new Error(`${JSON.stringify(result)}\n${printed}`);
      expect(result).toMatchObject({ sameMount: true, gaps: 0 });
      expect(result["before"]).toBeLessThan(128);
      expect(result["after"]).toBeGreaterThan(200);
      // It wrote before, and went on after.
      expect(result["atGrowth"]).toBeGreaterThanOrEqual(5);
      expect(result["written"]).toBeGreaterThanOrEqual(result["atEnd"]! + 5);
      expect(leftBy(files, "said")).toMatch(/growing a volume that is mounted/);
      expect(leftBy(files, "said")).not.toMatch(/could not be grown/);
    });
  },
  lacksOwnKernel,
  refusedByProcessor,
);
