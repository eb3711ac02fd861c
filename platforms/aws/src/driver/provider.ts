import {
  ComponentError,
  givenProvider,
  readSecret,
  requireAgreement,
  withProvider,
  type SecretRef,
} from "@dinfra/port";
import type { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";

/*
 * The SDK by its parts, loaded when the first resource is made: the whole of it costs 0.25 s and 22 MB of each process, these cost
 * 10 ms and 1 MB, and an observer needs none of it.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- synchronous and late, as said above */
export const sdk = {
  Provider: () => (require("@pulumi/aws/provider") as typeof import("@pulumi/aws/provider.js")).Provider,
  Vpc: () => (require("@pulumi/aws/ec2/vpc") as typeof import("@pulumi/aws/ec2/vpc.js")).Vpc,
  Subnet: () => (require("@pulumi/aws/ec2/subnet") as typeof import("@pulumi/aws/ec2/subnet.js")).Subnet,
  InternetGateway: () =>
    (require("@pulumi/aws/ec2/internetGateway") as typeof import("@pulumi/aws/ec2/internetGateway.js")).InternetGateway,
  RouteTable: () =>
    (require("@pulumi/aws/ec2/routeTable") as typeof import("@pulumi/aws/ec2/routeTable.js")).RouteTable,
  RouteTableAssociation: () =>
    (require("@pulumi/aws/ec2/routeTableAssociation") as typeof import("@pulumi/aws/ec2/routeTableAssociation.js"))
      .RouteTableAssociation,
  SecurityGroup: () =>
    (require("@pulumi/aws/ec2/securityGroup") as typeof import("@pulumi/aws/ec2/securityGroup.js")).SecurityGroup,
  NetworkInterface: () =>
    (require("@pulumi/aws/ec2/networkInterface") as typeof import("@pulumi/aws/ec2/networkInterface.js"))
      .NetworkInterface,
  Eip: () => (require("@pulumi/aws/ec2/eip") as typeof import("@pulumi/aws/ec2/eip.js")).Eip,
  Instance: () => (require("@pulumi/aws/ec2/instance") as typeof import("@pulumi/aws/ec2/instance.js")).Instance,
  Volume: () => (require("@pulumi/aws/ebs/volume") as typeof import("@pulumi/aws/ebs/volume.js")).Volume,
  VolumeAttachment: () =>
    (require("@pulumi/aws/ec2/volumeAttachment") as typeof import("@pulumi/aws/ec2/volumeAttachment.js"))
      .VolumeAttachment,
  LaunchTemplate: () =>
    (require("@pulumi/aws/ec2/launchTemplate") as typeof import("@pulumi/aws/ec2/launchTemplate.js")).LaunchTemplate,
  getAmi: () => (require("@pulumi/aws/ec2/getAmi") as typeof import("@pulumi/aws/ec2/getAmi.js")).getAmiOutput,
  Group: () => (require("@pulumi/aws/autoscaling/group") as typeof import("@pulumi/aws/autoscaling/group.js")).Group,
  Policy: () =>
    (require("@pulumi/aws/autoscaling/policy") as typeof import("@pulumi/aws/autoscaling/policy.js")).Policy,
  LoadBalancer: () =>
    (require("@pulumi/aws/lb/loadBalancer") as typeof import("@pulumi/aws/lb/loadBalancer.js")).LoadBalancer,
  TargetGroup: () =>
    (require("@pulumi/aws/lb/targetGroup") as typeof import("@pulumi/aws/lb/targetGroup.js")).TargetGroup,
  TargetGroupAttachment: () =>
    (require("@pulumi/aws/lb/targetGroupAttachment") as typeof import("@pulumi/aws/lb/targetGroupAttachment.js"))
      .TargetGroupAttachment,
  Listener: () => (require("@pulumi/aws/lb/listener") as typeof import("@pulumi/aws/lb/listener.js")).Listener,
  LifecycleHook: () =>
    (require("@pulumi/aws/autoscaling/lifecycleHook") as typeof import("@pulumi/aws/autoscaling/lifecycleHook.js"))
      .LifecycleHook,
  MetricAlarm: () =>
    (require("@pulumi/aws/cloudwatch/metricAlarm") as typeof import("@pulumi/aws/cloudwatch/metricAlarm.js"))
      .MetricAlarm,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Options with the provider of the user, else one from the settings. */
export function providerOptions(
  settings: AwsSettings,
  logicalName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return withProvider("aws", opts, (parent) => {
    const { region, profile, accessKey, secretKey, sessionToken } = settings;
    return new (sdk.Provider())(
      `${logicalName}-provider`,
      {
        region,
        profile,
        accessKey: secretOf("accessKey", accessKey),
        secretKey: secretOf("secretKey", secretKey),
        token: secretOf("sessionToken", sessionToken),
      },
      parent,
    );
  });
}

function secretOf(name: string, ref: SecretRef | undefined): pulumi.Output<string> | undefined {
  return ref && pulumi.secret(readSecret(`placement.aws.${name}`, ref));
}

/** What this SDK's provider resource says of its account. */
type Account = pulumi.ProviderResource & Partial<Pick<Provider, "region" | "profile" | "accessKey">>;

/** The region, once it is sure that settings and the user's provider mean one account and one region. */
export function agreedRegion(settings: AwsSettings, opts: pulumi.CustomResourceOptions): pulumi.Output<string> {
  const { region, profile } = settings;
  const given = givenProvider("aws", opts) as Account | undefined;
  if (!given) return pulumi.output(region);
  const agreed = requireAgreement("region of AWS", region, given.region)
    .apply(() => requireAgreement("profile of AWS", profile, given.profile))
    .apply(() => requireAgreement("access key of AWS", keyOf(settings), given.accessKey, "hidden"))
    .apply(() => region);
  // The key is a secret, the region is none.
  return pulumi.unsecret(agreed);
}

/** The key that the settings name, undefined where it is not there: resources are made with the provider's. */
function keyOf({ accessKey }: AwsSettings): string | undefined {
  if (!accessKey) return undefined;
  try {
    return readSecret("placement.aws.accessKey", accessKey);
  } catch (error) {
    if (error instanceof ComponentError && error.code === "SecretMissing") return undefined;
    throw error;
  }
}
