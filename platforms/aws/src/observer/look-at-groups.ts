import { nameTag, type Observed, ownerTag } from "@dinfra/port";
import type * as scaling from "@aws-sdk/client-auto-scaling";
import type * as watch from "@aws-sdk/client-cloudwatch";
import { types } from "./kinds.js";

export interface Scaling {
  sdk: typeof scaling;
  client: scaling.AutoScalingClient;
}

export interface Watch {
  sdk: typeof watch;
  client: watch.CloudWatchClient;
}

/** Most things of a page that each takes. */
const pages = { groups: 100, alarms: 100 };

/** Auto Scaling groups that bear our mark. Their machines bear it too; policies and hooks are parts of a group and go with it. */
export async function lookAtGroups({ sdk, client }: Scaling, abortSignal?: AbortSignal): Promise<Observed[]> {
  const Filters = [{ Name: "tag-key", Values: [ownerTag] }];
  const options = { client, pageSize: pages.groups };
  const found: Observed[] = [];
  for await (const page of sdk.paginateDescribeAutoScalingGroups(options, { Filters }, { abortSignal })) {
    for (const { AutoScalingGroupName: id, Tags = [] } of page.AutoScalingGroups ?? []) {
      const valueOf = (key: string) => Tags.find((tag) => tag.Key === key)?.Value;
      const owner = valueOf(ownerTag);
      if (id && owner) found.push({ type: types.scaled, id, owner, name: valueOf(nameTag) ?? id });
    }
  }
  return found;
}

/** Alarms, whose list has no tags: ours have them in their description too. */
export async function lookAtAlarms({ sdk, client }: Watch, abortSignal?: AbortSignal): Promise<Observed[]> {
  const options = { client, pageSize: pages.alarms };
  const found: Observed[] = [];
  for await (const page of sdk.paginateDescribeAlarms(options, { AlarmTypes: ["MetricAlarm"] }, { abortSignal })) {
    for (const { AlarmName: id, AlarmDescription } of page.MetricAlarms ?? []) {
      const owner = ownerIn(AlarmDescription);
      if (id && owner) found.push({ type: types.alarm, id, owner, name: id });
    }
  }
  return found;
}

function ownerIn(description: string | undefined): string | undefined {
  try {
    return (JSON.parse(description ?? "") as Record<string, string> | null)?.[ownerTag];
  } catch {
    return undefined; // somebody else's
  }
}
