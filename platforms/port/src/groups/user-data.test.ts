/** @integration */
import { execFileSync } from "node:child_process";
import { parse } from "yaml";
import { groupVersion, withDataDisk, withRelease } from "./user-data.js";

const bootstrap = `#cloud-config\n${JSON.stringify({ bootcmd: [["sh", "-c", "echo first"]], packages: ["curl"] })}\n`;
const release = { name: 'it\'s "so"\nDINFRA', protocol: 1 } as never;

interface Config {
  bootcmd: [string, string, string][];
  packages: string[];
}
const read = (text: string) => parse(text) as Config;

test("the first boot stays as it is, and before the release, whose text survives the shell", () => {
  const text = withRelease(bootstrap, release);
  expect(text).toMatch(/^#cloud-config\n/);
  const { bootcmd, packages } = read(text);
  expect(packages).toEqual(["curl"]);
  expect(bootcmd[0]).toEqual(["sh", "-c", "echo first"]);
  const script = bootcmd[1]![2];
  execFileSync("sh", ["-n"], { input: script });
  // The shell itself says what it would write.
  const wrote = execFileSync("sh", [], {
    input: script.replace(/^umask[^]*?^put \S+release.json/m, "cat").replace(/^put [^]*$/m, ""),
  });
  expect(JSON.parse(wrote.toString())).toEqual(release);
});

test.each([
  ["a disk of its own", { pattern: "/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol*" }],
  ["room on the boot disk", undefined],
])("the data disk is linked at each boot: %s", (_what, disk) => {
  const { bootcmd } = read(withDataDisk(bootstrap, { volume: "data", sizeGib: 100, disk }));
  const script = bootcmd[1]![2];
  execFileSync("sh", ["-n"], { input: script });
  expect(script).toContain('ln -sfn "$device" /dev/dinfra/data\n');
  expect(script).toContain(disk ? `for path in ${disk.pattern}; do` : "truncate --size=100G");
});

test("a version is named by what is said, whatever the order, and by nothing that is not", () => {
  expect(groupVersion({ image: "a", userData: "b", snapshot: undefined })).toBe(
    groupVersion({ userData: "b", image: "a" }),
  );
  expect(groupVersion({ image: "a", userData: "b" })).not.toBe(groupVersion({ image: "b", userData: "a" }));
  expect(groupVersion({})).toMatch(/^[0-9a-f]{12}$/);
});
