import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsStandIn } from "@dinfra/aws-stand-in";
import type { SubstrateNodeArgs } from "@dinfra/components";
import { installNodePlugin } from "@dinfra/node";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { openEngineStack, type Config, type EngineStack, type Program, type Update } from "../world/engine-stack.js";

export interface Workspace {
  /** @param config of the stack */
  open(stackName: string, config?: Config): Promise<TestStack>;
  /** Previews a node in a process of its own; resolves with what the engine said. */
  preview(node: { args: SubstrateNodeArgs; region?: string }): Promise<{ ok: boolean; said: string }>;
  close(): void;
}

type Changes = Update["changes"];

export interface TestStack extends Pick<EngineStack, "configure" | "kill" | "repair" | "resources"> {
  up(program: Program): Promise<Update>;
  /** An update that first looks at the cloud. */
  refreshed(program: Program): Promise<Changes>;
  /** What a preview says; rejects with all that the engine said. */
  preview(program: Program): Promise<Changes>;
  destroy(): Promise<void>;
}

/**
 * The real engine on a stand-in for the provider, for all stacks of a suite.
 * @param more variables of the engine and its plugins
 */
export async function openWorkspace(
  standIn: AwsStandIn,
  more: Readonly<Record<string, string>> = {},
): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-aws-"));
  const environment = { ...standIn.environment, ...more };
  const engine = await locateEngine();
  if (!("root" in engine)) throw new Error(engine.reason);
  mkdirSync(join(folder, "cli"));
  installNodePlugin(join(folder, "home"));
  const ofTheCli = {
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "cli")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...environment,
  };
  return {
    open: async (name, config) => {
      const stack = await openEngineStack({ folder, name, config, environment });
      const { configure, kill, repair, resources } = stack;
      return {
        ...{ configure, kill, repair, resources },
        up: (program) => stack.up(program),
        refreshed: async (program) => (await stack.up(program, { refresh: true })).changes,
        preview: async (program) => (await stack.preview(program)).changes,
        destroy: async () => void (await stack.destroy()),
      };
    },
    preview: (node) =>
      new Promise((resolve) => {
        const wish = JSON.stringify({ stackName: "preview", engineRoot: engine.root, ...node });
        const env = { ...process.env, ...ofTheCli };
        execFile(process.execPath, [join(__dirname, "preview.cjs"), wish], { env }, (error, out, err) =>
          resolve({ ok: error === null, said: out + err }),
        );
      }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
