import { nameTag, type Observed, ownerTag } from "@dinfra/port";
import type * as balancing from "@aws-sdk/client-elastic-load-balancing-v2";
import { types } from "./kinds.js";

export interface Balancing {
  sdk: typeof balancing;
  client: balancing.ElasticLoadBalancingV2Client;
}

/** Most things of a page, and of one question for tags (DescribeTags). */
const most = { page: 400, tagged: 20 };

/**
 * Balancers, target groups and listeners that bear our mark. Their lists have no tags and no filter, so the tags of all of them are
 * asked for, 20 at once. Targets have no tags and go with their group.
 */
export async function lookAtBalancers({ sdk, client }: Balancing, abortSignal?: AbortSignal): Promise<Observed[]> {
  const options = { client, pageSize: most.page };
  const balancers: string[] = [];
  for await (const page of sdk.paginateDescribeLoadBalancers(options, {}, { abortSignal }))
    balancers.push(...arns(page.LoadBalancers, (one) => one.LoadBalancerArn));
  const groups: string[] = [];
  for await (const page of sdk.paginateDescribeTargetGroups(options, {}, { abortSignal }))
    groups.push(...arns(page.TargetGroups, (one) => one.TargetGroupArn));
  const found = [
    ...(await marked({ sdk, client }, types.balancer, balancers, abortSignal)),
    ...(await marked({ sdk, client }, types.targets, groups, abortSignal)),
  ];
  const listeners: string[] = [];
  for (const { id } of found.filter((one) => one.type === types.balancer))
    for await (const page of sdk.paginateDescribeListeners(options, { LoadBalancerArn: id }, { abortSignal }))
      listeners.push(...arns(page.Listeners, (one) => one.ListenerArn));
  return [...found, ...(await marked({ sdk, client }, types.listener, listeners, abortSignal))];
}

const arns = <Item>(items: readonly Item[] = [], arnOf: (item: Item) => string | undefined): string[] =>
  items.flatMap((item) => arnOf(item) ?? []);

async function marked(
  { sdk, client }: Balancing,
  type: string,
  ids: readonly string[],
  abortSignal?: AbortSignal,
): Promise<Observed[]> {
  const found: Observed[] = [];
  for (let i = 0; i < ids.length; i += most.tagged) {
    const asked = new sdk.DescribeTagsCommand({ ResourceArns: ids.slice(i, i + most.tagged) });
    const { TagDescriptions = [] } = await client.send(asked, { abortSignal }).catch((error: unknown) => {
      // One of them went between both questions: each is then asked by itself.
      if (isGone(error)) return {} as balancing.DescribeTagsCommandOutput;
      throw error;
    });
    const answers = TagDescriptions.length > 0 ? TagDescriptions : await oneByOne({ sdk, client }, asked, abortSignal);
    for (const { ResourceArn: id, Tags = [] } of answers) {
      const valueOf = (key: string) => Tags.find((tag) => tag.Key === key)?.Value;
      const owner = valueOf(ownerTag);
      if (id && owner) found.push({ type, id, owner, name: valueOf(nameTag) ?? id });
    }
  }
  return found;
}

async function oneByOne({ sdk, client }: Balancing, asked: balancing.DescribeTagsCommand, abortSignal?: AbortSignal) {
  const answers: balancing.TagDescription[] = [];
  for (const arn of asked.input.ResourceArns ?? [])
    try {
      const { TagDescriptions = [] } = await client.send(new sdk.DescribeTagsCommand({ ResourceArns: [arn] }), {
        abortSignal,
      });
      answers.push(...TagDescriptions);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  return answers;
}

/** LoadBalancerNotFoundException, TargetGroupNotFoundException, ListenerNotFoundException. */
const isGone = (error: unknown): boolean => error instanceof Error && /NotFound(Exception)?$/.test(error.name);
