import { Exposure, tagged, type Balancer, type BalancerRequest, type GroupPort } from "@dinfra/port";
import type * as sdk from "@pulumi/cloudstack";
import * as pulumi from "@pulumi/pulumi";
import type { CloudStackSettings } from "../settings.js";
import { cloudstack, providerOptions } from "./provider.js";
import { firewallRules } from "./rules.js";

/**
 * A rule of the router's balancer for each port, on a public address of its own. The router knows connections alone: a machine that
 * takes connections and does not work keeps its clients. It says a client's address in the PROXY protocol's header.
 */
export function balancer(
  settings: CloudStackSettings,
  request: BalancerRequest,
  opts: pulumi.CustomResourceOptions,
): Balancer {
  const options = providerOptions(settings, request.logicalName, opts);
  const { address, name } = makeAddress(settings, request, options);
  const open = makeFirewall(settings, request, address, options);
  const rules = request.ports.map((port) => makeRule(settings, request, port, address, open, options));
  return {
    name,
    // Who asks for them waits for the rules.
    ports: pulumi
      .all([address.ipAddress, pulumi.all(rules.map(({ id }) => id))])
      .apply(([ip]) => request.ports.map((port) => ({ name: port.name, address: ip, port: port.number }))),
    addresses: address.ipAddress.apply((ip) => [ip]),
    resources: [
      { kind: "ipaddress", name },
      ...request.ports.map((port) => ({ kind: "loadbalancerrule", name: tagged(request, `${port.name}-rule`).name })),
    ],
  };
}

/** Taken after the machines run: the first address of a network without a running router becomes the router's own. */
function makeAddress(settings: CloudStackSettings, request: BalancerRequest, opts: pulumi.CustomResourceOptions) {
  const { name, tags } = tagged(request, "balancer", { tags: request.tags });
  const machines = pulumi.all(request.targets.map(({ machine }) => machine));
  const address = new (cloudstack().Ipaddress)(
    `${request.logicalName}-balancer-address`,
    {
      networkId: pulumi.all([request.network, machines]).apply(([network]) => network.id),
      isPortable: false,
      project: settings.project,
      tags,
    },
    // The provider has no update for addresses at all, and no other machine is a reason for another address.
    { ...opts, ignoreChanges: ["tags", "networkId"] },
  );
  return { address, name };
}

function makeFirewall(
  { project }: CloudStackSettings,
  { logicalName, ports, ranges }: BalancerRequest,
  address: sdk.Ipaddress,
  opts: pulumi.CustomResourceOptions,
): sdk.Firewall {
  const open = ports.map(({ name, number }) => ({
    ...{ name, number, protocol: "tcp" as const, exposure: Exposure.World, ranges },
  }));
  return new (cloudstack().Firewall)(
    `${logicalName}-balancer-open`,
    // Rules that others deleted are seen only in a managed firewall.
    { ipAddressId: address.id, managed: true, project, rules: firewallRules(open) },
    opts,
  );
}

function makeRule(
  { project }: CloudStackSettings,
  request: BalancerRequest,
  port: GroupPort,
  address: sdk.Ipaddress,
  open: sdk.Firewall,
  opts: pulumi.CustomResourceOptions,
): sdk.LoadbalancerRule {
  const { name, tags } = tagged(request, `${port.name}-rule`);
  return new (cloudstack().LoadbalancerRule)(
    `${request.logicalName}-${port.name}-rule`,
    {
      name,
      // A rule has no tags, and the observer lists: it reads them here.
      description: JSON.stringify(tags),
      ipAddressId: address.id,
      networkId: request.network.apply((n) => n.id),
      algorithm: "leastconn",
      protocol: "tcp-proxy",
      publicPort: port.number,
      privatePort: pulumi
        .all(request.targets.map(({ ports }) => ports[port.name] as pulumi.Output<number>))
        .apply(onePort),
      memberIds: request.targets.map(({ machine }) => machine),
      project,
    },
    // A rule's port is taken until the rule is gone.
    { ...opts, dependsOn: [open], deleteBeforeReplace: true },
  );
}

function onePort([first, ...others]: number[]): number {
  if (first !== undefined && others.every((port) => port === first)) return first;
  throw new Error(`expected one port of all machines behind a rule, found ${[first, ...others].join(", ")}`);
}
