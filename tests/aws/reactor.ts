import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsStandIn } from "@dinfra/aws-stand-in";
import { createEngine, type Engine } from "@dinfra/reactor/dist/engine/engine.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { version } from "@pulumi/aws/package.json";

/** An engine as the reactor has it. In its home lies, as Pulumi's plugin for AWS, a program that leads to the stand-in. */
export async function openReactor(standIn: AwsStandIn): Promise<{ engine: Engine; close(): Promise<void> }> {
  const found = await locateEngine();
  if (!("root" in found)) throw new Error(found.reason);
  const folder = mkdtempSync(join(tmpdir(), "dinfra-aws-reactor-"));
  const plugin = join(folder, ".pulumi", "plugins", `resource-aws-v${version}`);
  mkdirSync(plugin, { recursive: true });
  const file = join(plugin, "pulumi-resource-aws");
  const port = standIn.environment.PULUMI_DEBUG_PROVIDERS!.split(":")[1];
  // The engine reads the port from the first line, and ends the program when it is done.
  writeFileSync(file, `#!/bin/sh\necho ${port}\nexec sleep 600\n`);
  chmodSync(file, 0o755);
  const before = process.env.HOME;
  process.env.HOME = folder;
  try {
    const engine = await createEngine({
      engineRoot: found.root,
      stateDir: join(folder, "state"),
      credentials: [],
      maxWorkers: 1,
    });
    const close = async () => {
      await engine.close();
      rmSync(folder, { recursive: true });
    };
    return { engine, close };
  } finally {
    if (before === undefined) delete process.env.HOME;
    else process.env.HOME = before;
  }
}
