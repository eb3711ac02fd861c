import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentArtifactPath, renderUserData } from "@dinfra/node";
import { until } from "../world/until.js";
import { attempt } from "./lab/command.js";
import { Lab } from "./lab/lab.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";
import type { Network } from "./lab/network.js";
import { buildWithCuts } from "./power-cut/build.js";
import { Artifacts } from "./release/artifacts.js";

jest.setTimeout(process.env.DINFRA_SOAK_CUTS ? 3_600_000 : 600_000);

/** The sync of a boot at which the power fails: what the boot before made durable is not done again. */
const moments = [1, 3, 8, 16];

/** Every sync of a first boot, each on a machine of its own: about ten seconds each, so only in npm run soak:cuts. */
const soak = process.env.DINFRA_SOAK_CUTS ? test : test.skip;

/** Power cuts during the first boot of a machine. Its agent tells the test before each sync, which then cuts the power. */
describeOnMachines("a power cut at the steps of first boot", () => {
  let lab: Lab;
  let network: Network;
  let artifacts: Artifacts;
  let folder: string;
  let server: Server;
  let url: string;
  let seen = 0;
  let cutAt = Infinity;
  let reached: () => void = () => {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-first-"));
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
    lab = await Lab.open();
    network = await lab.network();
    artifacts = await Artifacts.serve(network.gateway);
    server = createServer((_, response) => {
      if (++seen === cutAt)
        reached(); // and no answer: the power fails here
      else response.end();
    });
    server.listen(0, network.gateway);
    await once(server, "listening");
    url = `http://${network.gateway}:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server?.close();
    server?.closeAllConnections();
    artifacts?.close();
    await lab?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  const boot = (name: string, program: string): Promise<Machine> => {
    const agent = { amd64: artifacts.putFile(agentArtifactPath, program) };
    const keys = [readFileSync(join(folder, "id.pub"), "utf8").trim()];
    return lab.boot({ name, network, userData: renderUserData({ name, agent, artifacts, operators: { keys } }) });
  };

  /** Asks as an operator does; answers the machine's sealing key once it is up. */
  const sealingKey = async (machine: Machine): Promise<string> => {
    const options = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes"];
    const ask = () =>
      attempt("ssh", ["-i", join(folder, "id"), ...options, `dinfra-operator@${machine.address}`, "status"]);
    const { stdout } = await until(ask, ({ code }) => code === 0, 120_000, 500);
    return (JSON.parse(stdout) as { machine: { sealingKey: string } }).machine.sealingKey;
  };

  /** Lets a machine run until the given sync of this boot, and cuts its power; false where it came up before. */
  async function cutDuring(moment: number, run: () => Promise<Machine>): Promise<{ machine: Machine; cut: boolean }> {
    seen = 0;
    cutAt = moment;
    const there = new Promise<boolean>((resolve) => (reached = () => resolve(true)));
    const machine = await run();
    const up = sealingKey(machine).then(
      () => false,
      () => false,
    );
    const cut = await Promise.race([there, up]);
    await machine.cutPower();
    return { machine, cut };
  }

  /** What a machine is that came up: all runs, and no file is empty that was being written. */
  async function expectWhole(machine: Machine): Promise<string> {
    cutAt = Infinity;
    await machine.start();
    const key = await sealingKey(machine);
    // Each may answer before systemd calls it active.
    const states = () => machine.exec("systemctl is-active dinfra-agent dinfra-firewall ssh || true");
    await until(states, (found) => found === "active\nactive\nactive", 60_000, 200);
    await machine.exec("nft list table inet dinfra");
    expect(await machine.exec("find /etc/dinfra /etc/ssh /opt/dinfra /var/lib/dinfra /etc/systemd/system/dinfra-* -type f -empty")).toBe(""); // prettier-ignore
    return key;
  }

  soak("at each of them, on a machine of its own, the machine comes up afterwards, whole", async () => {
    const program = buildWithCuts(folder, { url });
    for (let moment = 1, cut = true; cut; moment++) {
      const begun = performance.now();
      const one = await cutDuring(moment, () => boot(`cut-${moment}`, program));
      await expectWhole(one.machine);
      await lab.remove(one.machine);
      cut = one.cut;
      const seconds = Math.round((performance.now() - begun) / 1000);
      process.stderr.write(`first boot: ${cut ? `cut at sync ${moment}` : "not cut any more"}, ${seconds} s\n`);
      // A first boot has more than those that the shorter test takes.
      if (!cut) expect(moment).toBeGreaterThan(moments.at(-1)!);
    }
  });

  test("the machine comes up afterwards, whole", async () => {
    const begun = performance.now();
    const program = buildWithCuts(folder, { url });
    let machine: Machine | undefined;
    const cut: number[] = [];
    for (const moment of moments) {
      const known: Machine | undefined = machine;
      const again = async (one: Machine) => {
        await one.start();
        return one;
      };
      const one = await cutDuring(moment, () => (known === undefined ? boot("cut", program) : again(known)));
      machine = one.machine;
      if (one.cut) cut.push(moment);
    }
    const key = await expectWhole(machine!);
    process.stderr.write(
      `first boot: cut at ${cut.join(", ")} in ${Math.round((performance.now() - begun) / 1000)} s\n`,
    );
    expect(cut.length).toBeGreaterThanOrEqual(3);
    // What an operator was told holds after a cut, too.
    await machine!.cutPower();
    await machine!.start();
    expect(await sealingKey(machine!)).toBe(key);
    await lab.remove(machine!);
  });

  test("without syncs it does not: this test can fail", async () => {
    const program = buildWithCuts(folder, { url, skip: "all" });
    // A file system may write by itself what nobody asked it to, as when somebody else syncs: then the next machine is cut.
    let lost = false;
    for (let machines = 1; !lost && machines <= 4; machines++) {
      const machine = await boot(`unsynced-${machines}`, program);
      const key = await sealingKey(machine);
      await machine.cutPower();
      await machine.start();
      lost = (await sealingKey(machine)) !== key;
      await lab.remove(machine);
    }
    expect(lost).toBe(true);
  });
});
