import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "./lab/lab.js";
import type { Disk } from "./lab/disk.js";
import type { Machine } from "./lab/machine.js";
import type { Network } from "./lab/network.js";
import { describeOnMachines } from "./lab/needs.js";
import { buildWithCuts } from "./power-cut/build.js";

jest.setTimeout(300_000);

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
const volume = "/var/lib/dinfra/volumes/data";

/** What a disk was at one moment, and what the agent had said by then. */
interface Copy {
  disk: Disk;
  step: string;
  /** The agent had ended: all of it has to be there. */
  done: boolean;
}

/** What lies on a disk: whether it says that a part is whole, and whether it is. */
interface Seen {
  restored: boolean;
  restoredWhole: boolean;
  unpacked: boolean;
  unpackedWhole: boolean;
}

/** What a disk says that is not so; empty when it is sound. */
function lies({ done }: Copy, seen: Seen): string[] {
  const found: string[] = [];
  if (seen.restored && !seen.restoredWhole) found.push("the mark says restored, files are missing or torn");
  if (seen.unpacked && !seen.unpackedWhole) found.push("the store has the archive, files are missing or torn");
  if (done && !(seen.restored && seen.unpacked)) found.push("the agent said that all is there, it is not");
  return found;
}

/**
 * Power cuts at each moment at which the agent makes something durable, while it formats, mounts and marks a blank disk,
 * unpacks an archive and restores a snapshot. The cut is a copy of the disk's backing file while the disk is mounted: what
 * the file system has not written yet is not in it.
 */
describeOnMachines("a power cut at every step of a disk and a restore", () => {
  let lab: Lab;
  let network: Network;
  let folder: string;
  let content: string;
  let program: string;
  let server: Server;
  let base: string;
  let sums: { manifest: string; archive: string };
  let recorder: Machine;
  const blank: Record<string, Disk> = {};
  let take: (kind: string) => Promise<void> = async () => {};

  const boot = async (name: string, disks: Disk[]): Promise<Machine> => {
    const binds = { "/opt/pass": program, "/opt/content": content };
    const machine = await lab.boot({ name, network, boots: false, disks, binds });
    await machine.exec(
      `ip address add ${machine.address}/24 dev ens3 && ip link set ens3 up && ` +
        `groupadd --system dinfra && useradd --system -g dinfra dinfra`,
    );
    return machine;
  };
  const pass = (disk: Disk) => `/opt/pass ${disk.path} ${base} ${sums.manifest} ${sums.archive}`;

  /** Lets the agent do all of it on a blank disk, and copies the disk at each sync and at the end. */
  async function record(name: string, skip = "none"): Promise<Copy[]> {
    const disk = blank[name]!;
    const copies: Copy[] = [];
    const copy = async (step: string, done: boolean): Promise<void> => {
      copies.push({ disk: await disk.copy(`${name}-${copies.length}`), step, done });
    };
    take = (kind) => copy(`${copies.length}, before a sync of a ${kind}`, false);
    await recorder.exec(`CUT_URL=${base} CUT_SKIP=${skip} ${pass(disk)}`);
    await copy("the end", true);
    await recorder.exec(`umount ${volume}`);
    return copies;
  }

  async function look(machine: Machine): Promise<Seen> {
    const store = `${volume}/opt/dinfra/artifacts/${sums.archive}-tar.gz`;
    const words = await machine.exec(
      [`test -e ${volume}/.dinfra/restore-complete-db`, `diff -rq /opt/content ${volume}/db`]
        .concat([`test -e ${store}`, `diff -rq /opt/content ${store}`])
        .map((check) => `${check} >/dev/null 2>&1 && echo yes || echo no`)
        .join("; "),
    );
    const [restored, restoredWhole, unpacked, unpackedWhole] = words.split("\n").map((word) => word === "yes");
    return { restored, restoredWhole, unpacked, unpackedWhole } as Seen;
  }

  /** What a copy holds after the journal was replayed, as at the next boot; it stays mounted where it has a file system. */
  async function afterTheCut(machine: Machine, copy: Copy): Promise<Seen> {
    await machine.exec(`mkdir -p ${volume}; blkid --probe ${copy.disk.path} >/dev/null || exit 0; mount ${copy.disk.path} ${volume}`); // prettier-ignore
    return look(machine);
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-power-"));
    program = buildWithCuts(folder);
    content = join(folder, "content");
    mkdirSync(join(content, "full"), { recursive: true });
    for (let n = 0; n < 6; n++) writeFileSync(join(content, "full", `00000${n}.sst`), `${n} `.repeat(30_000 * n + 10));
    writeFileSync(join(content, "CURRENT"), "MANIFEST-1\n");
    execFileSync("tar", ["-czf", join(folder, "archive"), "-C", content, "."]);
    const manifest = execFileSync("sh", ["-c", "find . -type f | sed 's|^./||' | xargs sha256sum"], { cwd: content });
    sums = { manifest: sha256(manifest), archive: sha256(readFileSync(join(folder, "archive"))) };

    lab = await Lab.open();
    network = await lab.network();
    server = createServer((request, response) => {
      const path = request.url!.slice(1);
      if (path.startsWith("cut/")) {
        take(path.slice(4)).then(
          () => response.end(),
          (error: Error) => response.writeHead(500).end(error.message),
        );
      } else if (path === "SHA256SUMS") response.end(manifest);
      else response.end(readFileSync(path === "archive" ? join(folder, path) : join(content, path)));
    });
    server.listen(0, network.gateway);
    await once(server, "listening");
    base = `http://${network.gateway}:${(server.address() as AddressInfo).port}`;
    for (const name of ["sound", "bold", "rash"]) blank[name] = await lab.disk(64, name);
    recorder = await boot("recorder", Object.values(blank));
  });
  afterAll(async () => {
    server?.close();
    server?.closeAllConnections();
    await lab?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  test("leaves nothing that says it is whole and is not, and the agent goes on from there", async () => {
    const begun = performance.now();
    const copies = await record("sound");
    // Without the syncs of what marks speak of, and without any.
    const broken = [(await record("bold", "data")).at(-1)!, (await record("rash", "all")).at(-1)!];
    const machine = await boot("after", [...copies, ...broken].map(({ disk }) => disk)); // prettier-ignore
    const told: string[] = [];
    const states = new Set<string>();
    for (const copy of copies) {
      const seen = await afterTheCut(machine, copy);
      states.add(`${seen.unpacked} ${seen.restored}`);
      told.push(...lies(copy, seen).map((lie) => `${copy.step}: ${lie}`));
      await machine.exec(pass(copy.disk));
      told.push(...lies({ ...copy, done: true }, await look(machine)).map((lie) => `${copy.step}, gone on: ${lie}`));
      await machine.exec(`umount ${volume}`);
    }
    process.stderr.write(
      `power cut: ${copies.length} moments in ${Math.round((performance.now() - begun) / 1000)} s\n`,
    );
    expect(told).toEqual([]);
    // Each stage was cut: before both, between them, after both.
    expect([...states].sort()).toEqual(["false false", "true false", "true true"]);
    expect(copies.length).toBeGreaterThan(20);

    // The test finds an agent that does not sync.
    for (const copy of broken) {
      expect(lies(copy, await afterTheCut(machine, copy))).not.toEqual([]);
      await machine.exec(`umount ${volume}`);
    }
  });
});
