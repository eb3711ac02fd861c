// The same resources twice: by components, and in one flat program that knows nothing of them, with the same inputs.
import { CommandLine, Network, SubstrateNode } from "@dinfra/components";
import pulumi from "@pulumi/pulumi";
import { createRequire } from "node:module";

const cloudstack = createRequire(import.meta.url)("@pulumi/cloudstack");

const sizes = [{ name: "small", cpu: 1000, memory: 512 }];
const names = (nodes) => Array.from({ length: nodes }, (_, i) => `node-${i}`);

export function components(_cloud, nodes) {
  const placement = { protectData: false, cloudstack: { zone: "zone-1", template: "debian-12", sizes } };
  const network = new Network("net", { placement });
  const entry = {
    ...{ name: "node", version: "1", commandLine: CommandLine.PolkadotSdk, command: "/opt/node" },
    ...{ url: "https://artifacts.example/node", digest: `sha256:${"0".repeat(64)}` },
  };
  for (const name of names(nodes)) {
    const resources = { cpu: 500, memory: 256, disk: 10 };
    new SubstrateNode(name, { placement, network: network.attachment, chain: "dev", entry, resources });
  }
}

/** What a flat program has to say of each machine, taken from a cloud on which components made one. */
export function saidOf({ machines, addresses, tags }) {
  const [machine] = machines.table.all();
  const rules = addresses.firewallRules.where((rule) => rule.address.staticNat?.machine === machine);
  return {
    userData: machine.userData,
    rules: rules.map(({ protocol, startPort, cidrs }) => ({
      protocol,
      ports: [String(startPort)],
      cidrLists: cidrs,
    })),
    owner: tags.of(machine.id).find(({ key }) => key === "dinfra-owner").value,
  };
}

export function flat(_cloud, nodes, said) {
  const zone = "zone-1";
  const tags = (name) => ({ "dinfra-owner": said.owner, "dinfra-name": name });
  const network = new cloudstack.Network("net", {
    ...{ name: "net", displayText: "net", cidr: "10.1.1.0/24", zone, tags: tags("net") },
    networkOffering: "DefaultIsolatedNetworkOfferingWithSourceNatService",
  });
  const ports = ["1-65535"];
  const egress = new cloudstack.EgressFirewall("net-egress", {
    ...{ networkId: network.id, managed: true },
    rules: ["tcp", "udp"].map((protocol) => ({ protocol, ports, cidrLists: [network.cidr] })),
  });
  const ready = pulumi.all([network.id, egress.id]).apply(([id]) => id);
  for (const name of names(nodes)) node(name, ready, zone, tags(name), said);
}

function node(name, networkId, zone, tags, said) {
  const userData = new pulumi.Stash(`${name}-user-data`, { input: said.userData }).output;
  const instance = new cloudstack.Instance(`${name}-machine`, {
    ...{ name, displayName: name, zone, networkId, serviceOffering: "small", template: "debian-12" },
    ...{ rootDiskSize: 20, userData, affinityGroupIds: [], expunge: true, tags },
  });
  new cloudstack.Disk(`${name}-data`, {
    ...{ name: `${name}-data`, diskOffering: "Custom", size: 10, zone, attach: true },
    ...{ virtualMachineId: instance.id, deviceId: 1, tags },
  });
  const address = new cloudstack.Ipaddress(`${name}-address`, { networkId, tags }, { dependsOn: [instance] });
  const nat = new cloudstack.StaticNat(`${name}-nat`, { ipAddressId: address.id, virtualMachineId: instance.id });
  const { rules } = said;
  const dependsOn = [instance, nat];
  new cloudstack.Firewall(`${name}-open`, { ipAddressId: address.id, managed: true, rules }, { dependsOn });
}
