import { invalidArgument, tagged, type Identity, type Tagged } from "@dinfra/port";

/** The tag that the console shows as a thing's name. */
export const consoleTag = "Name";

/** Name and tags of one resource, as any platform has them, and what the console shows. */
export function named(
  identity: Identity,
  part: string,
  more: { tags?: Record<string, string>; incarnation?: number } = {},
): Tagged {
  requireTags(more.tags ?? {});
  const { name, tags } = tagged(identity, part, more);
  return { name, tags: { [consoleTag]: name, ...tags } };
}

/** What EC2 takes: "Tag your Amazon EC2 resources", restrictions. Three of the 50 are ours. */
const limits = { count: 47, key: 128, value: 256 };

/** @throws ComponentError `InvalidArgument` */
export function requireTags(tags: Readonly<Record<string, string>>): void {
  const where = "placement.machines.tags";
  const keys = Object.keys(tags);
  if (keys.length > limits.count) throw invalidArgument(where, `at most ${limits.count} tags`, keys.length);
  for (const [key, value] of Object.entries(tags)) {
    const at = `${where}.${key}`;
    if (key === "" || key.length > limits.key)
      throw invalidArgument(at, `a key of 1 to ${limits.key} characters`, key.length);
    if (/^aws:/i.test(key)) throw invalidArgument(at, 'a key that does not begin with "aws:", which AWS keeps', key);
    if (value.length > limits.value)
      throw invalidArgument(at, `a value of at most ${limits.value} characters`, value.length);
  }
}

/**
 * Most characters of the names that AWS wants to be unique, by kind. Ours have at most 52 (`MAX_PHYSICAL_NAME`), so that a kind
 * with less room gets its limit as an argument of `physicalName`. Sources: API references of EC2
 * (CreateSecurityGroup, CreateLaunchTemplate), of Auto Scaling (CreateAutoScalingGroup), of CloudWatch (PutMetricAlarm) and of
 * Elastic Load Balancing (CreateLoadBalancer, CreateTargetGroup).
 */
export const nameLimits = {
  ...{ securityGroup: 255, launchTemplate: 128, autoscalingGroup: 255, alarm: 255 },
  balancer: 32,
} as const;
