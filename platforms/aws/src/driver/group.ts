import {
  fitUserData,
  groupVersion,
  invalidArgument,
  ScalingSignal,
  withLoginKeys,
  type GroupScaling,
  type MachineGroup,
  type MachineGroupRequest,
} from "@dinfra/port";
import type { Group } from "@pulumi/aws/autoscaling/group.js";
import type { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate.js";
import type { Policy } from "@pulumi/aws/autoscaling/policy.js";
import type { TargetGroup } from "@pulumi/aws/lb/targetGroup.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";
import { makeBalancer } from "./balancer.js";
import { deviceName } from "./disk.js";
import { gp3For } from "./gp3.js";
import { named } from "./identity.js";
import { insideOf, makeFirewall } from "./machine.js";
import { requireName } from "./network.js";
import { agreedRegion, providerOptions, sdk } from "./provider.js";
import { instanceTypeFor } from "./sizes.js";
import { subnetsOf } from "./zones.js";

/** Bytes of user data before base64 that EC2 takes (API reference, CreateLaunchTemplate). */
const userDataLimit = { bytes: 16_384, taker: "EC2" };

/** Tag of the version of a group that a machine is of. */
export const versionTag = "dinfra-version";

/**
 * A launch template, of which a change makes a version, and an Auto Scaling group, which then replaces its machines by an
 * instance refresh: one more machine, which is given its time to answer, then one less.
 */
export function group(
  settings: AwsSettings,
  request: MachineGroupRequest,
  opts: pulumi.CustomResourceOptions,
): MachineGroup {
  const options = providerOptions(settings, request.logicalName, opts);
  const region = agreedRegion(settings, opts);
  const firewall = makeFirewall(request, "one group", request.network, options);
  const { template, version } = makeTemplate(settings, request, region, firewall.resource, options);
  const behind = makeBalancer(balancerOf(request), region, options);
  const scaled = makeGroup(request, template, Object.values(behind.groups), options);
  if (request.policy.drainSeconds > 0) makeDrain(request, scaled, options);
  if (request.policy.scaling) makeScaling(request, request.policy.scaling, scaled, options);
  const { name } = named(request, "");
  return {
    id: scaled.id,
    version,
    ports: behind.ports,
    resources: [
      ...behind.resources,
      { kind: "launchtemplate", name: named(request, "template").name },
      { kind: "autoscalinggroup", name },
    ],
  };
}

/** Its machines register and leave by themselves, so it has no targets; its own name is that of the group. */
function balancerOf(request: MachineGroupRequest) {
  const { owner, role, index, logicalName, network, served: ports, health, policy, tags } = request;
  return {
    ...{ owner, role, index, logicalName, network, ports, health, tags },
    ranges: everybody,
    // Machines without public addresses are in a network that the world need not reach at all.
    internal: !request.publicAddresses,
    idleSeconds: pulumi.output(idleSeconds),
    drainSeconds: pulumi.output(policy.drainSeconds),
    addresses: [],
  };
}

const everybody = ["0.0.0.0/0", "::/0"];

/** A WebSocket without a message in either direction is closed after an hour. */
const idleSeconds = 3600;

function makeTemplate(
  settings: AwsSettings,
  request: MachineGroupRequest,
  region: pulumi.Output<string>,
  firewall: pulumi.CustomResource,
  opts: pulumi.CustomResourceOptions,
): { template: LaunchTemplate; version: pulumi.Output<string> } {
  const { data, tags: userTags, image = settings.image } = request;
  if (image === undefined)
    throw invalidArgument("placement.aws.image", "the id of an image (ami-…), or an image of the machine", undefined);
  const { name, tags } = named(request, "template");
  requireName("launchTemplate", name);
  const userData = pulumi
    .all([request.userData, request.loginKeys])
    .apply(([text, keys]) => fitUserData(withLoginKeys(text, keys), userDataLimit).bytes.toString("base64"));
  const instanceType = pulumi
    .all([request.size, request.resources, region])
    .apply(([size, least]) => size ?? instanceTypeFor(settings, request.architecture, least));
  const size = data?.sizeGib;
  const version = pulumi
    .output({ userData, image, instanceType, size, snapshot: data?.snapshot, keyPair: settings.keyPair })
    .apply((parts) => groupVersion(parts));
  const disk = { volumeType: "gp3", encrypted: "true", kmsKeyId: settings.kmsKey, deleteOnTermination: "true" };
  const does = size?.apply((gib) => gp3For(gib, settings.disk));
  const tagsOf = (part: string) =>
    version.apply((v) => named(request, part, { tags: { ...userTags, [versionTag]: v } }).tags);
  const groups = pulumi
    .all([firewall.id, insideOf(request, request.network)])
    .apply(([id, also]) => (also === undefined ? [id] : [id, also]));
  const template = new (sdk.LaunchTemplate())(
    `${request.logicalName}-template`,
    {
      name,
      imageId: image,
      instanceType,
      keyName: settings.keyPair,
      userData,
      updateDefaultVersion: true,
      // Version 2 only: a request that a workload was talked into gets no credentials.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      ...(settings.instanceProfile !== undefined && { iamInstanceProfile: { name: settings.instanceProfile } }),
      // Without it a signal is a mean of five minutes.
      monitoring: { enabled: true },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: String(request.publicAddresses),
          deleteOnTermination: "true",
          securityGroups: groups,
        },
      ],
      blockDeviceMappings: [
        { deviceName: rootDeviceOf(image, opts), ebs: { ...disk, volumeSize: request.bootDisk.sizeGib } },
        ...(data && size && does
          ? [
              {
                deviceName: deviceName(0),
                ebs: {
                  ...{ ...disk, volumeSize: size, snapshotId: data.snapshot },
                  iops: does.apply((d) => d.iops),
                  throughput: does.apply((d) => d.throughput),
                },
              },
            ]
          : []),
      ],
      tagSpecifications: [
        { resourceType: "instance", tags: tagsOf("machine") },
        { resourceType: "volume", tags: tagsOf("disk") },
        { resourceType: "network-interface", tags: tagsOf("interface") },
      ],
      tags,
    },
    opts,
  );
  return { template, version };
}

/** What an image calls its boot disk. Another name would add a disk, and leave the boot disk as small as the image is. */
function rootDeviceOf(image: pulumi.Input<string>, { parent, provider }: pulumi.CustomResourceOptions) {
  const found = sdk.getAmi()(
    { mostRecent: true, filters: [{ name: "image-id", values: [image] }] },
    { parent, provider },
  );
  return found.rootDeviceName;
}

function makeGroup(
  request: MachineGroupRequest,
  template: LaunchTemplate,
  targets: readonly TargetGroup[],
  opts: pulumi.CustomResourceOptions,
): Group {
  const { policy, tags: userTags } = request;
  const { minimum, maximum, readyAfterSeconds, drainSeconds, warmPool } = policy;
  const { name, tags } = named(request, "", { tags: userTags });
  requireName("autoscalingGroup", name);
  return new (sdk.Group())(
    request.logicalName,
    {
      name,
      minSize: minimum,
      maxSize: maximum,
      vpcZoneIdentifiers: request.network.apply(subnetsOf),
      // The number and not $Latest: only then does another version replace machines.
      launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
      targetGroupArns: targets.map(({ arn }) => arn),
      // A node that restores for hours is alive: its balancer asks whether it is ready.
      healthCheckType: "EC2",
      healthCheckGracePeriod: readyAfterSeconds,
      defaultInstanceWarmup: readyAfterSeconds,
      instanceRefresh: {
        strategy: "Rolling",
        preferences: {
          instanceWarmup: String(readyAfterSeconds),
          minHealthyPercentage: 100,
          maxHealthyPercentage: 150,
          skipMatching: true,
        },
      },
      ...(warmPool && {
        warmPool: {
          poolState: "Stopped",
          minSize: warmPool.size,
          instanceReusePolicy: { reuseOnScaleIn: true },
        },
      }),
      // The tags of machines are those of the template.
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: false })),
    },
    // Deleting it waits until its machines are gone, each of which is drained.
    { ...opts, customTimeouts: { delete: `${drainSeconds + 900}s` } },
  );
}

/** A machine that goes is taken out of its balancer, then kept for as long. Nobody has to answer the hook. */
function makeDrain(
  { logicalName, ...request }: MachineGroupRequest,
  to: Group,
  opts: pulumi.CustomResourceOptions,
): void {
  const { drainSeconds } = request.policy;
  if (drainSeconds < leastDrain)
    throw invalidArgument(
      "drainSeconds",
      `0, or at least ${leastDrain}, the shortest of a lifecycle hook`,
      drainSeconds,
    );
  new (sdk.LifecycleHook())(
    `${logicalName}-drain`,
    {
      name: named({ logicalName, ...request }, "drain").name,
      autoscalingGroupName: to.name,
      lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      heartbeatTimeout: drainSeconds,
      defaultResult: "CONTINUE",
    },
    { ...opts, deletedWith: to, replaceOnChanges: ["autoscalingGroupName"] },
  );
}

/** Seconds (API reference of Auto Scaling, PutLifecycleHook). */
const leastDrain = 30;

/** Metrics of EC2, of which CloudWatch knows the mean over a group ("Amazon EC2 metrics" of the CloudWatch user guide). */
const metrics: Partial<Record<ScalingSignal, { metricName: string; unit: (value: number) => number }>> = {
  [ScalingSignal.Cpu]: { metricName: "CPUUtilization", unit: (percent) => percent },
  // Bytes of a minute.
  [ScalingSignal.NetworkIn]: { metricName: "NetworkIn", unit: (mbits) => (mbits * 1e6 * 60) / 8 },
  [ScalingSignal.NetworkOut]: { metricName: "NetworkOut", unit: (mbits) => (mbits * 1e6 * 60) / 8 },
};

function makeScaling(
  request: MachineGroupRequest,
  scaling: GroupScaling,
  of: Group,
  opts: pulumi.CustomResourceOptions,
): void {
  const metric = metrics[scaling.signal];
  if (!metric) throw new Error(`the platform aws claims the signal ${scaling.signal} and has no metric for it`);
  const { logicalName } = request;
  const ways = [
    { way: "out", by: 1, cooldown: scaling.outCooldownSeconds, at: scaling.outAbove, is: "GreaterThanThreshold" },
    { way: "in", by: -1, cooldown: scaling.inCooldownSeconds, at: scaling.inBelow, is: "LessThanThreshold" },
  ];
  for (const { way, by, cooldown, at, is } of ways) {
    const policy: Policy = new (sdk.Policy())(
      `${logicalName}-${way}`,
      {
        name: named(request, way).name,
        autoscalingGroupName: of.name,
        policyType: "SimpleScaling",
        adjustmentType: "ChangeInCapacity",
        scalingAdjustment: by,
        cooldown,
      },
      { ...opts, deletedWith: of },
    );
    const { name, tags } = named(request, `${way}-alarm`);
    requireName("alarm", name);
    new (sdk.MetricAlarm())(
      `${logicalName}-${way}-alarm`,
      {
        name,
        // A list of alarms has no tags, and the observer lists: it reads them here.
        alarmDescription: JSON.stringify(tags),
        namespace: "AWS/EC2",
        metricName: metric.metricName,
        dimensions: { AutoScalingGroupName: of.name },
        statistic: "Average",
        period: 60,
        evaluationPeriods: scaling.forSeconds / 60,
        comparisonOperator: is,
        threshold: metric.unit(at),
        alarmActions: [policy.arn],
        tags,
      },
      opts,
    );
  }
}
