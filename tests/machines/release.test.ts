import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentArtifactPath, Release, renderUserData, type ReleaseArgs } from "@dinfra/node";
import { renderRelease, withLogs, type Workload } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { ReleaseDocument } from "@dinfra/schemas";
import { until } from "../world/until.js";
import { Lab } from "./lab/lab.js";
import type { Disk } from "./lab/disk.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";
import { buildAgentBefore, protocolsBefore } from "./release/agent-before.js";
import { Artifacts } from "./release/artifacts.js";
import { openStack } from "./release/engine.js";
import { LogReceiver } from "./release/log-receiver.js";

jest.setTimeout(600_000);

const agent = join(__dirname, "..", "..", "agent", "dist", "dinfra-agent-linux-amd64");

/**
 * A service in a few lines: it says what it was started with, the secret that it may read, and under /if/ whether its volume has
 * a file. It logs a number ten times a second.
 */
const program = `
const fs = require("node:fs");
const [port, volume, word, secret] = process.argv.slice(2);
fs.appendFileSync(volume + "/starts", word + "\\n");
require("node:http").createServer(({ url }, answer) => {
  if (url.startsWith("/if/") && !fs.existsSync(volume + url.slice(3))) answer.statusCode = 503;
  answer.end(url === "/secret" ? fs.readFileSync(secret) : word);
}).listen(+port, "0.0.0.0");
let count = 0;
setInterval(() => console.log("process", process.pid, "line", count++), 100);
`;

const rpc = { kind: "http", port: 9944, path: "/", periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 3 } as const;

interface Wishes {
  word: string;
  database: string;
  /** sha256 of the agent that comes with the release. */
  agent: string;
  waitFor: "booted" | "restored" | "started" | "ready";
  timeoutSeconds: number;
  /** sha256 of the manifest of the snapshot that a folder of the volume begins with. */
  snapshot?: string;
  /** Whether it comes up, and serves, only once its volume has files of those names. */
  gated?: boolean;
  /** What sends the machine's logs, as the library has it. */
  logs?: Pick<ReleaseDocument, "protocol" | "artifacts" | "services">;
}

/** A machine, and the release on it through the real engine: made, unchanged, updated, drifted, refused, deleted. */
describeOnMachines("a Release on a machine that boots", () => {
  let lab: Lab;
  let machine: Machine;
  let disk: Disk;
  let artifacts: Artifacts;
  let receiver: LogReceiver;
  let keys: string;
  let userData: string;
  let sums: { node: string; script: string };
  let opened: Awaited<ReturnType<typeof openStack>>;
  const wishes: Wishes = { word: "hello", database: "rocksdb", agent: "", waitFor: "ready", timeoutSeconds: 240 };

  const document = (): ReleaseDocument => ({
    protocol: wishes.logs?.protocol ?? 4,
    agent: { amd64: { url: agentArtifactPath(wishes.agent), sha256: wishes.agent } },
    name: "node-1",
    artifacts: [
      { name: "node", version: "24", platforms: { amd64: { url: "node", sha256: sums.node } } },
      { name: "script", version: "1", platforms: { amd64: { url: "script", sha256: sums.script } } },
      ...(wishes.logs?.artifacts ?? []),
    ],
    volumes: [{ name: "data", device: disk.path, fixed: { database: wishes.database } }],
    services: [
      {
        name: "node",
        command: { artifact: "node", path: "node" },
        args: [
          [{ ref: "artifact", artifact: "script", path: "script" }],
          "9944",
          [{ ref: "volume", volume: "data" }],
          wishes.word,
          [{ ref: "secret", secret: "tls.pem" }],
        ],
        volumes: ["data"],
        reload: { signal: "SIGHUP" },
        probes: wishes.gated
          ? { started: { ...rpc, path: "/if/up" }, ready: { ...rpc, path: "/if/serves" }, alive: rpc }
          : { started: rpc, ready: rpc, alive: rpc },
      },
      ...(wishes.logs?.services ?? []),
    ],
    ...(wishes.snapshot && {
      restores: [
        {
          ...{ volume: "data", folder: "db" },
          baseUrl: `${artifacts.baseUrl}/snapshot`,
          manifestSha256: wishes.snapshot,
        },
      ],
    }),
    ports: [{ name: "rpc", number: 9944, protocol: "tcp", exposure: "world" }],
    health: { port: 8001 },
    sources: { gateway: [machine.network.cidr] },
  });

  const release = (): ReleaseArgs => ({
    document: document(),
    connection: { host: machine.address, privateKey: { file: join(keys, "id") } },
    machine: "machine-1",
    waitFor: wishes.waitFor,
    timeoutSeconds: wishes.timeoutSeconds,
    secrets: [
      { service: "node", name: "tls.pem", source: { file: join(keys, "tls.pem") } },
      ...(wishes.logs ? [{ service: "logs", name: "secret", source: { file: join(keys, "token") } }] : []),
    ],
  });
  const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
  /** What the engine said of every update. */
  const events: string[] = [];
  const up = () => opened.stack.up({ onEvent: (event) => void events.push(JSON.stringify(event)) });

  const answer = async (path = "9944/") => (await fetch(`http://${machine.address}:${path}`)).text();
  const status = async () =>
    JSON.parse(await machine.exec("dinfra-agent status")) as {
      protocols: number[];
      release: { desired: string; running: string };
      conditions: Record<string, { status: boolean }>;
    };

  beforeAll(async () => {
    if (!existsSync(agent))
      throw new Error(`expected the agent at ${agent}, found nothing: run npm run setup -- --tests`);
    keys = mkdtempSync(join(tmpdir(), "dinfra-key-"));
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(keys, "id")]);
    writeFileSync(join(keys, "tls.pem"), pem("only-the-service-reads-this"));
    lab = await Lab.open();
    const network = await lab.network();
    artifacts = await Artifacts.serve(network.gateway);
    writeFileSync(join(keys, "token"), "only-the-receiver-knows-this\n");
    receiver = await LogReceiver.serve(network.gateway, "only-the-receiver-knows-this", keys);
    sums = {
      node: artifacts.put("node", readFileSync(process.execPath)),
      script: artifacts.put("script", program),
    };
    // The machine is set up by the version before, whose agent was built from its own sources.
    wishes.agent = artifacts.putFile(agentArtifactPath, buildAgentBefore(keys));
    userData = renderUserData({
      name: "node-1",
      agent: { amd64: wishes.agent },
      artifacts,
      operators: { keys: [readFileSync(join(keys, "id.pub"), "utf8").trim()] },
    });
    disk = await lab.disk(256, "node-1-data");
    machine = await lab.boot({ name: "node-1", network, userData, disks: [disk] });
    // A release that has not booted yet is waited for: the engine starts at once.
    opened = await openStack(async () => {
      const made = new Release("node", release());
      return { hostKey: made.hostKey, digest: made.digest, sealingKey: made.sealingKey, fixed: made.fixed };
    });
  });
  afterAll(async () => {
    opened?.close();
    receiver?.close();
    artifacts?.close();
    await lab?.close();
    if (keys) rmSync(keys, { recursive: true });
  });

  test("is brought to a machine that is still booting, and answers when up ends", async () => {
    const made = await up();
    expect(made.summary.resourceChanges).toEqual({ create: 2 });
    expect(await answer()).toBe("hello");
    expect(made.outputs.hostKey!.value).toBe(
      (await machine.exec("cat /etc/ssh/ssh_host_ed25519_key.pub")).split(" ").slice(0, 2).join(" "),
    );
    expect(made.outputs.fixed!.value).toEqual({ data: { database: "rocksdb" } });
    const { conditions } = await status();
    for (const name of ["booted", "restored", "started", "ready"]) expect(conditions[name]!.status).toBe(true);
    expect(await answer("8001/ready")).toContain('"ok":true');
    expect((await status()).protocols).toEqual(protocolsBefore);
  });

  test("is unchanged, and looked at without a difference", async () => {
    expect((await opened.stack.refresh()).summary.resourceChanges).toEqual({ same: 2 });
    expect((await up()).summary.resourceChanges).toEqual({ same: 2 });
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello");
  });

  const serveAgent = (content: Buffer | string) => {
    const sum = createHash("sha256").update(content).digest("hex");
    artifacts.put(agentArtifactPath(sum), content);
    return sum;
  };
  const folder = "/var/lib/dinfra/agent";
  const current = async () => (await machine.exec("readlink /opt/dinfra/agent/current")).split("/").pop();
  const node = () => machine.exec("systemctl show --property=MainPID,InvocationID dinfra-node");
  const exists = async (file: string) => (await machine.attempt(`test -e ${file}`)).code === 0;

  test("the present agent takes over from the one before, killed on the way; the service never ends", async () => {
    const before = await node();
    wishes.agent = serveAgent(readFileSync(agent));
    const updated = up();
    await until(async () => (await exists(`${folder}/agent-trial.json`)) || (await current()) === wishes.agent);
    await machine.exec("systemctl kill --signal=KILL dinfra-agent update-dinfra-agent; true");
    await updated;
    await until(current, (sum) => sum === wishes.agent);
    await until(() => exists(`${folder}/agent-trial.json`), (there) => !there, 120_000, 200); // prettier-ignore
    expect(await current()).toBe(wishes.agent);
    expect(await exists(`${folder}/agent-failed.json`)).toBe(false);
    expect(await node()).toBe(before);
    expect((await status()).protocols).toEqual([...protocolsBefore, 6]);
    await opened.stack.refresh();
    expect((await up()).summary.resourceChanges).toEqual({ same: 2 });
    expect(await node()).toBe(before);
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello");
  });

  /** What the library renders for a placement with a receiver of logs. */
  const logsOf = (): Promise<ReleaseDocument> => {
    const nothing: Workload = { name: "node-1", volumes: [], steps: [], services: [], ports: [] };
    const ranges = { world: [], peers: [], gateway: [], operators: [] };
    const placement = {
      artifacts: { baseUrl: artifacts.baseUrl, agent: { amd64: wishes.agent } },
      logs: { loki: { url: receiver.url }, token: { file: join(keys, "token") }, labels: { stack: "test" } },
    };
    return new Promise((resolve) =>
      withLogs(pulumi.output(nothing), placement).apply((workload) =>
        resolve(renderRelease(workload, { devices: {}, architecture: "amd64", ranges })),
      ),
    );
  };

  /** What the journal has of the service `node` itself, in order: time in nanoseconds, and line. */
  const journal = async () => {
    const said = await machine.exec(
      "journalctl --quiet --output=json --output-fields=MESSAGE _SYSTEMD_UNIT=dinfra-node.service",
    );
    return said.split("\n").map((line) => {
      const { __REALTIME_TIMESTAMP: micros, MESSAGE } = JSON.parse(line) as Record<string, string>;
      return `${micros}000 ${MESSAGE}`;
    });
  };
  const named = ({ time, text }: { time: string; text: string }) => `${time} ${text}`;
  /** Waits until all that the journal has by now was received. */
  const received = async () => {
    const all = await journal();
    await until(
      () => new Set(receiver.lines.map(named)),
      (found) => all.every((line) => found.has(line)),
      60_000,
      200,
    );
    return all;
  };

  test("its logs reach a receiver from the machine's first line on, with a sealed token; the service never ends", async () => {
    const before = await node();
    // An image that knows the receiver's authority.
    await machine.exec("cat >> /etc/ssl/certs/ca-certificates.crt", { input: receiver.certificate });
    wishes.logs = await logsOf();
    expect(wishes.logs.protocol).toBe(6);
    expect((await up()).summary.resourceChanges).toEqual({ same: 1, update: 1 });
    expect(await node()).toBe(before);
    expect((await received()).filter((line) => / process \d+ line 0$/.test(line))).toHaveLength(1);
    expect(receiver.refused).toBe(0);
    const host = await machine.exec("hostname");
    expect(receiver.lines.find(({ text }) => text.includes("line 0"))!.labels).toEqual({
      ...{ job: "dinfra", node: "node-1", host, unit: "node", level: "info", stack: "test" },
    });
    expect(new Set(receiver.lines.map(({ labels }) => labels["unit"]))).toContain("agent");
    const level = / ([\d.]+) \w+ \S+$/.exec(
      await machine.exec("systemd-analyze security --no-pager dinfra-logs.service"),
    );
    expect(Number(level![1])).toBeLessThanOrEqual(2.0);
  });

  test("its secret is read by the service alone, and lies in memory alone", async () => {
    expect(await answer("9944/secret")).toBe(pem("only-the-service-reads-this"));
    const file = "/run/dinfra/secrets/node/tls.pem";
    expect(await machine.exec(`stat -c '%U %a' ${file}; stat -f -c %T ${file}`)).toBe("root 400\ntmpfs");
    expect((await machine.attempt(`setpriv --reuid=dinfra --clear-groups cat ${file}`)).code).toBe(1);
  });

  test("a secret that changed where it lies reaches the service, by an update of the Release", async () => {
    writeFileSync(join(keys, "tls.pem"), pem("the-next-one"));
    expect((await up()).summary.resourceChanges).toEqual({ same: 1, update: 1 });
    expect(await answer("9944/secret")).toBe(pem("the-next-one"));
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello\nhello");
  });

  test("neither the private key nor a secret gets into state, events, user data, or the machine's log and disk", async () => {
    const secrets = [
      readFileSync(join(keys, "id"), "utf8").split("\n")[2]!,
      "only-the-service-reads-this",
      "the-next-one",
      "only-the-receiver-knows-this",
    ];
    const texts = readdirSync(opened.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.filter((text) => text.includes("tls.pem"))).not.toEqual([]);
    expect(events.filter((text) => text.includes("tls.pem"))).not.toEqual([]);
    for (const secret of secrets)
      expect([...texts, ...events, userData].filter((text) => text.includes(secret))).toEqual([]);
    const left = `grep -rlaF -e only-the-service -e the-next-one -e only-the-receiver /etc /opt /var/lib/dinfra /var/lib/cloud /var/log /var/tmp || true; journalctl --no-pager | grep -cF -e only-the-service -e the-next-one -e only-the-receiver || true`; // prettier-ignore
    expect(await machine.exec(left)).toBe("0");
  });

  test("new flags are an update of the Release; the machine stays", async () => {
    const boot = await machine.exec("cat /proc/sys/kernel/random/boot_id");
    wishes.word = "hej";
    expect((await up()).summary.resourceChanges).toEqual({ same: 1, update: 1 });
    expect(await answer()).toBe("hej");
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello\nhello\nhej");
    expect(await machine.exec("cat /proc/sys/kernel/random/boot_id")).toBe(boot);
  });

  test("an agent that does not answer gives way to the one before, and is not tried again by itself", async () => {
    const [good, before] = [wishes.agent, await node()];
    wishes.agent = serveAgent(`#!/bin/sh\n[ "$1" = version ] || exit 1\n`);
    await up();
    await until(() => exists(`${folder}/agent-failed.json`), Boolean, 240_000, 200);
    await until(() => exists(`${folder}/agent-trial.json`), (there) => !there, 120_000, 200); // prettier-ignore
    await until(() => machine.attempt("dinfra-agent status"), ({ code }) => code === 0); // prettier-ignore
    expect(await current()).toBe(good);
    expect(await node()).toBe(before);
    const said = JSON.parse(await machine.exec("dinfra-agent status")) as { renewal: { failure: { code: string } } };
    expect(said.renewal.failure.code).toBe("agent-update-failed");
    wishes.agent = good;
    await up();
  });

  test("a database that cannot follow is refused while the node runs on", async () => {
    wishes.database = "paritydb";
    await expect(up().finally(() => (wishes.database = "rocksdb"))).rejects.toThrow(
      /dinfra-node\/volume-cannot-follow/,
    );
    expect(await answer()).toBe("hej");
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello\nhello\nhej");
  });

  test("what somebody took away is seen and brought back, with its data", async () => {
    await machine.exec("dinfra-agent remove");
    await until(async () => (await machine.attempt("systemctl is-active dinfra-node")).stdout.trim() !== "active");
    expect((await opened.stack.refresh()).summary.resourceChanges).toMatchObject({ delete: 1 });
    expect((await up()).summary.resourceChanges).toEqual({ same: 1, create: 1 });
    expect(await answer()).toBe("hej");
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("hello\nhello\nhej\nhej");
  });

  test("an update waits for what it is told to: booted, restored, started, ready", async () => {
    const conditions = async () => {
      const all = (await status()).conditions;
      return ["booted", "restored", "started", "ready"].filter((name) => all[name]!.status);
    };
    const volume = "/var/lib/dinfra/volumes/data";
    const blocks = artifacts.put("snapshot/full/blocks", "blocks");
    wishes.snapshot = artifacts.put("snapshot/SHA256SUMS", `${blocks}  full/blocks\n`);
    wishes.gated = true;
    const release = artifacts.hold("snapshot/full/blocks");
    // Made anew: what runs already would have to prove itself first.
    await machine.exec("dinfra-agent remove");
    await opened.stack.refresh();

    Object.assign(wishes, { waitFor: "booted" });
    await up();
    expect(await conditions()).toEqual(["booted"]);
    Object.assign(wishes, { waitFor: "restored", timeoutSeconds: 2 });
    await expect(up()).rejects.toThrow(/expected restored within 2 s, found not yet/);

    release();
    Object.assign(wishes, { timeoutSeconds: 120 });
    await up();
    expect(await machine.exec(`cat ${volume}/db/full/blocks`)).toBe("blocks");
    expect(await conditions()).toEqual(["booted", "restored"]);

    Object.assign(wishes, { waitFor: "started" });
    await Promise.all([up(), machine.exec(`sleep 3 && touch ${volume}/up`)]);
    expect(await conditions()).toEqual(["booted", "restored", "started"]);

    Object.assign(wishes, { waitFor: "ready" });
    await Promise.all([up(), machine.exec(`sleep 3 && touch ${volume}/serves`)]);
    expect(await conditions()).toEqual(["booted", "restored", "started", "ready"]);
  });

  test("comes back by itself after a reboot, with nobody asking; no line of its log is lost", async () => {
    const boot = await machine.exec("cat /proc/sys/kernel/random/boot_id");
    await machine.reboot();
    const pushesBefore = receiver.pushes.length;
    await until(() => answer().catch(() => ""), (said) => said === "hej", 120_000, 500); // prettier-ignore
    await until(async () => (await status()).conditions["ready"]!.status);

    const all = await received();
    const last = await machine.exec(
      `journalctl --quiet --output=cat --lines=1 _BOOT_ID=${boot.replaceAll("-", "")} _SYSTEMD_UNIT=dinfra-node.service`,
    );
    expect(all.filter((line) => line.endsWith(last)).length).toBeGreaterThan(0);
    // The last push of before may come twice, and nothing else.
    const before = new Set(receiver.pushes.slice(0, pushesBefore).flat().map(named));
    const twice = receiver.pushes.slice(pushesBefore).flat().map(named).filter((line) => before.has(line)); // prettier-ignore
    const lastPush = receiver.pushes[pushesBefore - 1]!.map(named);
    expect(twice.filter((line) => !lastPush.includes(line))).toEqual([]);
  });

  test("a machine that shows another host key is sent nothing", async () => {
    await machine.exec("rm /etc/ssh/ssh_host_ed25519_key*; ssh-keygen -q -A; systemctl restart ssh");
    await expect(opened.stack.refresh()).rejects.toThrow(/dinfra-node\/host-key-changed/);
    await machine.exec("true");
  });

  test("is deleted: the service is gone, the port is shut, the data stays", async () => {
    // The key changed on purpose above: another machine id says so, and the new key is pinned.
    wishes.word = "again";
    const moved = opened.stack.workspace;
    moved.program = async () => {
      new Release("node", { ...release(), machine: "machine-2" });
    };
    await up();
    expect(await answer()).toBe("again");
    await opened.stack.destroy();
    expect(await machine.exec("ls /etc/systemd/system/dinfra-*.service; nft list table inet dinfra")).not.toMatch(
      /dinfra-node.service|9944/,
    );
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toContain("again");
    await expect(answer()).rejects.toThrow();
  });
});
