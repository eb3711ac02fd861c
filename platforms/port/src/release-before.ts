import type { ReleaseDocument } from "@dinfra/schemas";
import * as pulumi from "@pulumi/pulumi";
import type { DiskSeen } from "./workload/disk-size.js";

/** What the stack's state has of a Release, of which nothing is sure: an older version wrote it. */
interface ReleaseState {
  document?: Partial<ReleaseDocument>;
  disks?: Record<string, DiskSeen>;
}

/**
 * What the machine of that name said of its disks when it was last looked at, by volume; nothing where it has not been made.
 * A refresh looks. A disk stands before its machine in the program, so its size cannot come from the Release's outputs: it
 * comes from the state that the last update left.
 */
export async function disksSeen(name: string): Promise<Readonly<Record<string, DiskSeen>>> {
  const releases = await releasesBefore();
  return releases.find(({ document }) => document?.name === name)?.disks ?? {};
}

const known = new WeakMap<object, Promise<ReleaseState[]>>();

/** The state is read once in a run of a program, of which each has a monitor of its own. */
function releasesBefore(): Promise<ReleaseState[]> {
  const monitor = pulumi.runtime.getMonitor() as object | undefined;
  if (!monitor) return Promise.resolve([]);
  const reading = known.get(monitor) ?? readReleases();
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

async function readReleases(): Promise<ReleaseState[]> {
  const stackName = ownName();
  // The engine's own function, behind StackReference too. It answers from the last state that was saved.
  const answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
    outputs?: Record<string, { type?: string; outputs?: ReleaseState }>;
  };
  return Object.values(answer.outputs ?? {}).flatMap(({ type, outputs }) =>
    type === "dinfra-node:index:Release" && outputs ? [outputs] : [],
  );
}
