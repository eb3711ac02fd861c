import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPlugin, pluginPath, pluginName, version as hostVersion } from "./plugins.js";
import { locateEngine } from "@dinfra/reactor/dist/engine/locate.js";
import { removeTornAttributes } from "@dinfra/reactor/dist/engine/folders.js";
import { readState, STATE_VERSION, type StackState } from "@dinfra/reactor/dist/engine/state.js";
import { LocalWorkspace, PulumiCommand, type EngineEvent, type PulumiFn } from "@pulumi/pulumi/automation/index.js";
import type { Subject } from "./subject.js";
import { loginVariable } from "./login-variable.js";
import { nodePluginName, nodeVersion } from "./plugins.js";

/** What an operation did to a resource, in Pulumi's words: create, same, update, replace, delete, read, refresh. */
export interface Step {
  urn: string;
  op: string;
}

/** A deletion that the platform refused. */
export interface Refused {
  urn: string;
  message: string;
}

/** One stack on the real engine, in a folder of its own. */
export interface Engine {
  folder: string;
  passphrase: string;
  /** How many resources an update would make. */
  countCreates(program: PulumiFn): Promise<number>;
  up(program: PulumiFn, options?: { refresh?: boolean }): Promise<{ outputs: Record<string, unknown>; steps: Step[] }>;
  /** Goes on where the platform refuses a deletion. */
  destroy(): Promise<{ steps: Step[]; refused: Refused[] }>;
  state(): Promise<StackState>;
  restore(state: StackState): Promise<void>;
  /** Takes what an engine that died leaves in the way: its lock, and files that it did not finish. */
  unlock(): Promise<void>;
  close(): void;
}

/**
 * @param environment further variables of the engine and its plugins
 * @throws Error where there is no engine, or what a platform needs of one
 */
export async function openEngine(
  subjects: readonly Subject[],
  environment: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Engine> {
  const found = await locateEngine();
  if (!("root" in found)) throw new Error(found.reason);
  const folder = mkdtempSync(join(tmpdir(), "dinfra-conformance-"));
  const home = join(folder, "home");
  mkdirSync(join(folder, "state"));
  installPlugin({ name: pluginName, version: hostVersion, program: pluginPath }, home);
  installPlugin(
    { name: nodePluginName, version: nodeVersion, program: join(__dirname, "..", "dist", "recorder.js") },
    home,
  );
  const needs = subjects.map(({ definition }) => definition.engine?.(process.env));
  for (const { name, version, file } of needs.flatMap((need) => need?.plugins ?? [])) {
    // A folder that is a link is no plugin to the engine.
    const plugin = join(home, "plugins", `resource-${name}-v${version}`);
    const link = join(plugin, `pulumi-resource-${name}`);
    mkdirSync(plugin, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(file, link);
  }
  const passphrase = randomBytes(16).toString("hex");
  const envVars = {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    DINFRA_HOST_ROOT: join(folder, "host"),
    ...loginsOf(subjects),
    ...Object.assign({}, ...needs.map((need) => need?.environment ?? {})),
    ...environment,
  } as Record<string, string>;
  const pulumiCommand = await PulumiCommand.get({ root: found.root });
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "conformance", stackName: "run", program: async () => undefined },
    { envVars, pulumiCommand },
  );
  // After each update the SDK asks the CLI for a summary, which takes a process, and which nobody reads here.
  stack.info = async () => undefined;

  const checkpoint = join(folder, "state", ".pulumi", "stacks", "conformance", "run.json");
  const restore = (deployment: StackState) => stack.importStack({ version: STATE_VERSION, deployment });

  /** Runs with what the engine said in the error. */
  const saying = async <T>(work: (options: Listening) => Promise<T>): Promise<T> => {
    let said = "";
    const onOutput = (text: string) => void (said += text);
    try {
      return await work({ onOutput, onError: onOutput, signal });
    } catch (error) {
      throw new Error(errorsIn(said) ?? `${(error as Error).message}\n${said}`, { cause: error });
    }
  };

  return {
    folder,
    passphrase,
    countCreates: (program) =>
      saying(async (options) => {
        stack.workspace.program = program;
        return (await stack.preview(options)).changeSummary.create ?? 0;
      }),
    up: (program, { refresh } = {}) =>
      saying(async (options) => {
        stack.workspace.program = program;
        const { steps, onEvent } = collected();
        const { outputs } = await stack.up({ ...options, refresh, onEvent });
        return {
          outputs: Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown])),
          steps,
        };
      }),
    // Not with the signal: what was made goes, also after it.
    destroy: async () => {
      const { steps, refused, onEvent } = collected();
      let said = "";
      const onOutput = (text: string) => void (said += text);
      const options = { onOutput, onError: onOutput, onEvent, continueOnError: true };
      await stack.destroy(options).catch((error: Error) => {
        if (refused.length === 0) throw new Error(errorsIn(said) ?? error.message, { cause: error });
      });
      return { steps, refused };
    },
    state: () => stateIn(checkpoint),
    restore,
    unlock: async () => {
      await removeTornAttributes({ backend: join(folder, "state") });
      await stack.cancel().catch(() => undefined);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Tells the recorder which machines it logs in to. */
const loginsOf = (subjects: readonly Subject[]): Record<string, string> => {
  const keys = subjects.flatMap(({ login }) => login?.operators.privateKey ?? []);
  return keys.length === 0 ? {} : { [loginVariable]: JSON.stringify(keys) };
};

/** The state as it lies on the disk: what is secret in it is encrypted. */
async function stateIn(checkpointFile: string): Promise<StackState> {
  const found = await readState({ checkpointFile });
  if (found.kind === "unusable") throw new Error(found.reason);
  return found.kind === "state" ? found.state : {};
}

/** What went wrong, without what went well; undefined where nothing says so. */
function errorsIn(said: string): string | undefined {
  const errors = said.split("\n").flatMap((line) => /\berror: (.*)/.exec(line)?.[1] ?? []);
  return errors.length === 0 ? undefined : [...new Set(errors)].join("\n");
}

interface Listening {
  onOutput: (text: string) => void;
  onError: (text: string) => void;
  signal?: AbortSignal;
}

function collected() {
  const steps: Step[] = [];
  const refused: Refused[] = [];
  const onEvent = ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent) => {
    const { metadata } = resOutputsEvent ?? resourcePreEvent ?? {};
    if (metadata) steps.push({ urn: metadata.urn, op: String(metadata.op) });
    if (resOpFailedEvent) refused.push({ urn: resOpFailedEvent.metadata.urn, message: "" });
    const { severity, urn, message = "" } = diagnosticEvent ?? {};
    const one = severity === "error" ? refused.find((other) => other.urn === urn) : undefined;
    if (one) one.message = message.trim();
  };
  return { steps, refused, onEvent };
}
