import * as balancing from "@aws-sdk/client-elastic-load-balancing-v2";
import { EC2Client } from "@aws-sdk/client-ec2";
import * as sdk from "@aws-sdk/client-ec2";
import { platform } from "@dinfra/platform-aws";
import { lookAtBalancers } from "@dinfra/platform-aws/dist/observer/look-at-balancers.js";
import { look } from "@dinfra/platform-aws/dist/observer/look.js";
import { sharedLooks, type PlatformDefinition } from "@dinfra/port";
import type { Cloud } from "./cloud.js";
import { described } from "./describe.js";

/**
 * The platform aws on a stand-in's cloud: its own driver, and its own observer, whose client is answered out of that cloud
 * instead of by EC2.
 */
export function awsOn(cloud: Cloud): PlatformDefinition {
  const machines = new EC2Client({ region: "eu-central-1" });
  machines.middlewareStack.add(
    (_next, { commandName }) =>
      () =>
        Promise.resolve({ output: described(cloud, String(commandName)) as never, response: {} }),
    { step: "initialize", priority: "high" },
  );
  const balancers = new balancing.ElasticLoadBalancingV2Client({ region: "eu-central-1" });
  balancers.middlewareStack.add(
    (_next, { commandName }) =>
      ({ input }) =>
        Promise.resolve({ output: described(cloud, String(commandName), input) as never, response: {} }),
    { step: "initialize", priority: "high" },
  );
  return {
    ...(platform as PlatformDefinition),
    // The stand-in takes the place of the plugin.
    engine: undefined,
    open: (settings) => {
      const opened = (platform as PlatformDefinition).open(settings);
      const snapshot = sharedLooks(async (signal) => [
        ...(await look(sdk, machines, signal)),
        ...(await lookAtBalancers({ sdk: balancing, client: balancers }, signal)),
      ]);
      // The stand-in's lists show at once what was done.
      return { ...opened, observer: { ...opened.observer, snapshot, consistencyDelayMs: 0 } };
    },
  };
}
