/** @integration npm run bench: how long a machine takes from its power-on until its node runs. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { agentArtifactPath, renderUserData } from "@dinfra/node";
import type { ReleaseDocument } from "@dinfra/schemas";
import { until } from "../../world/until.js";
import { Lab } from "../lab/lab.js";
import { describeOnMachines } from "../lab/needs.js";
import type { Network } from "../lab/network.js";
import { Artifacts } from "../release/artifacts.js";

const root = join(__dirname, "..", "..", "..");
const agent = join(root, "agent", "dist", "dinfra-agent-linux-amd64");
const runs = Number(process.env.DINFRA_BENCH_RUNS ?? 3);
const out = process.env.DINFRA_BENCH_OUT ?? join(__dirname, "results");
const snapshotMib = 512;
const conditions = ["booted", "restored", "started", "ready"] as const;
type Times = Record<(typeof conditions)[number], number>;

jest.setTimeout(3_600_000);

describeOnMachines("from power-on to a node that runs", () => {
  let lab: Lab;
  let network: Network;
  let artifacts: Artifacts;
  let folder: string;
  let sums: { agent: string; archive: string; manifest: string };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-start-"));
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
    const packed = join(folder, "dev.tar.gz");
    execFileSync(process.execPath, [join(root, "tools", "dev-node-archive.mjs"), packed]);
    lab = await Lab.open();
    network = await lab.network();
    artifacts = await Artifacts.serve(network.gateway);
    // Files of 32 MiB that do not compress, as those of a database.
    const files = Array.from({ length: snapshotMib / 32 }, (_, i) => {
      const sum = artifacts.put(`snapshot/${i}.sst`, randomBytes(32 << 20));
      return `${sum}  ${i}.sst\n`;
    });
    sums = {
      agent: artifacts.putFile(agentArtifactPath, agent),
      archive: artifacts.putFile(() => "dev.tar.gz", packed),
      manifest: artifacts.put("snapshot/SHA256SUMS", files.join("")),
    };
  });
  afterAll(async () => {
    artifacts?.close();
    await lab?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  const probe = { kind: "websocket", port: 9944, path: "/", method: "system_health", periodSeconds: 1, timeoutSeconds: 2, failureThreshold: 3 } as const; // prettier-ignore

  const document = (device: string, snapshot: boolean): ReleaseDocument => ({
    protocol: 1,
    name: "node-1",
    artifacts: [
      {
        name: "dev",
        version: "1",
        platforms: { amd64: { url: "dev.tar.gz", sha256: sums.archive, unpack: "tar.gz" } },
      },
    ],
    volumes: [{ name: "data", device }],
    restores: snapshot
      ? [{ volume: "data", folder: "db", baseUrl: `${artifacts.baseUrl}/snapshot`, manifestSha256: sums.manifest }]
      : [],
    services: [
      {
        name: "node",
        command: { artifact: "dev", path: "bin/dev-node" },
        args: ["--host", "0.0.0.0", "--port", "9944"],
        volumes: ["data"],
        probes: { started: probe, ready: probe },
        substrate: { rpcPort: 9944 },
      },
    ],
  });

  /** Seconds from power-on to each condition. */
  async function once(name: string, snapshot: boolean): Promise<Times> {
    const disk = await lab.disk(2048);
    const userData = renderUserData({
      ...{ name, agent: { amd64: sums.agent }, artifacts },
      operators: { keys: [readFileSync(join(folder, "id.pub"), "utf8").trim()] },
    });
    const begun = performance.now();
    const machine = await lab.boot({ name, network, userData, disks: [disk] });
    const input = JSON.stringify(document(disk.path, snapshot));
    await until(() => machine.attempt("dinfra-agent apply", { input }), ({ code }) => code === 0); // prettier-ignore
    const seen: Partial<Times> = {};
    await until(
      async () => {
        const said = JSON.parse(await machine.exec("dinfra-agent status")) as Record<string, Record<string, { status: boolean }>>; // prettier-ignore
        for (const one of conditions)
          if (said["conditions"]![one]!.status) seen[one] ??= (performance.now() - begun) / 1000;
        return seen;
      },
      ({ ready }) => ready !== undefined,
      600_000,
    );
    await lab.remove(machine);
    return seen as Times;
  }

  test("cold, and from a snapshot", async () => {
    const lines = ["how,run,booted s,restored s,started s,ready s,load before"];
    for (let run = 1; run <= runs; run++) {
      for (const how of ["cold", "snapshot"] as const) {
        const load = loadavg()[0]!.toFixed(1);
        const times = await once(`${how}-${run}`, how === "snapshot");
        lines.push([how, run, ...conditions.map((one) => times[one].toFixed(1)), load].join(","));
        process.stderr.write(`${lines.at(-1)}\n`);
      }
    }
    const machine = `${availableParallelism()} x ${cpus()[0]!.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
    mkdirSync(out, { recursive: true });
    const head = `# ${machine}, Node ${process.versions.node}; snapshot of ${snapshotMib} MiB from this machine`;
    writeFileSync(join(out, "start.csv"), [head, ...lines, ""].join("\n"));
  });
});
