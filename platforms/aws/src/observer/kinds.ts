/** What we make on AWS and can list, by its Pulumi type. */
export const types = {
  instance: "aws:ec2/instance:Instance",
  volume: "aws:ebs/volume:Volume",
  vpc: "aws:ec2/vpc:Vpc",
  subnet: "aws:ec2/subnet:Subnet",
  gateway: "aws:ec2/internetGateway:InternetGateway",
  routes: "aws:ec2/routeTable:RouteTable",
  routesOfSubnet: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  group: "aws:ec2/securityGroup:SecurityGroup",
  card: "aws:ec2/networkInterface:NetworkInterface",
  address: "aws:ec2/eip:Eip",
  snapshot: "aws:ebs/snapshot:Snapshot",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  scaled: "aws:autoscaling/group:Group",
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
} as const;
