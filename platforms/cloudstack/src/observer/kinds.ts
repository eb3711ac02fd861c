/** What we make on CloudStack and can list, with its Pulumi type and the word that tags have for it. */
export const kinds = {
  instance: { type: "cloudstack:index/instance:Instance", list: "listVirtualMachines", tagged: "UserVm" },
  disk: { type: "cloudstack:index/disk:Disk", list: "listVolumes", tagged: "Volume" },
  network: { type: "cloudstack:index/network:Network", list: "listNetworks", tagged: "Network" },
  vpc: { type: "cloudstack:index/vpc:Vpc", list: "listVPCs", tagged: "Vpc" },
  address: { type: "cloudstack:index/ipaddress:Ipaddress", list: "listPublicIpAddresses", tagged: "PublicIpAddress" },
  snapshot: { type: "cloudstack:index/snapshot:Snapshot", list: "listSnapshots", tagged: "Snapshot" },
} as const;

/** No Pulumi type of the provider: what is left on something that is nobody's any more. */
export const tagType = "cloudstack:index/tag:Tag";
export const groupType = "cloudstack:index/securityGroup:SecurityGroup";
export const affinityType = "cloudstack:index/affinityGroup:AffinityGroup";
