import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installNodePlugin } from "@dinfra/node";
import { installBridge } from "@dinfra/platform-cloudstack";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import {
  LocalWorkspace,
  PulumiCommand,
  type OpMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import type { StandIn } from "@dinfra/cloudstack-stand-in";

export interface TestStack {
  readonly stack: Stack;
  up(program?: PulumiFn): Promise<{ outputs: Record<string, unknown>; changes: OpMap }>;
  /** An update of the same program that first looks at the cloud: what it changed, a line each with the difference; empty where nothing. */
  refreshed(): Promise<string[]>;
  destroy(): Promise<void>;
  close(): void;
}

/** The real engine, the real bridge and the real provider, on a cloud of ours. */
export async function openStack(cloud: StandIn, program: PulumiFn, name = "test"): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-cloudstack-"));
  const home = join(folder, "home");
  const bridgeEnvironment = installBridge(home);
  mkdirSync(join(folder, "state"));
  installNodePlugin(home);
  const engine = await locateEngine();
  if (!("root" in engine)) throw new Error(engine.reason);
  const environment = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...bridgeEnvironment,
    CLOUDSTACK_API_URL: cloud.url,
    CLOUDSTACK_API_KEY: cloud.admin.apiKey,
    CLOUDSTACK_SECRET_KEY: cloud.admin.secret,
  };
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName: "cloudstack-test", program },
    {
      workDir: undefined,
      envVars: environment,
      pulumiCommand: await PulumiCommand.get({ root: engine.root }),
    },
  );
  const run = async (options: { refresh?: boolean; program?: PulumiFn }) => {
    let said = "";
    const onOutput = (text: string) => void (said += text);
    try {
      const { outputs, summary } = await stack.up({ ...options, diff: options.refresh, onOutput, onError: onOutput });
      const values = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]));
      return { outputs: values, changes: summary.resourceChanges ?? {}, said };
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${said}`);
    }
  };
  return {
    stack,
    up: (next = program) => {
      stack.workspace.program = next;
      return run({ program: next });
    },
    refreshed: async () => {
      const { changes, said } = await run({ refresh: true });
      return Object.keys(changes).every((change) => change === "same") ? [] : said.split("\n");
    },
    destroy: async () => {
      await stack.destroy();
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
