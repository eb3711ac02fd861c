import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentArtifactPath, renderUserData } from "@dinfra/node";
import type { ReleaseDocument } from "@dinfra/schemas";
import { until } from "../world/until.js";
import type { Disk } from "./lab/disk.js";
import { Lab } from "./lab/lab.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";
import type { Network } from "./lab/network.js";
import { Artifacts } from "./release/artifacts.js";

jest.setTimeout(600_000);

const root = join(__dirname, "..", "..");
const agent = join(root, "agent", "dist", "dinfra-agent-linux-amd64");
const rpc = { kind: "websocket", port: 9944, path: "/", method: "system_health", periodSeconds: 1, timeoutSeconds: 2 };
const probe = { ...rpc, failureThreshold: 3 } as NonNullable<ReleaseDocument["services"][number]["probes"]>["ready"];

/** Listens where peers connect, and writes down on its volume that it started. */
const peerScript = [
  `require("node:fs").appendFileSync("/var/lib/dinfra/volumes/data/starts", "started\\n")`,
  `require("node:net").createServer((socket) => socket.end("peer")).listen(30333, "0.0.0.0")`,
].join("; ");

interface Wishes {
  /** Folders of the volume that are restored, and whom the agent asks about each. */
  restored: { folder: string; endpoints: string[] }[];
  name: string;
  flags: string[];
  sandbox: "strict" | "validator";
}

/** A development node of this machine, which another one reaches. */
async function startDevNode(host: string): Promise<{ endpoint: string; process: ChildProcess }> {
  const main = join(root, "chain", "client", "dist", "node", "main.js");
  const args = [main, "--host", host, "--port", "0", "--block-time", "500"];
  const started = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(started.stdout, "data")) as [Buffer];
  return { process: started, endpoint: (JSON.parse(line.toString()) as { endpoint: string }).endpoint };
}

/** The development node as machines run it: its unit, its packet filter, its readiness, another version, another machine. */
describeOnMachines("the development node on a machine", () => {
  let lab: Lab;
  let network: Network;
  let artifacts: Artifacts;
  let folder: string;
  let archive: string;
  let digest: string;
  let disk: Disk;
  let machine: Machine;
  let stranger: Machine;
  const wishes: Wishes = { restored: [], name: "first", flags: [], sandbox: "strict" };
  /** sha256 of the list of the snapshot's files. */
  let manifestSha256: string;
  let begun = performance.now();

  const took = (step: string): void => {
    process.stderr.write(`node on a machine: ${step}: ${Math.round((performance.now() - begun) / 1000)} s\n`);
    begun = performance.now();
  };

  const document = (): ReleaseDocument => ({
    protocol: 5,
    name: "node-1",
    artifacts: [
      { name: "dev", version: "1", platforms: { amd64: { url: "dev.tar.gz", sha256: archive, unpack: "tar.gz" } } },
    ],
    volumes: [{ name: "data", device: disk.path }],
    restores: wishes.restored.map(({ folder, endpoints }) => ({
      ...{ volume: "data", folder, baseUrl: `${artifacts.baseUrl}/snapshot`, manifestSha256 },
      verify: { service: "node", endpoints },
    })),
    services: [
      {
        name: "node",
        command: { artifact: "dev", path: "bin/dev-node" },
        args: ["--host", "0.0.0.0", "--port", "9944", "--name", wishes.name, ...wishes.flags],
        sandbox: wishes.sandbox,
        volumes: ["data"],
        probes: { started: probe, ready: probe },
        ...(wishes.restored.length > 0 && { substrate: { rpcPort: 9944 } }),
      },
      {
        name: "peers",
        command: { artifact: "dev", path: "bin/node" },
        args: ["--eval", peerScript],
        volumes: ["data"],
      },
    ],
    ports: [
      { name: "p2p", number: 30333, protocol: "tcp", exposure: "world" },
      { name: "rpc", number: 9944, protocol: "tcp", exposure: "gateway" },
    ],
    sources: { gateway: [`${network.gateway}/32`] },
    health: { port: 8001 },
    upgrade: { drainSeconds: 1, readyWithinSeconds: 90 },
  });

  const boot = (name: string, disks: Disk[]): Promise<Machine> => {
    const operators = {
      keys: [readFileSync(join(folder, "id.pub"), "utf8").trim()],
      sources: [`${network.gateway}/32`],
    };
    const userData = renderUserData({ name, agent: { amd64: digest }, artifacts, operators });
    return lab.boot({ name, network, userData, disks });
  };

  interface Status {
    release: { desired: string; running: string; failure?: { code: string; message: string; permanent: boolean } };
    conditions: Record<string, { status: boolean; reason: string }>;
  }
  const status = async () => JSON.parse(await machine.exec("dinfra-agent status")) as Status;

  const apply = async (): Promise<void> => {
    await until(() => machine.attempt("dinfra-agent status"), ({ code }) => code === 0); // prettier-ignore
    await machine.exec("dinfra-agent apply", { input: JSON.stringify(document()) });
  };
  /** The release that was asked for runs and is ready. */
  const ready = () =>
    until(status, ({ release, conditions }) => release.running === release.desired && conditions["ready"]!.status);

  const ask = async (url: string, method: string, params: unknown[] = []) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(url.replace("ws:", "http:"), { method: "POST", headers, body });
    return ((await answer.json()) as { result: string }).result;
  };
  const nodeName = () => ask(`http://${machine.address}:9944`, "system_name");
  const askReady = () => fetch(`http://${machine.address}:8001/ready`);
  const verdict = async () => (await askReady()).status;

  /** Whether a connection from one machine to a port of another comes about. */
  const reaches = async (from: Machine, to: Machine, port: number): Promise<boolean> =>
    (await from.attempt(`timeout 2 bash -c '</dev/tcp/${to.address}/${port}'`)).code === 0;

  const exposure = async (service: string): Promise<number> => {
    const said = await machine.exec(`systemd-analyze security --no-pager dinfra-${service}.service`);
    const level = /Overall exposure level for \S+: ([\d.]+)/.exec(said);
    if (level === null) throw new Error(`expected an exposure level, found ${said}`);
    return Number(level[1]);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-node-"));
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
    const packed = join(folder, "dev.tar.gz");
    execFileSync(process.execPath, [join(root, "tools", "dev-node-archive.mjs"), packed]);
    took("packing the node");
    lab = await Lab.open();
    network = await lab.network();
    artifacts = await Artifacts.serve(network.gateway);
    digest = artifacts.putFile(agentArtifactPath, agent);
    archive = artifacts.putFile(() => "dev.tar.gz", packed);
    manifestSha256 = artifacts.put("snapshot/SHA256SUMS", `${artifacts.put("snapshot/blocks", "blocks")}  blocks\n`);
    disk = await lab.disk(256, "node-1-data");
    [machine, stranger] = await Promise.all([boot("node-1", [disk]), boot("stranger", [])]);
    await apply();
    took("two machines, booted");
    await ready();
    took("booted to ready");
  });
  afterAll(async () => {
    artifacts?.close();
    await lab?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  test("its units are hardened, and it runs under that", async () => {
    expect(await nodeName()).toBe("first");
    expect(await exposure("node")).toBeLessThanOrEqual(2.0);
    expect(await exposure("peers")).toBeLessThanOrEqual(2.0);
    const uids = "for s in node peers; do ps -o uid= -p $(systemctl show -P MainPID dinfra-$s.service); done";
    expect((await machine.exec(uids)).split("\n").map((uid) => Number(uid) > 0)).toEqual([true, true]);
  });

  test("another machine reaches what is open to the world, and nothing else", async () => {
    expect(await reaches(stranger, machine, 30333)).toBe(true);
    for (const port of [9944, 8001, 22]) expect(await reaches(stranger, machine, port)).toBe(false);
    // The machine itself and the gateway reach them, so they do listen.
    for (const port of [9944, 8001, 22]) expect(await reaches(machine, machine, port)).toBe(true);
    expect(await nodeName()).toBe("first");
    expect(await verdict()).toBe(200);
  });

  test("strangers who share a network do not reach each other", async () => {
    await until(() => stranger.attempt("dinfra-agent status"), ({ code }) => code === 0); // prettier-ignore
    await stranger.exec("systemd-run --quiet --unit=listens python3 -m http.server 5000");
    await until(() => reaches(stranger, stranger, 5000));
    for (const port of [5000, 22]) expect(await reaches(machine, stranger, port)).toBe(false);
    // They are on one network: what no filter holds back gets through.
    await machine.exec(`ping -c 1 -W 5 ${stranger.address}`);
  });

  test("readiness goes down while the node stalls, and up again", async () => {
    await machine.exec("systemctl kill --signal=STOP dinfra-node.service");
    await until(verdict, (code) => code === 503, 60_000);
    expect((await status()).conditions["started"]!.status).toBe(true);
    await machine.exec("systemctl kill --signal=CONT dinfra-node.service");
    await until(verdict, (code) => code === 200, 60_000);
    took("unit, packet filter, stall");
  });

  test("a validator's unit is hardened, as an upgrade in place", async () => {
    const bootId = await machine.exec("cat /proc/sys/kernel/random/boot_id");
    Object.assign(wishes, { name: "second", sandbox: "validator" });
    await apply();
    await ready();
    expect(await nodeName()).toBe("second");
    expect(await exposure("node")).toBeLessThanOrEqual(2.1);
    expect(await machine.exec("cat /proc/sys/kernel/random/boot_id")).toBe(bootId);
    // What did not change was not touched.
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("started");
    took("upgrade in place");
  });

  test("a version that does not come up gives way to the one before", async () => {
    const { running } = (await status()).release;
    wishes.flags = ["--no-such-flag"];
    await apply();
    const seen = await until(status, ({ release }) => release.failure?.code === "upgrade-returned");
    expect(seen.release.running).toBe(running);
    expect(await until(() => nodeName().catch(() => ""), (name) => name !== "")).toBe("second"); // prettier-ignore
    await until(verdict, (code) => code === 200, 60_000);
    wishes.flags = [];
    took("automatic return");
  });

  test("a restored database is held against what two nodes say, and refused where one has another chain", async () => {
    const own = "ws://127.0.0.1:9944";
    const agreeing = [own, `ws://${machine.address}:9944`];
    const verdictOf = (folder: string) =>
      machine
        .attempt(`cat /var/lib/dinfra/volumes/data/.dinfra/restore-verdict-${folder}`)
        .then(({ stdout }) => stdout);
    wishes.restored = [{ folder: "one", endpoints: agreeing }];
    await apply();
    await ready();
    expect(JSON.parse(await verdictOf("one"))).toMatchObject({ refusal: "", endpoints: agreeing });

    // Another development node is another chain from its first block on.
    const other = await startDevNode(network.gateway);
    wishes.restored.push({ folder: "two", endpoints: [own, other.endpoint] });
    await apply();
    const { release, conditions } = await until(status, (seen) => seen.release.failure?.code === "restore-refused");
    const [, height, theirs, by, ours] =
      /^expected block (\d+) with the hash (0x\w{64}), as (\S+) has it, found (0x\w{64}) in the database that was restored to two /.exec(
        release.failure!.message,
      )!;
    expect(`ws://${by}`).toBe(other.endpoint);
    expect(await ask(other.endpoint, "chain_getBlockHash", [Number(height)])).toBe(theirs);
    expect(ours).not.toBe(theirs);
    expect([release.failure!.permanent, conditions["restored"]!.status]).toEqual([true, false]);
    expect((await machine.attempt("systemctl is-active dinfra-node")).stdout).toBe("inactive\n");
    expect(await verdict()).toBe(503);
    other.process.kill();

    // Who corrects the witnesses gets another comparison.
    wishes.restored[1]!.endpoints = agreeing;
    await apply();
    await ready();
    expect(JSON.parse(await verdictOf("two"))).toMatchObject({ refusal: "" });
    wishes.restored = [];
    await apply();
    await ready();
    took("restored database");
  });

  /** Fills the data volume to the last block. */
  const fill = () => machine.attempt("cat /dev/zero > /var/lib/dinfra/volumes/data/filler; sync");
  const free = async () => Number(await machine.exec("df --output=avail /var/lib/dinfra/volumes/data | tail -n 1"));

  test("a full volume takes the node from its clients while it runs, until there is space again", async () => {
    const pid = () => machine.exec("systemctl show -P MainPID,NRestarts,InvocationID dinfra-node dinfra-peers");
    const [before, failure] = [await pid(), (await status()).release.failure];
    await fill();
    expect(await free()).toBe(0);
    await until(verdict, (code) => code === 503, 60_000);
    const { conditions, release } = await status();
    expect(conditions["ready"]!.reason).toMatch(
      /node: expected at least 5 % of volume data free, found \d+ of \d+ bytes/,
    );
    expect(await askReady().then((answer) => answer.text())).toContain("5 % of volume data free");
    expect([conditions["started"]!.status, release.failure]).toEqual([true, failure]);
    expect(await nodeName()).toBe("second");
    await machine.exec("rm /var/lib/dinfra/volumes/data/filler");
    await until(verdict, (code) => code === 200, 60_000);
    expect(await pid()).toBe(before);
    took("full volume");
  });

  test("it comes back by itself after a reboot, with a full volume whose disk has grown", async () => {
    await fill();
    await until(verdict, (code) => code === 503, 60_000);
    // A container's kernel lets no mounted file system grow: the next boot does.
    await disk.grow(512);
    await machine.reboot();
    await until(() => verdict().catch(() => 0), (code) => code === 200, 120_000); // prettier-ignore
    expect(await nodeName()).toBe("second");
    expect(await free()).toBeGreaterThan(100_000);
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts; rm /var/lib/dinfra/volumes/data/filler")).toBe(
      "started\nstarted",
    );
    took("reboot, grown");
  });

  test("the machine is replaced, and the disk is kept", async () => {
    await lab.remove(machine);
    machine = await boot("node-1", [disk]);
    await apply();
    await ready();
    expect(await nodeName()).toBe("second");
    expect(await machine.exec("cat /var/lib/dinfra/volumes/data/starts")).toBe("started\nstarted\nstarted");
    took("another machine, ready");
  });
});
