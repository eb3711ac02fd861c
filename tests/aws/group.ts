import { ArchivalAutoscalingGroup, type ArchivalAutoscalingGroupArgs } from "@dinfra/components";
import type * as pulumi from "@pulumi/pulumi";
import { nodeArgs } from "./node.js";

/** A group of archive nodes, as an engineer writes it. */
export function oneGroup(wish: Partial<ArchivalAutoscalingGroupArgs> = {}): pulumi.automation.PulumiFn {
  return async () => {
    const { placement, chain, entry } = nodeArgs({ machines: { tags: { team: "infra" } } });
    const { version, groupId, endpoint, resources } = new ArchivalAutoscalingGroup("archive", {
      ...{ placement, chain, entry, minimum: 2, maximum: 4, readyAfterSeconds: 600 },
      resources: { cpu: 2000, memory: 4096, disk: 200 },
      ...wish,
    });
    return { version, groupId, endpoint, resources };
  };
}
