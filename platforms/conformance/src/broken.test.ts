/** @integration */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { startAwsStandIn, type AwsStandIn } from "@dinfra/aws-stand-in";
import { awsOn } from "@dinfra/aws-stand-in/dist/platform.js";
import type { PlatformDefinition } from "@dinfra/port";
import { conform } from "./run.js";
import { defaultEntry } from "./default-entry.js";
import { promises } from "./promises.js";
import type { Report } from "./report.js";
import type { Subject } from "./subject.js";
import { broken, brokenBehindSentry } from "./testing/broken.js";
import { openUnbootedAws, type UnbootedAws } from "../../../tests/unbooted/aws.js";
import { lacksRoot } from "../../../tests/unbooted/needs.js";

// The suite's own test: platforms that break one promise each, wrapped around the real driver and observer of aws, in one life
// on the real engine.
let standIn: AwsStandIn;
// Its machines answer as agents do, which only root can have them do.
let unbooted: UnbootedAws | undefined;
beforeAll(async () => {
  process.env.DINFRA_TEST_ACCESS_KEY = "AKIATEST";
  process.env.DINFRA_TEST_SECRET_KEY = randomBytes(20).toString("hex");
  unbooted = lacksRoot.length === 0 ? await openUnbootedAws() : undefined;
  standIn = unbooted?.standIn ?? (await startAwsStandIn());
});
afterAll(() => (unbooted ?? standIn).close());

const machines = {
  artifacts: { baseUrl: "https://artifacts.example.com", agent: { amd64: `sha256:${"0".repeat(64)}` } },
};
const subject = (name: string, definition: PlatformDefinition): Subject => ({
  // What is broken shows in a node; strangers need one more.
  parts: name === "strangers" ? ["node", "stranger"] : ["node"],
  ...{ name, definition, machines, entry: defaultEntry(machines) },
  settings: {
    ...{ region: "eu-central-1", zones: ["eu-central-1a"], image: "ami-0123456789abcdef0" },
    ...{ accessKey: { env: "DINFRA_TEST_ACCESS_KEY" }, secretKey: { env: "DINFRA_TEST_SECRET_KEY" } },
  },
});

/** A subject that has a validator behind its sentry, and nothing else. */
const sentried = ({ agents, jumpPort }: UnbootedAws, name: string, definition: PlatformDefinition): Subject => ({
  ...subject(name, definition),
  parts: ["existing", "sentried"],
  login: {
    operators: { publicKeys: [agents.publicKey], privateKey: { file: agents.identity } },
    via: { host: "127.0.0.1", port: jumpPort },
  },
});

/** A VPC with two subnets that were there before a run: their ids. */
function subnetsThere(): [string, string] {
  const add = (type: string, id: string, values: object) => {
    standIn.cloud.things.set(id, { type, id, account: "default", region: "eu-central-1", values: { ...values } });
    return id;
  };
  const vpcId = add("aws:ec2/vpc:Vpc", "vpc-there", { cidrBlock: "10.0.0.0/16" });
  add("aws:ec2/internetGateway:InternetGateway", "igw-there", { vpcId });
  const subnet = (id: string, cidrBlock: string) =>
    add("aws:ec2/subnet:Subnet", id, { vpcId, cidrBlock, availabilityZone: "eu-central-1a" });
  return [subnet("subnet-there-a", "10.0.0.0/20"), subnet("subnet-there-b", "10.0.16.0/20")];
}

const failing = ({ platforms }: Report) =>
  Object.fromEntries(
    platforms.map(({ platform, cells }) => [
      platform,
      [...new Set(cells.filter(({ outcome }) => outcome === "fail").map(({ promise }) => promise))],
    ]),
  );

const notRunBehindSentry = ({ platforms }: Report, name: string) =>
  platforms
    .find(({ platform }) => platform === name)!
    .cells.filter(({ component, outcome }) => component === "ValidatorSentry" && outcome === "not-run")
    .map(({ promise }) => promise);

test("there is a broken platform for every promise", () => {
  expect(Object.keys(broken).sort()).toEqual(promises.map(({ id }) => id).sort());
});

test("each broken platform fails in its own cell and in no other, and nothing is left of any", async () => {
  const subjects = Object.entries(broken).map(([id, wrap]) => subject(id, wrap(awsOn(standIn.cloud))));
  const behind = unbooted ? Object.entries(brokenBehindSentry) : [];
  if (behind.length === 0) process.stderr.write("LEFT OUT: validators behind sentries: only root opens their ports\n");
  for (const [id, wrap] of behind)
    subjects.push(sentried(unbooted!, `${id}-behind-sentry`, wrap(awsOn(standIn.cloud))));
  const [network, validatorNetwork] = subnetsThere();
  const there = [...standIn.cloud.things.keys()];
  if (unbooted) {
    const whole = sentried(unbooted, "whole-in-theirs", awsOn(standIn.cloud));
    const { accessKey: _, secretKey: __, ...settings } = whole.settings as Record<string, unknown>;
    const login = { ...whole.login!, network, validatorNetwork };
    subjects.push({ ...whole, parts: ["sentried"], settings, login });
  }
  // A checkpoint after each of hundreds of steps is most of the work; nobody kills this engine.
  const environment = { ...standIn.environment, PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
  const report = await conform(subjects, { environment, ceiling: 80 });
  expect(failing(report)).toEqual(
    Object.fromEntries([
      ...Object.keys(broken).map((id) => [id, [id]]),
      ...behind.map(([id]) => [`${id}-behind-sentry`, [id]]),
      ...(unbooted ? [["whole-in-theirs", []]] : []),
    ]),
  );
  if (unbooted) expect(notRunBehindSentry(report, "whole-in-theirs")).toEqual(["deletion-order"]);
  expect([...standIn.cloud.things.keys()]).toEqual(there);
  standIn.cloud.things.clear();
});

/** Ends the engine whose environment has that variable, at once: what it was about to write is lost. */
function killEngine(mark: string): void {
  const isOurs = (pid: string) => {
    try {
      const isEngine = readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "pulumi";
      return isEngine && readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark);
    } catch {
      return false; // ended meanwhile
    }
  };
  const engines = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isOurs(name));
  expect(engines).toHaveLength(1);
  process.kill(Number(engines[0]), "SIGKILL");
}

test("an engine that is killed in the middle of a create: every promise fails, and the sweep finds what it made", async () => {
  const held = standIn.faults.hold("create", "Instance");
  const mark = `DINFRA_TEST_RUN=${randomBytes(8).toString("hex")}`;
  const [name, value] = mark.split("=") as [string, string];
  const environment = { ...standIn.environment, [name]: value };
  const run = conform([subject("killed", awsOn(standIn.cloud))], { environment, ceiling: 80 });
  await held.reached;
  killEngine(mark);
  held.release();
  const { platforms } = await run;
  expect(platforms[0]!.cells.filter(({ outcome }) => outcome === "pass")).toEqual([]);
  expect(platforms[0]!.left).toEqual([]);
  expect([...standIn.cloud.things.values()]).toEqual([]);
});
