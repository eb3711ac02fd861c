import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNodePlugin } from "@dinfra/node";
import { installBridge } from "@dinfra/platform-cloudstack";
import type { StandIn } from "@dinfra/cloudstack-stand-in";
import { openEngineStack, type Config, type EngineStack, type Program, type Update } from "../world/engine-stack.js";

export interface TestStack extends Pick<EngineStack, "configure"> {
  up(program?: Program): Promise<Update>;
  /** An update of the same program that first looks at the cloud: what it changed, a line each; empty where nothing. */
  refreshed(): Promise<readonly string[]>;
  /** What an update of the same program would do. */
  preview(): Promise<Update>;
  /** Only looks at the cloud, and writes down what is there. */
  refresh(): Promise<void>;
  destroy(): Promise<void>;
  close(): void;
}

/** The real engine, the real bridge and the real provider, on a cloud of ours. */
export async function openStack(
  cloud: StandIn,
  program: Program,
  { config }: { config?: Config } = {},
): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-cloudstack-"));
  const home = join(folder, "home");
  const bridgeEnvironment = installBridge(home);
  installNodePlugin(home);
  const stack = await openEngineStack({
    folder,
    name: "test",
    config,
    environment: {
      ...bridgeEnvironment,
      CLOUDSTACK_API_URL: cloud.url,
      CLOUDSTACK_API_KEY: cloud.admin.apiKey,
      CLOUDSTACK_SECRET_KEY: cloud.admin.secret,
    },
  });
  let current = program;
  return {
    configure: (next) => stack.configure(next),
    up: (next = program) => stack.up((current = next)),
    refreshed: async () => {
      const { changes, done } = await stack.up(current, { refresh: true });
      const counts = Object.entries(changes).filter(([change]) => change !== "same");
      return counts.length === 0 ? [] : [...counts.map(([change, count]) => `${change}: ${count}`), ...done];
    },
    preview: () => stack.preview(current),
    refresh: async () => void (await stack.refresh()),
    destroy: async () => void (await stack.destroy()),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
