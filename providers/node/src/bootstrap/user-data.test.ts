/** @integration */
import { execFileSync } from "node:child_process";
import { parse } from "yaml";
import { renderUserData, type Bootstrap } from "./user-data.js";

const bootstrap: Bootstrap = {
  name: "node-1",
  agent: { amd64: "a".repeat(64), arm64: "b".repeat(64) },
  artifacts: { baseUrl: "https://artifacts.example.com/dinfra/" },
  operators: { keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ operator's key"] },
};

test("is cloud-config of a few kilobytes, whose shell a shell can read", () => {
  const text = renderUserData(bootstrap);
  expect(text).toMatch(/^#cloud-config\n/);
  // EC2 takes 16 KiB, the least of all.
  expect(Buffer.byteLength(text)).toBeLessThan(8192);
  const [[shell, flag, script]] = (parse(text) as { bootcmd: [[string, string, string]] }).bootcmd;
  expect([shell, flag]).toEqual(["sh", "-c"]);
  execFileSync("sh", ["-n"], { input: script });
  const inner = /bootstrap <<'DINFRA'\n(.*?)\nDINFRA\n/s.exec(script)![1]!;
  execFileSync("sh", ["-n"], { input: inner });
  expect(inner).toContain(
    `aarch64) sum=${"b".repeat(64)} url='https://artifacts.example.com/dinfra/dinfra-agent/${"b".repeat(64)}/dinfra-agent' ;;`,
  );
  // A server that says nothing must not keep the machine waiting: the unit has no limit of its own.
  for (const bound of [/curl .*--connect-timeout 20 -y60 /, /wget .*T60 /, /socket.setdefaulttimeout\(60\)/]) {
    expect(inner).toMatch(bound);
  }
  const identity = /identity.json <<'DINFRA'\n(.*?)\nDINFRA\n/s.exec(script)![1]!;
  expect(JSON.parse(identity)).toMatchObject({
    name: "node-1",
    operators: { keys: bootstrap.operators.keys, sources: [] },
  });
});

test.each([
  ["a name with a quote", { name: "x'y" }],
  ["a URL with a quote", { artifacts: { baseUrl: "https://x/'; rm -rf /" } }],
  ["a URL of files", { artifacts: { baseUrl: "file:///x" } }],
  ["no agent", { agent: {} }],
  ["a short digest", { agent: { amd64: "abc" } }],
  ["no operator", { operators: { keys: [] } }],
  ["a key with a second line", { operators: { keys: ["ssh-ed25519 AAAA\nDINFRA"] } }],
  ["a key with options", { operators: { keys: ['command="x" ssh-ed25519 AAAA'] } }],
  ["a range with a quote", { operators: { keys: bootstrap.operators.keys, sources: ["10.0.0.0/8'"] } }],
])("refuses %s", (_name, change) => {
  expect(() => renderUserData({ ...bootstrap, ...change } as Bootstrap)).toThrow(/dinfra-node\/user-data-invalid/);
});
