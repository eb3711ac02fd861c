import { setTimeout as pause } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";

/** Outputs of a resource as an earlier update left them. Nothing is sure of them: an older version may have written them. */
export type OutputsBefore = Readonly<Record<string, unknown>>;

interface Before {
  type?: string;
  outputs?: OutputsBefore;
}

const known = new WeakMap<object, Promise<Before[]>>();

/**
 * What the stack's state has of all resources of that Pulumi type, as the last update or refresh left it. For decisions that
 * depend on what there is already, where the resource itself stands later in the program.
 */
export async function outputsBefore(type: string): Promise<OutputsBefore[]> {
  const resources = await resourcesBefore();
  return resources.flatMap((one) => (one.type === type && one.outputs ? [one.outputs] : []));
}

/** The state is read once in a run of a program, of which each has a monitor of its own. */
function resourcesBefore(): Promise<Before[]> {
  const monitor = pulumi.runtime.getMonitor() as object | undefined;
  if (!monitor) return Promise.resolve([]);
  const reading = known.get(monitor) ?? readResources();
  known.set(monitor, reading);
  return reading;
}

/** Where no organization is told, as in a test with mocks, a stack's own name is enough. */
function ownName(): string {
  try {
    return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  } catch {
    return pulumi.getStack();
  }
}

async function readResources(): Promise<Before[]> {
  const stackName = ownName();
  // The engine's own function, behind StackReference too. It answers from the last state that was saved.
  const answer = (await whileWritten(() =>
    pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName }),
  )) as { outputs?: Record<string, Before> };
  return Object.values(answer.outputs ?? {});
}

/** Twenty times, a twentieth of a second apart: a state is written in milliseconds. */
const tries = { most: 20, pauseMs: 50 };

/**
 * A state in files is not replaced but written over, by the very update that asks: read in that moment it ends too early.
 */
async function whileWritten<T>(read: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await read();
    } catch (error) {
      if (tried === tries.most || !/failed to load checkpoint/.test((error as Error).message)) throw error;
      await pause(tries.pauseMs);
    }
  }
}
