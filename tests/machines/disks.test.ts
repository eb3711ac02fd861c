import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "./lab/command.js";
import type { Disk } from "./lab/disk.js";
import { Lab } from "./lab/lab.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";
import { buildWithCuts } from "./power-cut/build.js";

jest.setTimeout(300_000);

const volume = "/var/lib/dinfra/volumes/data";
const foreign = {
  "another node's volume": 'mkfs.ext4 -q $D && mount $D /mnt && mkdir /mnt/.dinfra && echo \'{"node":"other","volume":"data"}\' >/mnt/.dinfra/volume.json && umount /mnt', // prettier-ignore
  "somebody's ext4": "mkfs.ext4 -q $D && mount $D /mnt && echo photo >/mnt/photo && umount /mnt",
  "somebody's XFS": "mkfs.xfs -q $D && mount $D /mnt && echo photo >/mnt/photo && umount /mnt",
  "a partition table": 'printf "label: gpt\\n,,L\\n" | sfdisk -q $D',
  "data of no known kind": "printf data | dd of=$D bs=1 seek=70000 status=none",
};

/** What the agent does with disks that are not as they should be, on a machine that needs no boot for it. */
describeOnMachines("disks that the agent finds", () => {
  let lab: Lab;
  let folder: string;
  let machine: Machine;
  let ours: Disk;
  const others = new Map<string, Disk>();

  const ensure = (disk: Disk) => machine.attempt(`/opt/pass ${disk.path}`);
  const sum = (disk: Disk) => createHash("sha256").update(readFileSync(disk.file)).digest("hex");
  const sizeMiB = async () => Number(await machine.exec(`df --output=size -m ${volume} | tail -1`));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dinfra-disks-"));
    lab = await Lab.open();
    for (const [index, kind] of Object.keys(foreign).entries()) {
      others.set(kind, await lab.disk(kind.includes("XFS") ? 320 : 64, `foreign-${index}`));
    }
    ours = await lab.disk(128, "ours");
    const disks = [ours, ...others.values()];
    machine = await lab.boot({ name: "disks", boots: false, disks, binds: { "/opt/pass": buildWithCuts(folder) } });
    await machine.exec("groupadd --system dinfra && useradd --system -g dinfra dinfra");
  });
  afterAll(async () => {
    await lab?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  test.each(Object.entries(foreign))("%s is refused, and not a byte of it changes", async (kind, make) => {
    const disk = others.get(kind)!;
    await machine.exec(`D=${disk.path}; ${make}; sync`);
    const before = sum(disk);
    const { code, stderr } = await ensure(disk);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("agent/disk-foreign") as string });
    await machine.exec("sync");
    expect(sum(disk)).toBe(before);
    expect((await machine.attempt(`mountpoint ${volume}`)).code).not.toBe(0);
  });

  test("a blank disk is formatted once; one that was not unmounted is mounted with what was synced", async () => {
    expect(await ensure(ours)).toMatchObject({ code: 0, stderr: expect.stringContaining("formatting") as string });
    await machine.exec(`echo kept >${volume}/kept && sync`);
    const dirty = await ours.copy("dirty");
    await machine.exec(`umount ${volume}`);
    await command("mv", [dirty.file, `${ours.file}.dirty`]);
    await command("dd", [`if=${ours.file}.dirty`, `of=${ours.device!}`, "bs=1M", "status=none", "conv=fsync"]);
    expect(await machine.exec(`dumpe2fs -h ${ours.path} 2>/dev/null`)).toContain("needs_recovery");
    expect((await ensure(ours)).code).toBe(0);
    expect(await machine.exec(`cat ${volume}/kept`)).toBe("kept");
  });

  test("a full volume is taken up again as it is", async () => {
    await machine.attempt(`dd if=/dev/zero of=${volume}/filler bs=1M status=none; sync`);
    await machine.exec(`umount ${volume}`);
    expect(await ensure(ours)).toMatchObject({ code: 0 });
    expect(await machine.exec(`cat ${volume}/kept`)).toBe("kept");
  });

  test("a disk that grew: the volume grows while it is mounted or at the next boot, with its data", async () => {
    const before = await sizeMiB();
    await ours.grow(256);
    // This kernel may refuse it to a machine that is a container; then all goes on as before.
    expect((await ensure(ours)).code).toBe(0);
    expect(await sizeMiB()).toBeGreaterThanOrEqual(before);
    await machine.exec(`umount ${volume}`);
    expect((await ensure(ours)).code).toBe(0);
    expect(await sizeMiB()).toBeGreaterThan(200);
    expect(await machine.exec(`cat ${volume}/kept`)).toBe("kept");
    await machine.exec(`umount ${volume} && e2fsck -fn ${ours.path}`);
  });

  test("a disk that no check can mend is left alone", async () => {
    await machine.exec(`debugfs -w -R "clri <2>" ${ours.path}`);
    const { code, stderr } = await ensure(ours);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/agent\/disk-damaged/) as string,
    });
    expect((await machine.attempt(`mountpoint ${volume}`)).code).not.toBe(0);
  });
});
