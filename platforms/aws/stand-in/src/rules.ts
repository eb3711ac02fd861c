/**
 * What the provider demands of each resource, as data. `required` and `inputs` are held against the arguments of the installed
 * @pulumi/aws by a test. `replaces` are the inputs that the Terraform provider's schema marks ForceNew; the file of its repository
 * (hashicorp/terraform-provider-aws, internal/service/ec2; with a folder where it is another one) stands at each.
 */
export interface Rules {
  /** File of the SDK with the arguments. */
  sdk: string;
  /** File of the Terraform provider with the schema. */
  schema: string;
  /** Beginning of ids. */
  id: string;
  required: readonly string[];
  /** Optional inputs that are modelled; any other is refused, so that nothing passes unseen. */
  inputs: readonly string[];
  /** Inputs of which another value is another resource; `a.b` is inside of an object. */
  replaces: readonly string[];
  /** Outputs that are not known before the resource is made. */
  computed: readonly string[];
  /** Outputs that are not known before it is changed. */
  recomputed?: readonly string[];
  /** Its id is this input of it, where that is not the cloud's to give. */
  idIs?: string;
  /** Lists that others may be added to in place; any other change of them is another resource. */
  growsOnly?: readonly string[];
}

export const rules: Readonly<Record<string, Rules>> = {
  "aws:ec2/vpc:Vpc": {
    sdk: "ec2/vpc",
    schema: "vpc_.go",
    id: "vpc",
    required: [],
    inputs: ["cidrBlock", "enableDnsHostnames", "enableDnsSupport", "tags"],
    replaces: ["cidrBlock"],
    computed: [],
  },
  "aws:ec2/internetGateway:InternetGateway": {
    sdk: "ec2/internetGateway",
    schema: "vpc_internet_gateway.go",
    id: "igw",
    required: [],
    inputs: ["vpcId", "tags"],
    replaces: [],
    computed: [],
  },
  "aws:ec2/subnet:Subnet": {
    sdk: "ec2/subnet",
    schema: "vpc_subnet.go",
    id: "subnet",
    required: ["vpcId"],
    inputs: ["availabilityZone", "cidrBlock", "mapPublicIpOnLaunch", "tags"],
    replaces: ["vpcId", "availabilityZone", "cidrBlock"],
    computed: ["availabilityZone"],
  },
  "aws:ec2/routeTable:RouteTable": {
    sdk: "ec2/routeTable",
    schema: "vpc_route_table.go",
    id: "rtb",
    required: ["vpcId"],
    inputs: ["routes", "tags"],
    replaces: ["vpcId"],
    computed: [],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    sdk: "ec2/routeTableAssociation",
    schema: "vpc_route_table_association.go",
    id: "rtbassoc",
    required: ["routeTableId"],
    inputs: ["subnetId"],
    replaces: ["subnetId"],
    computed: [],
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    sdk: "ec2/securityGroup",
    schema: "vpc_security_group.go",
    id: "sg",
    required: [],
    inputs: ["name", "description", "vpcId", "ingress", "egress", "tags"],
    replaces: ["name", "description", "vpcId"],
    computed: [],
  },
  "aws:ec2/networkInterface:NetworkInterface": {
    sdk: "ec2/networkInterface",
    schema: "vpc_network_interface.go",
    id: "eni",
    required: ["subnetId"],
    inputs: ["securityGroups", "description", "tags"],
    replaces: ["subnetId"],
    computed: ["privateIp"],
  },
  "aws:ec2/eip:Eip": {
    sdk: "ec2/eip",
    schema: "ec2_eip.go",
    id: "eipalloc",
    required: [],
    inputs: ["domain", "networkInterface", "tags"],
    replaces: ["domain"],
    computed: ["publicIp", "allocationId", "associationId"],
  },
  "aws:ec2/instance:Instance": {
    sdk: "ec2/instance",
    schema: "ec2_instance.go",
    id: "i",
    required: [],
    inputs: [
      ...["ami", "instanceType", "keyName", "userDataBase64", "primaryNetworkInterface", "metadataOptions"],
      ...["rootBlockDevice", "iamInstanceProfile", "tags"],
    ],
    replaces: ["ami", "keyName", "primaryNetworkInterface", "rootBlockDevice.encrypted", "rootBlockDevice.kmsKeyId"],
    computed: ["privateIp", "availabilityZone", "instanceState"],
  },
  "aws:ebs/volume:Volume": {
    sdk: "ebs/volume",
    schema: "ebs_volume.go",
    id: "vol",
    required: ["availabilityZone"],
    inputs: ["size", "type", "iops", "throughput", "encrypted", "kmsKeyId", "tags"],
    replaces: ["availabilityZone", "encrypted", "kmsKeyId"],
    computed: [],
  },
  "aws:ec2/volumeAttachment:VolumeAttachment": {
    sdk: "ec2/volumeAttachment",
    schema: "ebs_volume_attachment.go",
    id: "vai",
    required: ["deviceName", "instanceId", "volumeId"],
    inputs: ["stopInstanceBeforeDetaching"],
    replaces: ["deviceName", "instanceId", "volumeId"],
    computed: [],
  },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    sdk: "ec2/launchTemplate",
    schema: "ec2_launch_template.go",
    id: "lt",
    required: [],
    inputs: [
      ...["name", "imageId", "instanceType", "keyName", "userData", "updateDefaultVersion", "metadataOptions"],
      ...["iamInstanceProfile", "monitoring", "networkInterfaces", "blockDeviceMappings", "tagSpecifications", "tags"],
    ],
    replaces: ["name"],
    computed: ["latestVersion", "defaultVersion"],
    recomputed: ["latestVersion", "defaultVersion"],
  },
  "aws:autoscaling/group:Group": {
    sdk: "autoscaling/group",
    schema: "../autoscaling/group.go",
    id: "",
    required: ["maxSize", "minSize"],
    inputs: [
      ...["name", "vpcZoneIdentifiers", "launchTemplate", "healthCheckType", "healthCheckGracePeriod"],
      ...["defaultInstanceWarmup", "instanceRefresh", "warmPool", "tags", "targetGroupArns"],
    ],
    replaces: ["name"],
    computed: ["desiredCapacity"],
    idIs: "name",
  },
  "aws:autoscaling/lifecycleHook:LifecycleHook": {
    sdk: "autoscaling/lifecycleHook",
    schema: "../autoscaling/lifecycle_hook.go",
    id: "",
    required: ["autoscalingGroupName", "lifecycleTransition"],
    inputs: ["name", "defaultResult", "heartbeatTimeout"],
    replaces: ["name"],
    computed: [],
    idIs: "name",
  },
  "aws:autoscaling/policy:Policy": {
    sdk: "autoscaling/policy",
    schema: "../autoscaling/policy.go",
    id: "",
    required: ["autoscalingGroupName"],
    inputs: ["name", "adjustmentType", "cooldown", "policyType", "scalingAdjustment"],
    replaces: ["name", "autoscalingGroupName"],
    computed: ["arn"],
    idIs: "name",
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    sdk: "lb/loadBalancer",
    schema: "../elbv2/load_balancer.go",
    id: "arn:aws:elasticloadbalancing:eu-central-1:0:loadbalancer/net",
    required: [],
    inputs: [
      ...["name", "loadBalancerType", "internal", "subnetMappings", "subnets", "securityGroups"],
      ...["enableCrossZoneLoadBalancing", "tags"],
    ],
    replaces: ["name", "loadBalancerType", "internal"],
    // customizeDiffLoadBalancerNLB; that the groups of one that has any may change in place, too.
    growsOnly: ["subnetMappings", "subnets"],
    computed: ["arn", "dnsName"],
  },
  "aws:lb/targetGroup:TargetGroup": {
    sdk: "lb/targetGroup",
    schema: "../elbv2/target_group.go",
    id: "arn:aws:elasticloadbalancing:eu-central-1:0:targetgroup",
    required: [],
    inputs: [
      ...["name", "targetType", "protocol", "port", "vpcId", "preserveClientIp", "healthCheck", "deregistrationDelay"],
      ...["connectionTermination", "targetHealthStates", "proxyProtocolV2", "tags"],
    ],
    replaces: ["name", "targetType", "protocol", "port", "vpcId"],
    computed: ["arn"],
  },
  "aws:lb/listener:Listener": {
    sdk: "lb/listener",
    schema: "../elbv2/listener.go",
    id: "arn:aws:elasticloadbalancing:eu-central-1:0:listener/net",
    required: ["defaultActions", "loadBalancerArn"],
    inputs: ["port", "protocol", "tcpIdleTimeoutSeconds", "tags"],
    replaces: ["loadBalancerArn"],
    computed: ["arn"],
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    sdk: "lb/targetGroupAttachment",
    schema: "../elbv2/target_group_attachment.go",
    id: "tga",
    required: ["targetGroupArn", "targetId"],
    inputs: ["port"],
    replaces: ["targetGroupArn", "targetId", "port"],
    computed: [],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    sdk: "cloudwatch/metricAlarm",
    schema: "../cloudwatch/metric_alarm.go",
    id: "",
    required: [],
    inputs: [
      ...[
        "comparisonOperator",
        "evaluationPeriods",
        "name",
        "alarmActions",
        "alarmDescription",
        "dimensions",
        "metricName",
        "namespace",
        "period",
      ],
      ...["statistic", "tags", "threshold"],
    ],
    replaces: ["name"],
    computed: ["arn"],
    idIs: "name",
  },
};
