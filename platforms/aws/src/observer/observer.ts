import { type HalfMade, identifyByName, nameTag, type Observer, readSecret, sharedLooks } from "@dinfra/port";
import type * as scaling from "@aws-sdk/client-auto-scaling";
import type * as watch from "@aws-sdk/client-cloudwatch";
import type * as balancing from "@aws-sdk/client-elastic-load-balancing-v2";
import type * as ec2 from "@aws-sdk/client-ec2";
import type { AwsSettings } from "../settings.js";
import { types } from "./kinds.js";
import { linkName, look } from "./look.js";
import { lookAtBalancers } from "./look-at-balancers.js";
import { lookAtAlarms, lookAtGroups } from "./look-at-groups.js";

/**
 * EC2 is eventually consistent and gives no bound ("Eventual consistency in the Amazon EC2 API"); the waits of the Terraform
 * provider between making a thing and reading it are within this.
 */
const consistencyDelayMs = 30_000;

/** Tries of one request, with growing waits and a budget of tries that AWS shares between requests. */
const maxAttempts = 6;

export function awsObserver(settings: AwsSettings): Observer {
  let clients: ReturnType<typeof connect> | undefined;
  return {
    consistencyDelayMs,
    identify: identifyByName(nameOf),
    snapshot: sharedLooks(async (signal) => {
      clients ??= connect(settings);
      const { machines, groups, alarms, balancers } = clients;
      const seen = await Promise.all([
        look(machines.sdk, machines.client, signal),
        lookAtGroups(groups, signal),
        lookAtAlarms(alarms, signal),
        lookAtBalancers(balancers, signal),
      ]);
      return seen.flat();
    }),
  };
}

function connect({ region, profile, accessKey, secretKey, sessionToken }: AwsSettings) {
  // Half a second and 57 MB for EC2 alone, paid by whoever looks.
  /* eslint-disable @typescript-eslint/no-require-imports -- late, as said above */
  const ofMachines = require("@aws-sdk/client-ec2") as typeof ec2;
  const ofGroups = require("@aws-sdk/client-auto-scaling") as typeof scaling;
  const ofAlarms = require("@aws-sdk/client-cloudwatch") as typeof watch;
  const ofBalancers = require("@aws-sdk/client-elastic-load-balancing-v2") as typeof balancing;
  /* eslint-enable @typescript-eslint/no-require-imports */
  const credentials =
    accessKey && secretKey
      ? async () => ({
          accessKeyId: readSecret("placement.aws.accessKey", accessKey),
          secretAccessKey: readSecret("placement.aws.secretKey", secretKey),
          ...(sessionToken ? { sessionToken: readSecret("placement.aws.sessionToken", sessionToken) } : {}),
        })
      : undefined;
  const options = { region, profile, credentials, maxAttempts, retryMode: "standard" };
  return {
    machines: { sdk: ofMachines, client: new ofMachines.EC2Client(options) },
    groups: { sdk: ofGroups, client: new ofGroups.AutoScalingClient(options) },
    balancers: { sdk: ofBalancers, client: new ofBalancers.ElasticLoadBalancingV2Client(options) },
    alarms: { sdk: ofAlarms, client: new ofAlarms.CloudWatchClient(options) },
  };
}

/** The tag is on all that can be tagged, in a list where Auto Scaling has it; what links two things is known by them. */
function nameOf({ type, inputs }: HalfMade): unknown {
  if (type === types.routesOfSubnet) return linkName(inputs.routeTableId, inputs.subnetId);
  if (type === types.scaled || type === types.alarm) return inputs.name;
  const tags = inputs.tags as Record<string, unknown> | undefined;
  return tags?.[nameTag];
}
