import { setTimeout as delay } from "node:timers/promises";
import { ComponentError } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { Api } from "../api/client.js";
import { runJob } from "../api/job.js";

/** What a program does with the API itself, because the provider cannot: each is a hook of the engine, in an update only. */

/**
 * CloudStack changes the numbers of a group only while it is disabled, and the provider would take two updates for that. A group that is
 * disabled keeps its machines.
 */
export function changesWhileDisabled(name: string, api: () => Api): pulumi.ResourceHookBinding {
  const disable = new pulumi.ResourceHook(`${name}-disable`, ({ id }) =>
    runJob(api(), "disableAutoScaleVmGroup", { id }),
  );
  const enable = new pulumi.ResourceHook(`${name}-enable`, ({ id }) => runJob(api(), "enableAutoScaleVmGroup", { id }));
  return { beforeUpdate: [disable], afterUpdate: [enable] };
}

/** When a version of a group is there. */
export interface Readiness {
  /** Machines at the least. */
  minimum: number;
  /** From the start of a machine until it answers. */
  readyAfterSeconds: number;
}

/** Time beyond that of a machine's start, for making the machines. */
const making = 1800;

/** A failed wait ends the update before the old version is deleted; the next update waits again. */
export function waitsForVersion(name: string, api: () => Api, readiness: Readiness): pulumi.ResourceHookBinding {
  const wait = new pulumi.ResourceHook(`${name}-is-ready`, ({ newInputs }) => {
    const input = newInputs?.input as { group?: string } | undefined;
    return waitUntilReady(api(), String(input?.group), readiness);
  });
  return { beforeUpdate: [wait] };
}

/** Waits until as many machines of the group as it has at the least have run for as long as a start takes. */
export async function waitUntilReady(
  api: Api,
  group: string,
  { minimum, readyAfterSeconds }: Readiness,
  clock: { now(): number; wait(ms: number): Promise<unknown> } = { now: () => performance.now(), wait: delay },
): Promise<void> {
  const began = clock.now();
  const since = new Map<string, number>();
  for (;;) {
    const machines = await api.list("listVirtualMachines", { autoscalevmgroupid: group });
    const running = new Set(machines.filter(({ state }) => state === "Running").map(({ id }) => id));
    for (const id of running) if (!since.has(id)) since.set(id, clock.now());
    for (const id of since.keys()) if (!running.has(id)) since.delete(id);
    const ready = [...since.values()].filter((start) => clock.now() - start >= readyAfterSeconds * 1000);
    if (ready.length >= minimum) return;
    if (clock.now() - began > (2 * readyAfterSeconds + making) * 1000) {
      throw new ComponentError(
        "InvalidArgument",
        `group ${group}: expected ${minimum} machines of the new version that have run for ${readyAfterSeconds} seconds, ` +
          `found ${ready.length}, and ${running.size} that run; the old version goes on: look at the machines of the new one, ` +
          "then update again, with the old version or a better one",
      );
    }
    await clock.wait(Math.min(5000, readyAfterSeconds * 1000));
  }
}
