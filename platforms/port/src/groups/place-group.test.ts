import { ScalingSignal, type GroupPolicy } from "./policy.js";
import { withoutGroups, type CapabilityColumn } from "../capabilities.js";
import type { Place } from "../placement.js";
import { groupPolicy } from "./place-group.js";

const all = {
  ...{ network: true, existingNetwork: true, sharedNetwork: true, workload: true, machine: true, disk: true },
  ...{
    diskGrowth: true,
    snapshotRestore: true,
    reservedPeers: true,
    mountedSecrets: true,
    login: true,
    machineGroup: true,
    groupDrain: true,
  },
  ...{ groupWarmPool: true, groupDiskSnapshot: true, scaleOnCpu: true, scaleOnMemory: true, scaleOnNetworkIn: true },
  ...{ scaleOnNetworkOut: true, scaleOnConnections: true },
} as CapabilityColumn;
const place = (capabilities: Partial<CapabilityColumn> = {}, groupZones = 1) =>
  ({ name: "toy", platform: { shape: "machine", capabilities: { ...all, ...capabilities }, groupZones } }) as Place;

const scaling = {
  signal: ScalingSignal.Memory,
  ...{ outAbove: 70, inBelow: 30, forSeconds: 300, outCooldownSeconds: 900, inCooldownSeconds: 1800 },
};
const policy: GroupPolicy = { minimum: 2, maximum: 6, scaling, readyAfterSeconds: 900, drainSeconds: 300 };
const lacks = { lacks: "do it otherwise" };

test.each<[string, Partial<CapabilityColumn>, Partial<GroupPolicy>, boolean, RegExp]>([
  ["groups", withoutGroups("make nodes"), {}, false, /^Archive needs "machineGroup".*"toy".*: make nodes$/],
  ["the signal", { scaleOnMemory: lacks }, {}, false, /^Archive\.scaling needs "scaleOnMemory".*: do it otherwise$/],
  [
    "a warm pool",
    { groupWarmPool: lacks },
    { warmPool: { size: 1 } },
    false,
    /^Archive\.warmStart needs "groupWarmPool"/,
  ],
  ["a drain", { groupDrain: lacks }, {}, false, /^Archive\.drainSeconds needs "groupDrain"/],
  ["disks of a snapshot", { groupDiskSnapshot: lacks }, {}, true, /^Archive\.warmStart\.diskSnapshot needs/],
])("a platform without %s is refused when it is asked for it", (_what, capabilities, change, diskSnapshot, message) => {
  const asked = () => groupPolicy("Archive", place(capabilities), { ...policy, ...change }, { diskSnapshot });
  expect(asked).toThrow(message);
});

test("what is not asked for need not be had, and zones are those of the platform", () => {
  const few = place({ scaleOnMemory: lacks, groupWarmPool: lacks, groupDrain: lacks, groupDiskSnapshot: lacks }, 3);
  const plain = { ...policy, scaling: undefined, drainSeconds: 0 };
  expect(groupPolicy("Archive", few, plain)).toBe(few.platform);
  expect(() => groupPolicy("Archive", few, { ...plain, maximum: 2 })).toThrow(/maximum: expected at least 3/);
});
