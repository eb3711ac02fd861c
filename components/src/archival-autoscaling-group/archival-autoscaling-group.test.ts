import { gunzipSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import { ArchivalAutoscalingGroup, physicalName, ScalingSignal, type ArchivalAutoscalingGroupArgs } from "../index.js";
import { mockEngine, unwrap, type Made } from "../testing/mocks.js";

const owner = "stack:shop:prod";
const aws = { region: "eu-central-1", zones: ["eu-central-1a", "eu-central-1b"], image: "ami-0123456789abcdef0" };
const entry = {
  ...{ name: "node", version: "1.0.0", command: "/opt/node/bin/node", url: "https://artifacts.example/node" },
  digest: `sha256:${"0".repeat(64)}`,
};
const args: ArchivalAutoscalingGroupArgs = { placement: { aws }, entry, chain: "dev", readyAfterSeconds: 600 };

let made: Made[];
beforeEach(async () => {
  made = await mockEngine(
    ({ type, name }) =>
      type.endsWith(":LaunchTemplate")
        ? { latestVersion: 3 }
        : { arn: `arn:${name}`, availabilityZone: "eu-central-1a", dnsName: "archive.elb.example" },
    () => ({ rootDeviceName: "/dev/xvda" }),
  );
});

// What a test leaves running would register its outputs with the next one's engine.
afterEach(() => pulumi.runtime.disconnect());

const group = (change: Partial<ArchivalAutoscalingGroupArgs> = {}) =>
  new ArchivalAutoscalingGroup("archive", { ...args, ...change });
const inputs = (type: string) => made.find((m) => m.type.endsWith(`:${type}`))!.inputs;

test("is a network, a template and a group; its outputs are named after its owner", async () => {
  const it = group();
  expect(await unwrap(it.physicalName)).toBe(physicalName(owner, "archive"));
  expect(await unwrap(it.groupId)).toBe("archive-id");
  expect(await unwrap(it.endpoint)).toBe("ws://archive.elb.example:9944");
  expect(await unwrap(it.version)).toMatch(/^[0-9a-f]{12}$/);
  expect(await unwrap(it.resources)).toEqual([
    { kind: "vpc", name: physicalName(owner, "archive/network") },
    { kind: "loadbalancer", name: physicalName(owner, "archive", 0, { max: 32 }) },
    { kind: "targetgroup", name: physicalName(owner, "archive/rpc", 0, { max: 32 }) },
    { kind: "launchtemplate", name: physicalName(owner, "archive/template") },
    { kind: "autoscalinggroup", name: physicalName(owner, "archive") },
  ]);
  await pulumi.runtime.disconnect();
  expect(inputs("Group")).toMatchObject({
    ...{ minSize: 2, maxSize: 4, launchTemplate: { version: "3" }, healthCheckGracePeriod: 600 },
  });
  expect(made.filter((m) => m.type.endsWith(":MetricAlarm")).map((m) => m.inputs.threshold)).toEqual([60, 32]);
  expect(inputs("LifecycleHook")).toMatchObject({ heartbeatTimeout: 300, defaultResult: "CONTINUE" });
});

test("behind a jump host its balancer has addresses of the network alone", async () => {
  expect(await unwrap(group({ placement: { aws, machines: { via: { host: "203.0.113.1" } } } }).endpoint)).toMatch(
    /^ws:/,
  );
  await pulumi.runtime.disconnect();
  expect(inputs("LoadBalancer")).toMatchObject({ internal: true, loadBalancerType: "network" });
});

const userData = () => {
  const bytes = Buffer.from(String(inputs("LaunchTemplate").userData), "base64");
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
};

test("user data says all that runs, with an agent and without one, and where the data disk is", async () => {
  const version = await unwrap(group().version);
  await pulumi.runtime.disconnect();
  expect(userData()).toContain("--state-pruning archive");
  expect(userData()).toContain('ln -sfn "$device" /dev/dinfra/data');

  made.length = 0;
  made = await mockEngine(
    ({ type }) =>
      type.endsWith(":LaunchTemplate") ? { latestVersion: 1 } : { arn: "arn", dnsName: "archive.elb.example" },
    () => ({ rootDeviceName: "/dev/xvda" }),
  );
  const machines = {
    artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${"a".repeat(64)}` } },
    operators: { publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ops"] },
  };
  const withAgent = group({ placement: { aws, machines } });
  expect(await unwrap(withAgent.version)).not.toBe(version);
  await pulumi.runtime.disconnect();
  expect(userData()).toContain("dinfra-agent apply");
  // Its balancer asks from addresses of the network, and the machine learns from its metadata that it goes.
  expect(userData()).toMatch(/"gateway":\["10\.0\.0\.0\/16"\]/);
  expect(userData()).toContain("meta-data/autoscaling/target-lifecycle-state");
  expect(userData()).toContain("dinfra-agent drain");
  expect(userData()).toMatch(/"device":"\/dev\/dinfra\/data"/);
  expect(userData()).toContain(`"name":"${physicalName(owner, "archive")}"`);
});

const withAgent = {
  artifacts: { baseUrl: "https://artifacts.example", agent: { amd64: "a".repeat(64) } },
  operators: { publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ops"] },
};
const logs = { loki: { url: "http://loki.internal:3100" } };

test("its machines send their logs, where no secret is needed for it", async () => {
  await unwrap(group({ placement: { aws, machines: { ...withAgent, logs } } }).version);
  await pulumi.runtime.disconnect();
  expect(userData()).toContain("http://loki.internal:3100/loki/api/v1/push");
  expect(userData()).toContain('"journal":true');
});

test.each<[string, Partial<ArchivalAutoscalingGroupArgs>, RegExp]>([
  [
    "logs with a secret",
    { placement: { aws, machines: { ...withAgent, logs: { otlp: { url: "https://o.org" }, token: { env: "T" } } } } },
    /placement\.machines\.logs\.token: expected no secret for machines of a group/,
  ],
  [
    "logs that nothing sends",
    { placement: { aws, machines: { logs } } },
    /placement\.machines\.artifacts: expected where machines fetch the agent, which sends their logs/,
  ],
  [
    "this machine",
    { placement: { local: {} } },
    /^ArchivalAutoscalingGroup needs "machineGroup", which the platform "local"/,
  ],
  ["a signal that EC2 has not", { scaling: { signal: ScalingSignal.Memory } }, /needs "scaleOnMemory"/],
  ["a cooldown of a minute", { scaling: { outCooldownSeconds: 60 } }, /540 seconds too few/],
  ["fewer machines than zones", { minimum: 1, maximum: 1 }, /maximum: expected at least 2, the number of zones/],
  ["more at least than at most", { minimum: 5, maximum: 4 }, /minimum: expected at most the maximum of 4, found 5/],
  [
    "disks that grow",
    { placement: { aws, machines: { diskGrowth: { thresholdPercent: 80, stepGib: 1, maximumGib: 2 } } } },
    /placement\.machines\.diskGrowth: expected nothing for a group/,
  ],
  [
    "one zone of two",
    { placement: { aws, machines: { zone: "eu-central-1a" } } },
    /machines\.zone: expected nothing for a group/,
  ],
  ["a drain that no hook takes", { drainSeconds: 10 }, /drainSeconds: expected 0, or at least 30/],
  ["a signal that there is not", { scaling: { signal: "load" as never } }, /scaling\.signal: expected one of cpu/],
  ["a misspelt argument", { maximun: 3 } as never, /maximun: there is no such argument; did you mean maximum/],
])("refused in the constructor: %s", (_what, change, message) => {
  expect(() => group(change)).toThrow(message);
});
