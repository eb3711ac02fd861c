import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsStandIn } from "@dinfra/aws-stand-in";
import type { SubstrateNodeArgs } from "@dinfra/components";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import {
  LocalWorkspace,
  PulumiCommand,
  type OpMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";

export interface Workspace {
  open(stackName: string): Promise<TestStack>;
  /** Previews a node in a process of its own; resolves with what the engine said. */
  preview(node: { args: SubstrateNodeArgs; region?: string }): Promise<{ ok: boolean; said: string }>;
  close(): void;
}

export interface TestStack {
  readonly stack: Stack;
  up(program: PulumiFn): Promise<{ outputs: Record<string, unknown>; changes: OpMap }>;
  /** An update that first looks at the cloud. */
  refreshed(program: PulumiFn): Promise<OpMap>;
  /** What a preview says; rejects with all that the engine said. */
  preview(program: PulumiFn): Promise<OpMap>;
  destroy(): Promise<void>;
}

/** The real engine on a stand-in for the provider, for all stacks of a suite. */
export async function openWorkspace(standIn: AwsStandIn): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-aws-"));
  mkdirSync(join(folder, "state"));
  const engine = await locateEngine();
  if (!("root" in engine)) throw new Error(engine.reason);
  const pulumiCommand = await PulumiCommand.get({ root: engine.root });
  const envVars = {
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...standIn.environment,
  };
  return {
    open: async (stackName) => {
      const program = async () => undefined;
      const inline = { stackName, projectName: "aws-test", program };
      return testStack(await LocalWorkspace.createOrSelectStack(inline, { envVars, pulumiCommand }));
    },
    preview: (node) =>
      new Promise((resolve) => {
        const wish = JSON.stringify({ stackName: "preview", engineRoot: engine.root, ...node });
        const env = { ...process.env, ...envVars };
        execFile(process.execPath, [join(__dirname, "preview.cjs"), wish], { env }, (error, out, err) =>
          resolve({ ok: error === null, said: out + err }),
        );
      }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function testStack(stack: Stack): TestStack {
  const said = async <T>(program: PulumiFn, work: (onOutput: (text: string) => void) => Promise<T>) => {
    stack.workspace.program = program;
    let text = "";
    try {
      return await work((more) => void (text += more));
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${text}`);
    }
  };
  const up = (program: PulumiFn, refresh: boolean) =>
    said(program, async (onOutput) => {
      const { outputs, summary } = await stack.up({ refresh, onOutput, onError: onOutput });
      const values = Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]));
      return { outputs: values, changes: summary.resourceChanges ?? {} };
    });
  return {
    stack,
    up: (program) => up(program, false),
    refreshed: async (program) => (await up(program, true)).changes,
    preview: (program) =>
      said(program, async (onOutput) => (await stack.preview({ onOutput, onError: onOutput })).changeSummary as OpMap),
    destroy: async () => {
      await stack.destroy();
    },
  };
}

/** Ends the engine that this process started, at once: what it was about to write is lost. */
export function killEngine(): void {
  const engines = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isOurEngine);
  if (engines.length !== 1) throw new Error(`expected one engine of this process, found ${engines.length}`);
  process.kill(engines[0]!, "SIGKILL");
}

/** By `man 5 proc`: pid, the program's name in brackets, state, pid of the parent. */
function isOurEngine(pid: number): boolean {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return false; // ended meanwhile
  }
  const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // One that ended and was not waited for yet is no engine any more.
  return stat.includes(" (pulumi) ") && state !== "Z" && parent === String(process.pid);
}
