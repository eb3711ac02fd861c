import { releaseSchemaV1 } from "@dinfra/schemas";
import { Ajv2020 } from "ajv/dist/2020.js";
import { releaseSecrets, renderRelease } from "./render-release.js";
import { Exposure, type Service, type Workload } from "./workload.js";

const probe = {
  kind: "http",
  port: "rpc",
  path: "/health",
  periodSeconds: 5,
  timeoutSeconds: 5,
  failureThreshold: 3,
} as const;

const workload: Workload = {
  name: "d12-1-node-abcdefgh",
  volumes: [{ name: "data", sizeGib: 100, fixed: { database: "rocksdb" } }],
  steps: [
    { kind: "disk", volume: "data" },
    {
      kind: "restore",
      volume: "data",
      folder: "chains/dev/db",
      baseUrl: "https://example.com/s",
      manifestSha256: "b".repeat(64),
    },
  ],
  services: [
    {
      name: "node",
      program: {
        name: "polkadot",
        version: "1.22.0",
        args: ["--dev"],
        digest: `sha256:${"a".repeat(64)}`,
        url: "https://example.com/polkadot",
      },
      args: [
        "--base-path",
        [{ ref: "volume", volume: "data" }],
        ["/ip4/", { ref: "address", port: "rpc" }, "/tcp/", { ref: "port", port: "rpc" }],
      ],
      files: [{ name: "node.toml", content: "x = 1\n", mode: "0644" }],
      secrets: [],
      stop: { signal: "SIGTERM", graceSeconds: 300 },
      probes: { started: probe, ready: probe, alive: probe },
      resources: { cpu: 2000, memory: 4096 },
      substrate: { rpc: "rpc", minPeers: 1, chainHead: true },
    },
  ],
  ports: [{ name: "rpc", number: 9944, protocol: "tcp", scheme: "ws", exposure: Exposure.Gateway }],
};

const place = {
  devices: { data: "/dev/disk/by-id/virtio-1" },
  ranges: { world: ["0.0.0.0/0"], peers: [], gateway: ["10.0.0.0/16"], operators: ["192.0.2.0/24"] },
  architecture: "amd64",
};

test("a restore that others are asked about is said since protocol 5", () => {
  const verify = { service: "node", endpoints: ["wss://a.example", "wss://b.example"] };
  const [disk, restore] = workload.steps;
  const document = renderRelease(
    { ...workload, steps: [disk!, { ...restore!, verify } as typeof restore & object] },
    place,
  );
  expect(new Ajv2020({ strict: false }).compile(releaseSchemaV1)(document)).toBe(true);
  expect([document.protocol, document.restores![0]!.verify]).toEqual([5, verify]);
  expect(renderRelease(workload, place).protocol).toBe(1);
});

test("a workload becomes a document that the agent's schema takes", () => {
  const document = renderRelease(workload, place);
  const validate = new Ajv2020({ strict: false }).compile(releaseSchemaV1);
  validate(document);
  expect(validate.errors).toBeNull();
  expect(document.name).toBe(workload.name);
  expect(document.volumes).toEqual([
    { name: "data", device: "/dev/disk/by-id/virtio-1", fixed: { database: "rocksdb" } },
  ]);
  expect(document.services[0]!.substrate).toEqual({ rpcPort: 9944, minPeers: 1, chainHead: true });
  expect(document.restores).toEqual([
    expect.objectContaining({ folder: "chains/dev/db", manifestSha256: "b".repeat(64) }),
  ]);
  expect(document.artifacts).toEqual([
    {
      name: "polkadot",
      version: "1.22.0",
      platforms: { amd64: { url: "https://example.com/polkadot", sha256: "a".repeat(64), unpack: "none" } },
    },
  ]);
  expect(document.services[0]!.args).toEqual([
    "--dev",
    "--base-path",
    [{ ref: "volume", volume: "data" }],
    ["/ip4/", "0.0.0.0", "/tcp/", "9944"],
  ]);
  expect(document.sources).toEqual({ peers: [], gateway: ["10.0.0.0/16"], operators: ["192.0.2.0/24"] });
});

const withProgram = (change: object): Workload => {
  const [service] = workload.services;
  return { ...workload, services: [{ ...service!, program: { ...service!.program, ...change } }] };
};

test("a program of many files is an archive that the machine unpacks, and a file in it that is run", () => {
  const document = renderRelease(withProgram({ url: "polkadot.tar.gz", archive: "bin/polkadot" }), place);
  const validate = new Ajv2020({ strict: false }).compile(releaseSchemaV1);
  validate(document);
  expect(validate.errors).toBeNull();
  expect(document.artifacts[0]!.platforms.amd64).toEqual({
    url: "polkadot.tar.gz",
    sha256: "a".repeat(64),
    unpack: "tar.gz",
  });
  expect(document.services[0]!.command).toEqual({ artifact: "polkadot", path: "bin/polkadot" });
});

test("each processor has a file of its own, and a machine of another is refused by name", () => {
  const [amd64, arm64] = ["c", "d"].map((sum, i) => ({
    url: `polkadot-${i}.tar.zst`,
    digest: `sha256:${sum.repeat(64)}`,
    archive: `bin-${i}/polkadot`,
  }));
  const both = withProgram({ url: undefined, digest: undefined, sources: { amd64, arm64 } });
  const { artifacts, services } = renderRelease(both, { ...place, architecture: "arm64" });
  expect(artifacts[0]!.platforms).toEqual({
    arm64: { url: "polkadot-1.tar.zst", sha256: "d".repeat(64), unpack: "tar.zst" },
  });
  expect(services[0]!.command).toEqual({ artifact: "polkadot", path: "bin-1/polkadot" });
  const one = withProgram({ sources: { amd64 } });
  expect(() => renderRelease(one, { ...place, architecture: "arm64" })).toThrow(
    "expected an artefact for arm64, found those for amd64",
  );
});

test.each([
  ["an archive of a kind that no machine unpacks", { archive: "bin/polkadot" }, "EntryNotRunnable"],
  ["a program without a url", { url: undefined }, "EntryNotRunnable"],
  ["a program without a digest", { digest: undefined }, "EntryNotRunnable"],
  ["a script whose interpreter no machine has", { interpreter: "/usr/bin/node" }, "EntryNotRunnable"],
])("%s is refused", (_name, change, code) => {
  expect(() => renderRelease(withProgram(change), place)).toThrow(expect.objectContaining({ code }));
});

test("secrets are named beside the document, by where they lie, and never part of it", () => {
  const [service] = workload.services;
  const source = { file: "/etc/secrets/node-key" };
  const withSecrets = (secrets: Service["secrets"]): Workload => ({
    ...workload,
    services: [{ ...service!, args: [[{ ref: "secret", secret: "node-key" }]], secrets }],
  });
  const changed = withSecrets([{ name: "node-key", source }]);
  expect(releaseSecrets(changed)).toEqual([{ service: "node", name: "node-key", source }]);
  expect(JSON.stringify(renderRelease(changed, place))).not.toContain("/etc/secrets");
  expect(releaseSecrets(workload)).toEqual([]);
  expect(() => releaseSecrets(withSecrets([{ name: "node-key", key: "k" }]))).toThrow(
    expect.objectContaining({ code: "NotRenderable" }),
  );
});

test("a signature and another agent are of protocol 3, and of no machine that says neither", () => {
  const key = `RW${"A".repeat(54)}`;
  const signature = { publicKey: key, url: "polkadot.minisig" };
  const sum = "e".repeat(64);
  const validate = new Ajv2020({ strict: false }).compile(releaseSchemaV1);
  const signed = renderRelease(withProgram({ signature }), place);
  expect(signed.artifacts[0]!.platforms.amd64).toMatchObject({ signature });
  const renewed = renderRelease(workload, {
    ...place,
    agent: { amd64: `sha256:${sum}`, arm64: `sha256:${"f".repeat(64)}` },
  });
  expect(renewed.agent).toEqual({ amd64: { url: `dinfra-agent/${sum}/dinfra-agent`, sha256: sum } });
  for (const document of [signed, renewed]) {
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document.protocol).toBe(3);
  }
  expect(renderRelease(workload, { ...place, agent: { arm64: `sha256:${sum}` } })).toEqual(
    renderRelease(workload, place),
  );
});

test("a volume whose disk nobody attached is refused", () => {
  expect(() => renderRelease(workload, { ...place, devices: {} })).toThrow(/device of volume data/);
});
