import {
  fitUserData,
  groupVersion,
  invalidArgument,
  outputsBefore,
  physicalName,
  ScalingSignal,
  tagged,
  withLoginKeys,
  type GroupPort,
  type GroupScaling,
  type MachineGroup,
  type MachineGroupRequest,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type * as sdk from "@pulumi/cloudstack";
import { accessOf, apiOf, type Api, type Entity } from "../api/client.js";
import type { CloudStackSettings } from "../settings.js";
import { changesWhileDisabled, waitsForVersion } from "./group-hooks.js";
import { portOf, slotsOf, takenIn, versionTag } from "./group-slots.js";
import { agreedZone, cloudstack, providerOptions } from "./provider.js";
import { firewallRules } from "./rules.js";
import { smallestSize } from "./size.js";
import { userDataLimit } from "./user-data.js";

/** Seconds between two measurements. */
const interval = 60;

/** Names of counters, by signal; of each there is one for every provider of balancers. */
const counterNames: Readonly<Record<ScalingSignal, string>> = {
  [ScalingSignal.Cpu]: "VM CPU - average percentage",
  [ScalingSignal.Memory]: "VM Memory - average percentage",
  [ScalingSignal.NetworkIn]: "Public Network - mbps received per vm",
  [ScalingSignal.NetworkOut]: "Public Network - mbps transmit per vm",
  [ScalingSignal.Connections]: "Load Balancer - average connections per vm",
};
/** Who balances in an isolated network. */
const balancer = "VirtualRouter";

/**
 * A group behind a rule of the router's balancer. What its machines are cannot change in place, so another version is another profile, rule and
 * group: the new group is made, its machines get their time, and only then the old ones go. Both rules lie on one address, which stays, on
 * ports that take turns.
 */
export function group(
  settings: CloudStackSettings,
  request: MachineGroupRequest,
  opts: pulumi.CustomResourceOptions,
): MachineGroup {
  const options = providerOptions(settings, request.logicalName, opts);
  const port = oneServed(request.served);
  const access = accessOf(settings);
  const api = () => apiOf(access);
  const version = versionOf(settings, request);
  const { address, open } = makeAddress(request, port, options);
  const whose = address.id.apply((id) => whoseIs(api(), id));
  const { rule, publicPort } = makeRule(request, version.digest, port, address, options);
  const scaled = makeGroup(settings, request, { version, rule, whose, open, api, options });
  // Only when the new version is there does the update go on, and then the old one is deleted.
  new pulumi.Stash(
    `${request.logicalName}-live`,
    { input: { version: version.digest, group: scaled.id } },
    { parent: opts.parent, hooks: waitsForVersion(request.logicalName, api, request.policy) },
  );
  return {
    id: scaled.id,
    version: version.digest,
    ports: pulumi
      .all([address.ipAddress, publicPort])
      .apply(([ip, number]) => [{ name: port.name, address: ip, port: number }]),
    resources: [
      { kind: "ipaddress", name: tagged(request, "address").name },
      { kind: "autoscalevmgroup", name: groupName(request) },
    ],
  };
}

function oneServed([first, ...more]: readonly GroupPort[]): GroupPort {
  if (first && more.length === 0) return first;
  throw invalidArgument("served", "one port, which is that of the balancer's rule", [first, ...more]);
}

/** A machine is called autoScaleVm-, the group's name, a number and six letters: 63 characters in all, of which 12 are the version. */
const groupName = ({ owner, role, index }: MachineGroupRequest) => physicalName(owner, role, index, { max: 24 });

interface Version {
  digest: pulumi.Output<string>;
  offering: pulumi.Output<string>;
  template: pulumi.Input<string>;
  /** Base64. */
  userData: pulumi.Output<string>;
  /** Further parameters of a machine, by their names in the API. */
  more: pulumi.Output<Record<string, string>>;
}

/** All that the machines of a group are made of. */
function versionOf(settings: CloudStackSettings, request: MachineGroupRequest): Version {
  const { size, image: template = settings.template, data } = request;
  const { sizes } = settings;
  if (template === undefined)
    throw invalidArgument("placement.cloudstack.template", "a template, or an image of the machine", undefined);
  if (size === undefined && sizes === undefined)
    throw invalidArgument("placement.cloudstack.sizes", "a list of sizes, or a size of the machine", undefined);
  const offering = pulumi.output(size ?? request.resources.apply((least) => smallestSize(sizes ?? [], least)));
  const userData = pulumi
    .all([request.userData, request.loginKeys])
    .apply(([text, keys]) =>
      fitUserData(withLoginKeys(text, keys), { bytes: userDataLimit, taker: "CloudStack" }).bytes.toString("base64"),
    );
  // A disk of its own would stay behind when its machine goes, whatever is said of clean-up: the data lies on the boot disk.
  const rootSize = pulumi.output(data?.sizeGib ?? 0).apply((gib) => String(request.bootDisk.sizeGib + gib));
  const more = pulumi
    .all([request.network, rootSize, settings.affinityGroups ?? []])
    .apply(([network, rootdisksize, affinity]) => {
      const groups = [...(network.details?.group ? [network.details.group] : []), ...affinity];
      return {
        ...{ networkids: network.id, rootdisksize },
        ...(groups.length > 0 && { affinitygroupids: groups.join(",") }),
        ...(settings.keyPair !== undefined && { keypairs: settings.keyPair }),
      } as Record<string, string>;
    });
  const digest = pulumi
    .output({ offering, template, userData, more, drain: request.policy.drainSeconds })
    .apply((parts) => groupVersion(parts));
  return { digest, offering, template, userData, more };
}

/**
 * The first address of a network without a running router becomes the router's own, which the provider never gives back and whose tags would
 * stay: so one without tags is taken before ours.
 */
function makeAddress(
  request: MachineGroupRequest,
  port: GroupPort,
  opts: pulumi.CustomResourceOptions,
): { address: sdk.Ipaddress; open: sdk.Firewall } {
  const { logicalName } = request;
  const networkId = request.network.apply((n) => n.id);
  const first = new (cloudstack().Ipaddress)(`${logicalName}-router-address`, { networkId }, opts);
  const { tags } = tagged(request, "address", { tags: request.tags });
  const address = new (cloudstack().Ipaddress)(
    `${logicalName}-address`,
    { networkId, tags },
    // The provider has no update for addresses at all.
    { ...opts, dependsOn: [first], ignoreChanges: ["tags"] },
  );
  const open = new (cloudstack().Firewall)(
    `${logicalName}-open`,
    {
      ipAddressId: address.id,
      managed: true,
      rules: request.ports.apply((ports) => {
        const served = ports.filter(({ number }) => number === port.number);
        return firewallRules(served).map((rule) => ({ ...rule, ports: slotsOf(port.number).map(String) }));
      }),
    },
    opts,
  );
  return { address, open };
}

interface Whose {
  account: string;
  domain: string;
  /** Counters of the router, by name. */
  counters: Readonly<Record<string, string>>;
}

/** Conditions and profiles want to be told whose they are, and a counter's name is that of several: both are asked for. */
async function whoseIs(api: Api, addressId: string): Promise<Whose> {
  const [[address], counters] = await Promise.all([
    api.list("listPublicIpAddresses", { id: addressId }),
    api.list("listCounters"),
  ]);
  if (!address) throw new Error(`expected the public address ${addressId}, found none`);
  const routers = counters.filter(({ provider }: Entity) => provider === balancer);
  return {
    account: String(address.account),
    domain: String(address.domainid),
    counters: Object.fromEntries(routers.map(({ name, id }) => [String(name), id])),
  };
}

function makeRule(
  request: MachineGroupRequest,
  version: pulumi.Output<string>,
  port: GroupPort,
  address: sdk.Ipaddress,
  opts: pulumi.CustomResourceOptions,
): { rule: sdk.LoadbalancerRule; publicPort: pulumi.Output<number> } {
  const { name, tags } = tagged(request, "rule");
  const publicPort = version.apply(async (digest) => {
    const rules = await outputsBefore("cloudstack:index/loadbalancerRule:LoadbalancerRule");
    return portOf(digest, port.number, takenIn(rules, name));
  });
  const rule = new (cloudstack().LoadbalancerRule)(
    `${request.logicalName}-rule`,
    {
      name,
      // A rule has no tags, and the observer lists: it reads them here.
      description: version.apply((digest) => JSON.stringify({ ...tags, [versionTag]: digest })),
      ipAddressId: address.id,
      networkId: request.network.apply((n) => n.id),
      algorithm: "leastconn",
      // Without it no later update of a rule works.
      protocol: "tcp",
      publicPort,
      privatePort: port.number,
      memberIds: [],
    },
    // The members are the group's.
    { ...opts, ignoreChanges: ["memberIds"], replaceOnChanges: ["description"] },
  );
  return { rule, publicPort };
}

interface Parts {
  version: Version;
  rule: sdk.LoadbalancerRule;
  whose: pulumi.Output<Whose>;
  open: sdk.Firewall;
  api: () => Api;
  options: pulumi.CustomResourceOptions;
}

function makeGroup(
  settings: CloudStackSettings,
  request: MachineGroupRequest,
  { version, rule, whose, open, api, options: opts }: Parts,
): sdk.AutoscaleVmGroup {
  const { logicalName, policy } = request;
  const { minimum, maximum, drainSeconds, scaling } = policy;
  const profile = new (cloudstack().AutoscaleVmProfile)(
    `${logicalName}-profile`,
    {
      serviceOffering: version.offering,
      template: version.template,
      zone: agreedZone(settings, opts),
      userData: version.userData,
      otherDeployParams: version.more,
      // As it is read back.
      destroyVmGracePeriod: goDuration(drainSeconds),
      accountName: whose.apply((w) => w.account),
      domainId: whose.apply((w) => w.domain),
    },
    // Its update in place never works under a group.
    { ...opts, replaceOnChanges: ["template", "userData", "destroyVmGracePeriod"] },
  );
  const policies = scaling ? makePolicies(request, scaling, whose, opts) : { up: [], down: [] };
  return new (cloudstack().AutoscaleVmGroup)(
    logicalName,
    {
      name: version.digest.apply((digest) => `${groupName(request)}-${digest}`),
      lbruleId: rule.id,
      vmProfileId: profile.id,
      minMembers: minimum,
      maxMembers: maximum,
      interval,
      scaleupPolicyIds: policies.up,
      scaledownPolicyIds: policies.down,
      state: "enable",
      // Without it a difference for ever.
      display: true,
      // Read from the state when it is deleted: without it its machines stay, and the group disabled with them.
      cleanup: true,
    },
    // Its first machine starts the router, which takes no firewall rule while it starts.
    { ...opts, dependsOn: [open], hooks: changesWhileDisabled(logicalName, api) },
  );
}

function makePolicies(
  request: MachineGroupRequest,
  scaling: GroupScaling,
  whose: pulumi.Output<Whose>,
  opts: pulumi.CustomResourceOptions,
): { up: pulumi.Output<string>[]; down: pulumi.Output<string>[] } {
  const { logicalName } = request;
  const counterId = whose.apply(({ counters }) => {
    const name = counterNames[scaling.signal];
    const id = counters[name];
    if (id !== undefined) return id;
    throw invalidArgument(
      "scaling.signal",
      `one that CloudStack counts, such as ${Object.keys(counters).join(", ")}`,
      name,
    );
  });
  const make = (way: string, action: string, operator: string, threshold: number, quietTime: number) => {
    const condition = new (cloudstack().Condition)(
      `${logicalName}-${way}-condition`,
      {
        counterId,
        relationalOperator: operator,
        threshold,
        accountName: whose.apply((w) => w.account),
        domainId: whose.apply((w) => w.domain),
      },
      // A condition of a group that is enabled does not change.
      { ...opts, replaceOnChanges: ["relationalOperator", "threshold"] },
    );
    const policy = new (cloudstack().AutoscalePolicy)(
      `${logicalName}-${way}`,
      {
        name: tagged(request, way).name,
        action,
        duration: scaling.forSeconds,
        quietTime,
        conditionIds: [condition.id],
      },
      { ...opts, replaceOnChanges: ["duration", "quietTime", "conditionIds"] },
    );
    return policy.id;
  };
  return {
    up: [make("out", "SCALEUP", "GT", scaling.outAbove, scaling.outCooldownSeconds)],
    down: [make("in", "SCALEDOWN", "LT", scaling.inBelow, scaling.inCooldownSeconds)],
  };
}

/** Seconds as Go writes a duration: 1m0s, 1h0m0s. */
export function goDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return `${h}h${m}m${s}s`;
  return m > 0 ? `${m}m${s}s` : `${s}s`;
}
