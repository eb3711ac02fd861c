/** @integration */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usageOf } from "./usage.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-usage-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("processes by their own counts, folders by their blocks; what is gone takes nothing", async () => {
  const child = spawn(process.execPath, ["-e", "const a=Buffer.alloc(64e6,1);for(let i=0;i<3e8;i++);console.log('busy');setInterval(()=>a,1e6)"]); // prettier-ignore
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "large"), Buffer.alloc(1_000_000, 1));
    // Not followed.
    symlinkSync("/", join(folder, "a", "root"));
    const found = await usageOf([child.pid!, 2 ** 30], [folder, join(folder, "none")]);
    expect(found.cpuSeconds).toBeGreaterThan(0.05);
    expect(found.memoryBytes).toBeGreaterThan(64e6);
    expect(found.memoryBytes).toBeLessThan(300e6);
    expect(found.diskBytes).toBeGreaterThanOrEqual(1_000_000);
    expect(found.diskBytes).toBeLessThan(1_100_000);
    expect(await usageOf([], [])).toEqual({ cpuSeconds: 0, memoryBytes: 0, diskBytes: 0 });
  } finally {
    child.kill("SIGKILL");
  }
});
