import { type HalfMade, identifyByName, nameTag, type Observer, readSecret, sharedLooks } from "@dinfra/port";
import type * as ec2 from "@aws-sdk/client-ec2";
import type { AwsSettings } from "../settings.js";
import { types } from "./kinds.js";
import { linkName, look } from "./look.js";

/**
 * EC2 is eventually consistent and gives no bound ("Eventual consistency in the Amazon EC2 API"); the waits of the Terraform
 * provider between making a thing and reading it are within this.
 */
const consistencyDelayMs = 30_000;

/** Tries of one request, with growing waits and a budget of tries that AWS shares between requests. */
const maxAttempts = 6;

export function awsObserver(settings: AwsSettings): Observer {
  let client: { sdk: typeof ec2; client: ec2.EC2Client } | undefined;
  return {
    consistencyDelayMs,
    identify: identifyByName(nameOf),
    snapshot: sharedLooks(async (signal) => {
      client ??= connect(settings);
      return look(client.sdk, client.client, signal);
    }),
  };
}

function connect({ region, profile, accessKey, secretKey, sessionToken }: AwsSettings) {
  // Half a second and 57 MB, paid by whoever looks.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- late, as said above
  const sdk = require("@aws-sdk/client-ec2") as typeof ec2;
  const credentials =
    accessKey && secretKey
      ? async () => ({
          accessKeyId: readSecret("placement.aws.accessKey", accessKey),
          secretAccessKey: readSecret("placement.aws.secretKey", secretKey),
          ...(sessionToken ? { sessionToken: readSecret("placement.aws.sessionToken", sessionToken) } : {}),
        })
      : undefined;
  const client = new sdk.EC2Client({ region, profile, credentials, maxAttempts, retryMode: "standard" });
  return { sdk, client };
}

/** The tag is on all that can be tagged; what links two things is known by them. */
function nameOf({ type, inputs }: HalfMade): unknown {
  if (type === types.routesOfSubnet) return linkName(inputs.routeTableId, inputs.subnetId);
  const tags = inputs.tags as Record<string, unknown> | undefined;
  return tags?.[nameTag];
}
