import { Catalogue } from "./model.js";

const isolatedServices = [
  "Vpn",
  "PortForwarding",
  "StaticNat",
  "Dns",
  "Dhcp",
  "Lb",
  "UserData",
  "Firewall",
  "SourceNat",
];
const sharedServices = ["Dns", "Dhcp", "UserData", "SecurityGroup"];
const vpcServices = ["PortForwarding", "StaticNat", "Vpn", "Dns", "Dhcp", "Lb", "UserData", "NetworkACL", "SourceNat"];

/** Advanced zones with the offerings that every CloudStack has, and machines small enough for a test. */
export function defaultCatalogue(now: Date, zones: readonly string[], securityGroups: boolean): Catalogue {
  const catalogue = new Catalogue();
  for (const name of zones) {
    const zone = catalogue.zones.insert({ name, networkType: "Advanced", securityGroups, dns1: "127.0.0.53" });
    catalogue.templates.insert({ name: "debian-12", zone, size: 2 * 1024 ** 3, created: now });
  }
  for (const [name, cpuNumber, memory] of [
    ["tiny", 1, 128],
    ["small", 1, 512],
    ["medium", 2, 4096],
    ["large", 4, 16_384],
    ["xlarge", 8, 65_536],
  ] as const) {
    catalogue.serviceOfferings.insert({ name, cpuNumber, cpuSpeed: 500, memory, created: now });
  }
  catalogue.diskOfferings.insert({
    name: "Small",
    displaytext: "Small Disk, 5 GB",
    size: 5,
    custom: false,
    created: now,
  });
  catalogue.diskOfferings.insert({ name: "Custom", displaytext: "Custom Disk", size: 0, custom: true, created: now });
  catalogue.networkOfferings.insert({
    name: "DefaultIsolatedNetworkOfferingWithSourceNatService",
    displaytext: "Offering for Isolated networks with Source Nat service enabled",
    forVpc: false,
    guestType: "Isolated",
    specifyIpRanges: false,
    egressDefault: false,
    services: isolatedServices,
    created: now,
  });
  catalogue.networkOfferings.insert({
    name: "DefaultIsolatedNetworkOfferingForVpcNetworks",
    displaytext: "Offering for Isolated Vpc networks with Source Nat service enabled",
    forVpc: true,
    guestType: "Isolated",
    specifyIpRanges: false,
    egressDefault: true,
    services: vpcServices,
    created: now,
  });
  catalogue.networkOfferings.insert({
    name: "DefaultSharedNetworkOfferingWithSGService",
    displaytext: "Offering for Shared Security group enabled networks",
    forVpc: false,
    guestType: "Shared",
    specifyIpRanges: true,
    egressDefault: false,
    services: sharedServices,
    created: now,
  });
  catalogue.vpcOfferings.insert({
    name: "Default VPC offering",
    displaytext: "Default VPC offering",
    services: vpcServices,
    created: now,
  });
  return catalogue;
}
