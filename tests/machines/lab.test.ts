import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Lab } from "./lab/lab.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";

jest.setTimeout(600_000);

const config = (body: object): string => `#cloud-config\n${JSON.stringify(body)}`;

describeOnMachines("the lab", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab?.close());

  describe("two machines with a disk", () => {
    let first: Machine;
    let second: Machine;
    beforeAll(async () => {
      const disk = await lab.disk(256, "vol-1");
      const userData = config({ runcmd: [["sh", "-c", "echo first boot >>/root/said"]] });
      [first, second] = await Promise.all([
        lab.boot({ name: "first", userData, disks: [disk] }),
        lab.boot({ name: "second", userData, datasource: "cloudstack", metaData: { "availability-zone": "zone-a" } }),
      ]);
      await Promise.all([first.bootFinished(), second.bootFinished()]);
    });

    test("each did what its user data says, from its data source", async () => {
      expect(await first.exec("cat /root/said; hostname")).toBe("first boot\nfirst");
      expect(await second.exec("cat /root/said; hostname")).toBe("first boot\nsecond");
      expect(await first.exec("cat /run/cloud-init/result.json")).toContain("DataSourceNoCloud");
      expect(await second.exec("cat /run/cloud-init/result.json")).toContain("DataSourceCloudStack");
      expect(await second.exec("cloud-init query ds.meta_data.availability-zone")).toBe("zone-a");
    });

    test("nothing failed at boot, and they reach each other", async () => {
      for (const machine of [first, second]) {
        expect(
          await machine.exec("systemctl is-system-running; systemctl list-units --failed --plain --no-legend"),
        ).toBe("running");
      }
      await first.exec(`ping -c 1 -W 5 ${second.address}`);
      await second.exec(`ping -c 1 -W 5 ${first.address}`);
      expect(first.address).not.toBe(second.address);
    });

    test("a disk has its stable id and a device unit; what is synced survives a power cut and nothing else does", async () => {
      const path = first.disks[0]!.path;
      await first.exec(`mkfs.ext4 -q ${path} && mkdir /data && mount ${path} /data`);
      await first.exec("systemctl is-active dev-disk-by\\\\x2did-virtio\\\\x2dvol\\\\x2d1.device");
      // cloud-init does not sync its own state, and a cut in its first seconds leaves it without.
      await first.exec("echo kept >/data/kept && sync && echo lost >/data/lost && echo lost >/root/lost");
      const machineId = await first.exec("cat /etc/machine-id");
      await first.cutPower();
      await first.start();
      await first.bootFinished();
      await first.exec(`mkdir -p /data && mount ${path} /data`);
      expect(await first.exec("ls /data /root; cat /data/kept")).toBe("/data:\nkept\nlost+found\n\n/root:\nsaid\nkept");
      expect(await first.exec("cat /etc/machine-id; cat /root/said")).toBe(`${machineId}\nfirst boot`);
    });

    test("a reboot keeps everything, and user data is not run again", async () => {
      const before = await first.exec("cat /proc/sys/kernel/random/boot_id; echo x >/run/before");
      await first.reboot();
      await first.bootFinished();
      expect(await first.exec("cat /root/said; ls /run/before 2>&1 || true")).toContain(
        "first boot\nls: cannot access",
      );
      expect(before).not.toBe("");
    });

    test("a running machine is given a disk, the disk grows, and another machine finds it later", async () => {
      const disk = await lab.disk(320, "vol-2");
      await second.attach(disk);
      await second.exec(`udevadm wait --timeout=20 ${disk.path}`);
      await second.exec(`mkfs.xfs -q ${disk.path} && mount ${disk.path} /mnt && echo old >/mnt/file`);
      await disk.grow(512);
      await second.exec("xfs_growfs /mnt");
      expect(Number(await second.exec("df --output=size -m /mnt | tail -1"))).toBeGreaterThan(400);
      await lab.remove(second);
      const third = await lab.boot({ name: "second", disks: [disk] });
      await third.booted();
      expect(await third.exec(`mount ${disk.path} /mnt && cat /mnt/file`)).toBe("old");
    });
  });

  test("a machine that does not boot runs commands at once, and sees no other disk of this machine", async () => {
    const disk = await lab.disk(64);
    const machine = await lab.boot({ name: "steps", boots: false, disks: [disk] });
    await machine.exec(`mkfs.ext4 -q ${disk.path}`);
    expect(await machine.exec(`blkid -o value -s TYPE ${disk.path}; cat /proc/1/comm`)).toBe("ext4\nsleep");
    const root = readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .find((line) => line.split(" ")[4] === "/")!;
    const [major, minor] = root.split(" ")[2]!.split(":");
    if (existsSync("/sys/fs/cgroup/devices") && major !== "0") {
      const { code } = await machine.attempt(`mknod /dev/host b ${major} ${minor} && head -c 1 /dev/host`);
      expect(code).not.toBe(0);
    }
    await lab.remove(machine);
  });
});

describeOnMachines("the end of a lab", () => {
  const remains = (id: string): string =>
    ["ip -o link", "ip netns list", "losetup --list", "cat /proc/self/mountinfo", "find /sys/fs/cgroup -maxdepth 3"]
      .map((line) => spawnSync("sh", ["-c", `${line} | grep ${id} || true`], { encoding: "utf8" }).stdout)
      .join("");

  test("close removes processes, mounts, loop devices, interfaces, control groups and files", async () => {
    const lab = await Lab.open();
    await lab.boot({ name: "left", disks: [await lab.disk(64)] });
    expect(remains(lab.id)).not.toBe("");
    await lab.close();
    expect(remains(lab.id)).toBe("");
    expect(existsSync(lab.folder)).toBe(false);
  });
});
