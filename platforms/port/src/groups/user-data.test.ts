/** @integration */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** Runs the notice's script until it has told the agent `times` times. */
function told(script: string, codes: readonly number[], times: number): string[] {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-notice-"));
  const log = join(folder, "log");
  const stays = `n=$(cat ${folder}/n 2>/dev/null || echo 0); echo $((n + 1)) >${folder}/n; set -- ${codes.join(" ")}; shift $n || exit 0; exit $1`;
  const agent = `echo "$1" >>${log}; [ "$(wc -l <${log})" -lt ${times} ] || kill $$`;
  try {
    const text = script
      .replace(/^stays\(\) \([^]*?^\)/m, `stays() (\n${stays}\n)`)
      .replaceAll("/usr/local/bin/dinfra-agent", "agent")
      .replaceAll("sleep 5", ":");
    spawnSync("sh", [], { input: `agent() { ${agent}; }\n${text}`, timeout: 20_000 });
    return readFileSync(log, "utf8").trim().split("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a machine that the platform takes away tells its agent, again and again, and that it stays after all", () => {
  const script = read(withRelease(bootstrap, release, { script: "exit 1\n" })).bootcmd[1]![2];
  execFileSync("sh", ["-n"], { input: script });
  expect(script).toContain("systemctl enable dinfra-release.service dinfra-notice.service\n");
  const notice = /^put \/etc\/dinfra\/notice\.sh <<'DINFRA'\n([^]*?)^DINFRA$/m.exec(script)![1]!;
  expect(notice).toContain("stays() (\nexit 1\n)\n");
  // It stays, cannot be asked, goes, goes, cannot be asked, stays again.
  expect(told(notice, [0, 1, 10, 10, 1, 0, 0, 10], 4)).toEqual(["drain", "drain", "undrain", "drain"]);
  expect(read(withRelease(bootstrap, release)).bootcmd[1]![2]).not.toContain("notice");
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
