import { Architecture, checkSettings, Exposure, MAX_PHYSICAL_NAME, physicalName, type MachinePort } from "@dinfra/port";
import { property, assert, integer, tuple } from "fast-check";
import { settingsSchema } from "../settings.js";
import { healthCheck } from "./balancer.js";
import { deviceName, devicePath, refuseShrinking } from "./disk.js";
import { gp3For } from "./gp3.js";
import { named, nameLimits } from "./identity.js";
import { ingressRules } from "./rules.js";
import { instanceTypeFor } from "./sizes.js";
import { subnetRanges } from "./subnets.js";
import { requireZones, subnetDetails, subnetFor } from "./zones.js";

const identity = { owner: "stack:shop:prod", role: "node/machine", index: 0, logicalName: "x" };

test.each([
  [{ cpu: 500, memory: 512 }, Architecture.Amd64, "c7i.large"],
  [{ cpu: 2000, memory: 8192 }, Architecture.Amd64, "m7i.large"],
  [{ cpu: 4000, memory: 20_000 }, Architecture.Arm64, "r7g.xlarge"],
  [{ cpu: 16_000, memory: 1024 }, Architecture.Amd64, "c7i.4xlarge"],
])("the smallest instance type for %j on %s is %s", (least, architecture, name) => {
  expect(instanceTypeFor({ region: "eu-central-1" }, architecture, least)).toBe(name);
});

test("sizes of the settings go before, and none that is enough is said with both numbers", () => {
  const settings = { region: "eu-central-1", sizes: [{ name: "i4i.large", cpu: 2000, memory: 16_384 }] };
  expect(instanceTypeFor(settings, Architecture.Amd64, { cpu: 1, memory: 1 })).toBe("i4i.large");
  expect(() => instanceTypeFor(settings, Architecture.Amd64, { cpu: 3000, memory: 1 })).toThrow(
    /placement\.aws\.sizes: expected a size with at least 3000 thousandths of a core and 1 MiB/,
  );
});

test.each([
  [1, {}, { iops: 3000, throughput: 750 }],
  [100, {}, { iops: 4000, throughput: 1000 }],
  [100, { throughput: 250 }, { iops: 4000, throughput: 250 }],
  [100, { iops: 3000 }, { iops: 3000, throughput: 750 }],
  [1000, { iops: 16_000 }, { iops: 16_000, throughput: 1000 }],
])("a disk of %d GiB with %j does %j", (size, settings, does) => {
  expect(gp3For(size, settings)).toEqual(does);
});

test("every disk gets what EBS takes, and more than it takes is refused with the number", () => {
  assert(
    property(integer({ min: 1, max: 16_384 }), (size) => {
      const { iops, throughput } = gp3For(size);
      expect(iops).toBeGreaterThanOrEqual(3000);
      expect(iops).toBeLessThanOrEqual(Math.max(3000, 500 * size));
      expect(throughput * 4).toBeLessThanOrEqual(iops);
    }),
  );
  expect(() => gp3For(10, { iops: 6000 })).toThrow(
    "placement.aws.disk.iops: expected at most 5000 for a disk of 10 GiB",
  );
  expect(() => gp3For(10, { iops: 3000, throughput: 1000 })).toThrow(
    "placement.aws.disk.throughput: expected at most 750 with 3000 operations a second, found 1000",
  );
});

test("a disk never shrinks; what is not known is not judged", () => {
  expect(() => refuseShrinking("data", 100, 99)).toThrow(/"data": expected at least 100 GiB.*found 99/);
  for (const [before, after] of [
    [100, 100],
    [100, 101],
    [undefined, 1],
    [100, undefined],
  ] as const)
    expect(() => refuseShrinking("data", before, after)).not.toThrow();
});

test("disks have names meant for EBS and paths by the serial number", () => {
  expect([0, 10].map(deviceName)).toEqual(["/dev/sdf", "/dev/sdp"]);
  expect(() => deviceName(11)).toThrow("volumes: expected at most 11 of a machine, found 12");
  expect(devicePath("vol-0abc")).toBe("/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc");
});

const port = (number: number, ranges: string[]): MachinePort => ({
  ...{ name: `p${number}`, number, protocol: "tcp", exposure: Exposure.World, ranges },
});

test("machines are asked by HTTP for a 200; what a network load balancer does not take is refused", () => {
  const asked = { port: 9616, path: "/ready" };
  expect(healthCheck(asked)).toEqual({
    ...{ protocol: "HTTP", port: "9616", path: "/ready", matcher: "200" },
    ...{ interval: 5, timeout: 2, unhealthyThreshold: 2, healthyThreshold: 2 },
  });
  expect(healthCheck({ ...asked, intervalSeconds: 10, fall: 3 })).toMatchObject({
    interval: 10,
    unhealthyThreshold: 3,
  });
  for (const [said, message] of [
    [{ intervalSeconds: 2 }, "healthChecks.intervalSeconds: expected a whole number from 5 to 300"],
    [{ timeoutSeconds: 1 }, "healthChecks.timeoutSeconds: expected a whole number from 2 to 120"],
    [{ timeoutSeconds: 6 }, "healthChecks.timeoutSeconds: expected at most intervalSeconds, 5"],
    [{ rise: 1 }, "healthChecks.rise: expected a whole number from 2 to 10"],
  ] as const)
    expect(() => healthCheck({ ...asked, ...said })).toThrow(message);
});

test("a port is open to its ranges of both families and to the network's group; order does not differ", () => {
  const ports = [port(9944, ["0.0.0.0/0", "::/0"]), port(22, []), port(80, ["10.0.0.0/8", "1.2.3.4/32"])];
  const rules = ingressRules(ports, undefined);
  expect(rules.map((r) => [r.fromPort, r.cidrBlocks, r.ipv6CidrBlocks])).toEqual([
    [80, ["1.2.3.4/32", "10.0.0.0/8"], []],
    [9944, ["0.0.0.0/0"], ["::/0"]],
  ]);
  expect(ingressRules([...ports].reverse(), undefined)).toEqual(rules);
  expect(ingressRules(ports, "sg-1").map((r) => [r.fromPort, r.securityGroups])).toEqual([
    [22, ["sg-1"]],
    [80, ["sg-1"]],
    [9944, ["sg-1"]],
  ]);
});

test.each([
  ["10.0.0.0/16", 2, ["10.0.0.0/20", "10.0.16.0/20"]],
  ["192.168.1.0/24", 1, ["192.168.1.0/28"]],
  ["172.16.255.0/24", 3, ["172.16.255.0/28", "172.16.255.16/28", "172.16.255.32/28"]],
])("a network %s with %d zones has the subnets %j", (cidr, zones, ranges) => {
  expect(subnetRanges(cidr, zones)).toEqual(ranges);
});

test.each(["10.0.0.0/8", "10.0.0.0/25", "10.0.0.1/16", "10.0.0.256/24"])("the range %s is refused", (cidr) => {
  expect(() => subnetRanges(cidr, 1)).toThrow(
    /placement\.aws\.cidr: expected the first address of a range of \/16 to \/24/,
  );
});

test("another zone more leaves the subnets that are there where they are", () => {
  assert(
    property(tuple(integer({ min: 16, max: 24 }), integer({ min: 1, max: 7 })), ([prefix, zones]) => {
      const cidr = `10.0.0.0/${prefix}`;
      expect(subnetRanges(cidr, zones + 1).slice(0, zones)).toEqual(subnetRanges(cidr, zones));
    }),
  );
});

test("a machine is in the first zone or in its own; a zone without a subnet is refused", () => {
  const details = subnetDetails([
    { zone: "eu-central-1b", id: "subnet-b" },
    { zone: "eu-central-1a", id: "subnet-a" },
  ]);
  const network = { id: "vpc-1", address: "", firstPort: 0, lastPort: 0, details };
  expect(subnetFor(network, undefined)).toEqual({ zone: "eu-central-1b", subnet: "subnet-b" });
  expect(subnetFor(network, "eu-central-1a").subnet).toBe("subnet-a");
  expect(() => subnetFor(network, "eu-central-1c")).toThrow(
    'expected one of eu-central-1b, eu-central-1a, in which the network vpc-1 has a subnet, found "eu-central-1c"',
  );
  expect(() => requireZones({ region: "eu-central-1", zones: ["eu-west-1a"] })).toThrow(
    'placement.aws.zones: expected zones of the region eu-central-1, found "eu-west-1a"',
  );
});

test("our tags win over the user's; a rebuild has another name; names fit the kinds", () => {
  const tags = { "dinfra-owner": "me", team: "infra", Name: "shop" };
  expect(named(identity, "", { tags }).tags).toMatchObject({
    ...{ team: "infra", Name: "shop", "dinfra-owner": expect.stringMatching(/^prod-/) as string },
  });
  expect(named(identity, "", { incarnation: 1 }).name).not.toBe(named(identity, "").name);
  const { balancer, ...others } = nameLimits;
  expect(physicalName("stack:shop:production-eu", "endpoint/rpc", 12, { max: balancer }).length).toBeLessThanOrEqual(
    balancer,
  );
  for (const limit of Object.values(others)) expect(limit).toBeGreaterThanOrEqual(MAX_PHYSICAL_NAME);
});

test.each([
  ["a long key", { ["k".repeat(129)]: "v" }, /expected a key of 1 to 128 characters, found 129/],
  ["a long value", { team: "v".repeat(257) }, /tags\.team: expected a value of at most 256 characters, found 257/],
  ["a key of AWS's own", { "aws:x": "v" }, /does not begin with \\?"aws:\\?"/],
  ["too many", Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`k${i}`, ""])), /at most 47 tags, found 48/],
])("tags with %s are refused", (_what, tags, message) => {
  expect(() => named(identity, "", { tags })).toThrow(message);
});

test.each([
  ["no region", {}, /aws\.region: expected a value, found nothing/],
  ["a region that is a zone", { region: "eu-central-1a" }, /\.region/],
  ["a key by its value", { region: "eu-central-1", accessKey: "AKIA" }, /\.accessKey/],
  ["half a pair of keys", { region: "eu-central-1", accessKey: { env: "A" } }, /secretKey/],
  [
    "keys and a profile",
    { region: "eu-central-1", accessKey: { env: "A" }, secretKey: { env: "B" }, profile: "x" },
    /profile/,
  ],
  ["an image by its name", { region: "eu-central-1", image: "debian-12" }, /\.image/],
  ["a slow disk", { region: "eu-central-1", disk: { iops: 100 } }, /\.disk\.iops/],
])("settings with %s are refused", (_what, settings, message) => {
  expect(() => checkSettings("placement.aws", settingsSchema, settings)).toThrow(message);
});
