/** @integration */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { renderCloudInit, renderMachineFiles, type MachineFile } from "@dinfra/port";
import { parse } from "yaml";
import { expectGolden } from "../testing/golden.js";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { CommandLine } from "./node-spec.js";
import { substrateNodeWorkload } from "./workload.js";

const place = { devices: { data: "/dev/disk/by-id/virtio-d12-1-node-data" } };
const workload = substrateNodeWorkload(
  node({
    role: NodeRole.Archive,
    restore: {
      baseUrl: "https://snapshots.example/kusama/2026-11-01",
      manifestSha256: "3".repeat(64),
      chainId: "ksmcc3",
    },
  }),
);
const files = renderMachineFiles(workload, place);
const units = files.filter((f) => f.path.startsWith("/etc/systemd/system/"));
const scripts = files.filter((f) => f.content.startsWith("#!/bin/sh\n"));

test("an archive node from a snapshot as cloud-init", () =>
  expectGolden("cloud-init-archive.yaml", renderCloudInit(workload, place)));

test("it is cloud-config that YAML reads back as what was meant", () => {
  const text = renderCloudInit(workload, place);
  expect(text.split("\n")[0]).toBe("#cloud-config");
  const document = parse(text) as { write_files: { path: string; permissions: string; content: string }[] };
  expect(document.write_files.map(({ path, permissions: mode, content }) => ({ path, mode, content }))).toEqual(files);
  // Clouds refuse more than 16 KiB of user data.
  expect(Buffer.byteLength(text)).toBeLessThan(16 * 1024);
});

test("every script is one that a POSIX shell can read", () => {
  expect(scripts.map((s) => path.basename(s.path))).toEqual([
    "disk-data",
    "restore-data",
    "program-node",
    "alive-node",
  ]);
  for (const script of scripts) execFileSync("/bin/sh", ["-n"], { input: script.content });
});

test("steps run in order, and the node after all of them", () => {
  const unit = (name: string) => units.find((u) => u.path.endsWith(`/${name}`))!.content;
  expect(unit("dinfra-restore-data.service")).toContain(
    "After=dinfra-disk-data.service\nRequires=dinfra-disk-data.service",
  );
  expect(unit("dinfra-node.service")).toContain("Requires=dinfra-disk-data.service\n");
  expect(unit("dinfra-node.service")).toContain("Requires=dinfra-restore-data.service\n");
});

test("a secret is a credential that systemd decrypts, and only its name is written", () => {
  const service = { ...workload.services[0]!, secrets: [{ name: "node-key", key: "kusama-node-key" }] };
  const text = renderCloudInit({ ...workload, services: [service] }, place);
  expect(text).toContain("LoadCredentialEncrypted=node-key:/etc/credstore.encrypted/kusama-node-key");
});

test("what a machine cannot have is refused", () => {
  const program = { name: "dev-node", version: "1", args: [], command: "/x", digest: `sha256:${"1".repeat(64)}` };
  const dev = substrateNodeWorkload(node({ commandLine: CommandLine.DevNode, program }));
  expect(() => renderCloudInit(dev, place)).toThrow("a machine can ask node by http only");
  const { digest: _, ...unpinned } = program;
  expect(() => renderCloudInit(substrateNodeWorkload(node({ program: unpinned })), place)).toThrow(
    expect.objectContaining({ code: "EntryNotRunnable" }),
  );
});

const analyze = "/usr/bin/systemd-analyze";
const withSystemd = existsSync(analyze) ? describe : describe.skip;

withSystemd("systemd itself", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), "dinfra-units-"));
    const put = ({ path: file, content, mode }: MachineFile) => {
      const target = path.join(root, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      chmodSync(target, Number.parseInt(mode, 8));
    };
    files.forEach(put);
    put({ path: workload.services[0]!.program.command!, content: "#!/bin/sh\n", mode: "0755" });
    put({ path: "/etc/passwd", content: "root:x:0:0::/:/bin/sh\ndinfra:x:1:1::/:/bin/sh\n", mode: "0644" });
    for (const target of ["network-online", "multi-user", "timers", "sysinit", "basic", "shutdown", "local-fs"]) {
      put({ path: `/etc/systemd/system/${target}.target`, content: "[Unit]\nDescription=stands in\n", mode: "0644" });
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test("finds nothing wrong with the units", () => {
    const names = units.map((u) => path.basename(u.path));
    const { status, stderr } = spawnSync(analyze, ["verify", "--man=no", `--root=${root}`, ...names], {
      encoding: "utf8",
    });
    expect(stderr.split("\n").filter((line) => line.includes("dinfra-"))).toEqual([]);
    expect(status).toBe(0);
  });

  test("says that the node is exposed to little", () => {
    const { stdout, status, stderr } = spawnSync(
      analyze,
      ["security", "--offline=true", `--root=${root}`, "--threshold=25", "--no-pager", "dinfra-node.service"],
      { encoding: "utf8" },
    );
    expect({ status, stderr, verdict: stdout.match(/Overall exposure level.*/)?.[0] }).toMatchObject({ status: 0 });
  });
});
