/** @integration */
import { checkSettings, Exposure, type MachinePort, tagged, withLoginKeys } from "@dinfra/port";
import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { renderUserData } from "@dinfra/node";
import { deviceId, devicePath } from "./disk.js";
import { network, requireKind, requireZone } from "./network.js";
import { aclRules, firewallRules, groupRules } from "./rules.js";
import { settingsSchema } from "../settings.js";
import { smallestSize } from "./size.js";
import { fitted } from "./user-data.js";

const sizes = [
  { name: "large", cpu: 4000, memory: 8192 },
  { name: "many-cores", cpu: 8000, memory: 4096 },
  { name: "small", cpu: 1000, memory: 2048 },
];

test.each([
  [{ cpu: 500, memory: 512 }, "small"],
  [{ cpu: 2000, memory: 2048 }, "many-cores"],
  [{ cpu: 1000, memory: 4097 }, "large"],
])("the smallest size that has %j is %s", (least, name) => {
  expect(smallestSize(sizes, least)).toBe(name);
});

test("no size is enough: what was asked and what there is are said", () => {
  expect(() => smallestSize(sizes, { cpu: 9000, memory: 1 })).toThrow(/at least 9000 thousandths of a core and 1 MiB/);
});

test("disks get slots beside the root disk and the CD drive, and paths of 20 characters", () => {
  expect([0, 1, 2, 3].map(deviceId)).toEqual([1, 2, 4, 5]);
  expect(devicePath("0e8a7f2c-11d3-4c5b-9f6e-8a7b6c5d4e3f")).toBe("/dev/disk/by-id/virtio-0e8a7f2c11d34c5b9f6e");
});

const port = (number: number, ranges: string[]): MachinePort => ({
  name: `p${number}`,
  number,
  protocol: "tcp",
  exposure: Exposure.World,
  ranges,
});

test("a port without an IPv4 range is shut; order does not differ", () => {
  const ports = [
    port(9944, ["0.0.0.0/0", "::/0"]),
    port(22, []),
    port(30, ["::/0"]),
    port(80, ["10.0.0.0/8", "1.2.3.4/32"]),
  ];
  const rules = firewallRules(ports);
  expect(rules).toEqual([
    { protocol: "tcp", ports: ["80"], cidrLists: ["1.2.3.4/32", "10.0.0.0/8"] },
    { protocol: "tcp", ports: ["9944"], cidrLists: ["0.0.0.0/0"] },
  ]);
  expect(firewallRules([...ports].reverse())).toEqual(rules);
  expect(aclRules(ports).map((r) => [r.port, r.action, r.trafficType])).toEqual([
    ["80", "allow", "ingress"],
    ["9944", "allow", "ingress"],
  ]);
});

test("a group without open ports still has rules: what leaves", () => {
  const everything = { ports: ["1-65535"], cidrLists: ["0.0.0.0/0"], trafficType: "egress" };
  expect(groupRules([port(22, [])])).toEqual([
    { protocol: "tcp", ...everything },
    { protocol: "udp", ...everything },
  ]);
  expect(groupRules([port(80, ["10.0.0.0/8"])])[0]).toEqual({
    protocol: "tcp",
    ports: ["80"],
    cidrLists: ["10.0.0.0/8"],
    trafficType: "ingress",
  });
});

test("user data that is too long is compressed, and refused with both numbers if that does not do", () => {
  expect(fitted("#cloud-config\n")).toBe("#cloud-config\n");
  const long = `#cloud-config\n${"# the same line\n".repeat(5000)}`;
  expect(gunzipSync(Buffer.from(fitted(long), "base64")).toString()).toBe(long);
  const random = Array.from(
    { length: 9000 },
    (_, i) => ((i * 2654435761) % 4294967296).toString(36) + Math.sin(i),
  ).join("");
  expect(() => fitted(random)).toThrow(/at most 32768 bytes.*found \d+ and \d+ compressed/);
});

test("what a node's first boot needs can be sent by a client that knows GET only: at most 2,048 bytes in base64", () => {
  const first = renderUserData({
    name: "dinfra-4be1c07a-deployment-123456-12-node",
    agent: { amd64: "a1".repeat(32), arm64: "b2".repeat(32) },
    artifacts: { baseUrl: "https://artifacts.example.org/dinfra" },
    operators: { keys: [`ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${randomBytes(32).toString("base64").slice(0, 43)} op`] },
  });
  const sent = fitted(withLoginKeys(first, []));
  expect(Buffer.from(first).toString("base64").length).toBeGreaterThan(2_048);
  expect(sent.length).toBeLessThanOrEqual(2_048);
  expect(gunzipSync(Buffer.from(sent, "base64")).toString()).toBe(first);
});

test("login keys come as a document of their own", () => {
  expect(withLoginKeys("#cloud-config\n", [])).toBe("#cloud-config\n");
  const both = withLoginKeys("#!/bin/sh\n", ["ssh-ed25519 AAAA a"]);
  expect(both).toMatch(/^Content-Type: multipart\/mixed; boundary="==dinfra-part=="/);
  expect(both).toContain('"ssh_authorized_keys":["ssh-ed25519 AAAA a"]');
  expect(both).toContain("text/x-shellscript");
});

test("our tags win over the user's; a rebuild has another name, its address the same", () => {
  const identity = { owner: "stack:shop:prod", role: "node/machine", index: 0, logicalName: "x" };
  const tags = { "dinfra-owner": "me", team: "infra" };
  expect(tagged(identity, "", { tags }).tags).toMatchObject({
    team: "infra",
    "dinfra-owner": expect.stringMatching(/^prod-/),
  });
  expect(tagged(identity, "", { incarnation: 1 }).name).not.toBe(tagged(identity, "").name);
  expect(tagged(identity, "").name).toMatch(/^[a-z][a-z0-9-]{0,62}$/);
});

test("what somebody else made lies in the placement's zone and is of its kind, or is refused in one line", () => {
  expect(() => requireZone("network n", "a", "a")).not.toThrow();
  expect(() => requireZone("VPC v", "a", "b")).toThrow(
    'placement.cloudstack.zone: expected "a", in which the VPC v lies, found "b"; give the zone of the VPC, ' +
      "or one that lies in yours",
  );
  expect(() => requireKind({ zone: "a" }, "n", true)).toThrow(
    'networkKind: expected "vpc", because the network n is a tier of a VPC, found "isolated"',
  );
  expect(() => requireKind({ zone: "a", vpc: "v" }, "n", false)).toThrow(
    'expected "isolated", because the network n is no tier of a VPC, found "vpc"',
  );
  expect(() => requireKind({ zone: "a", networkKind: "vpc" }, "n", true)).not.toThrow();
  expect(() => requireKind({ zone: "a", networkKind: "shared" }, "n", false)).not.toThrow();
  expect(() => requireKind({ zone: "a", networkKind: "shared" }, "n", true)).toThrow(
    'expected "vpc", because the network n is a tier of a VPC, found "shared"',
  );
});

test("a shared network that nobody names is refused: only the operator of a zone makes one", () => {
  const request = { logicalName: "n", owner: "stack:shop:prod", role: "net", index: 0, size: 16 };
  expect(() => network({ zone: "a", networkKind: "shared" }, request, {})).toThrow(
    "placement.cloudstack.network: expected the id of a shared network, which the operator of the zone has made",
  );
});

test.each([
  ["a VPC without a range for the tier", { vpc: "v" }, "placement.cloudstack.cidr: expected a value beside vpc"],
  ["a VPC for networks of another kind", { vpc: "v", cidr: "10.0.0.0/24", networkKind: "isolated" }, "networkKind"],
  ["a shared network without the kind that has groups", { network: "n" }, "networkKind"],
])("settings with %s are refused", (_what, more, where) => {
  expect(() => checkSettings("placement.cloudstack", settingsSchema, { zone: "a", ...more })).toThrow(where);
});
