import { outlineOf, renderFile, renderProcess, renderRelease, type HostPlace } from "@dinfra/port";
import { expectGolden } from "../testing/golden.js";
import { backendsOf } from "./backend.js";
import { balancerOutline, balancerWorkload } from "./workload.js";

const sha = "0".repeat(64);
const program = {
  ...{ name: "haproxy", version: "2.6.12", command: "/usr/sbin/haproxy", args: [] },
  ...{ url: "haproxy", digest: `sha256:${sha}` },
};
const workload = balancerWorkload({
  physicalName: "d12-1-endpoint",
  program,
  resources: { cpu: 1000, memory: 512 },
  backends: backendsOf(
    [4, 5].map((n) => ({ endpoint: `ws://10.0.0.${n}:9944`, readiness: `http://10.0.0.${n}:9616/ready` })),
  ),
  health: { intervalSeconds: 2, timeoutSeconds: 0.5, fall: 2, rise: 3 },
  maxConnections: 10_000,
  idleSeconds: 3600,
});
const place: HostPlace = {
  ...{ address: "127.83.12.201", ports: { rpc: 20_000, status: 20_001 }, volumes: {} },
  files: { proxy: { "haproxy.cfg": "/state/files/0123-haproxy.cfg" } },
};
const file = { service: "proxy", file: "haproxy.cfg" };

test("is what its outline says", () => {
  expect(outlineOf(workload)).toEqual(balancerOutline);
});

test("the configuration on a machine that it shares", () => {
  const { content, mode } = renderFile(workload, file, place);
  expect(mode).toBe("0644");
  expectGolden("haproxy.cfg", content);
});

test("a process reads the file that was written for it", () => {
  expect(renderProcess(workload, "proxy", place)).toMatchObject({
    command: "/usr/sbin/haproxy",
    args: ["-db", "-f", "/state/files/0123-haproxy.cfg"],
    readiness: { kind: "http", port: 20_001, path: "/live" },
  });
  expect(() => renderProcess(workload, "proxy", { ...place, files: {} })).toThrow("unknown file haproxy.cfg");
});

test("the same on a machine of its own, where ports are its own", () => {
  const ranges = { world: [], peers: [], gateway: [], operators: [] };
  const [service] = renderRelease(workload, { devices: {}, ranges, architecture: "amd64" }).services;
  const content = service?.files?.[0]?.content ?? "";
  expect(content).toContain("  bind 0.0.0.0:9944\n");
  const onHost = renderFile(workload, file, { ...place, address: "0.0.0.0", ports: { rpc: 9944, status: 8404 } });
  expect(content).toBe(onHost.content);
  expect(service?.args).toEqual(["-db", "-f", [{ ref: "file", file: "haproxy.cfg" }]]);
});
