import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { LogsArgs, MachinesPlacementArgs } from "../placements/machines.js";
import { releaseSecrets, renderRelease } from "../workload/render-release.js";
import { Exposure, type Workload } from "../workload/workload.js";
import { checkLogs, refuseLogsWithSecret, withLogs } from "./logs.js";

const hex = "ab".repeat(32);
const artifacts = { baseUrl: "https://artifacts.example", agent: { amd64: `sha256:${hex}` } };
const machines = (logs: LogsArgs): MachinesPlacementArgs => ({ artifacts, logs });
const loki = { url: "https://loki.example.org" };
const nothing: Workload = { name: "d12-1-rpc", volumes: [], steps: [], services: [], ports: [] };
const place = {
  ...{ devices: {}, architecture: "amd64" },
  ranges: { world: [], peers: [], gateway: [], operators: [] },
};

const made = (logs: LogsArgs) =>
  new Promise<Workload>((resolve) => void withLogs(pulumi.output(nothing), machines(logs)).apply(resolve));
const configOf = async (logs: LogsArgs) =>
  JSON.parse((await made(logs)).services[0]!.files[0]!.content as string) as Record<string, unknown>;

test("a service beside the others reads the journal, and nothing of it is open", async () => {
  const token = { file: "/run/secrets/token" };
  const workload = await made({ loki: { ...loki, tenant: "ops" }, token, labels: { stack: "prod" } });
  const document = renderRelease(workload, place);
  expect(document).toMatchObject({ protocol: 6, ports: [] });
  expect(document.services).toMatchObject([
    {
      ...{ name: "logs", auxiliary: true, state: true, journal: true, volumes: [], sandbox: "strict" },
      args: [
        "logs",
        "--config",
        [{ ref: "file", file: "logs.json" }],
        "--secret",
        [{ ref: "secret", secret: "secret" }],
      ],
      command: { artifact: "dinfra-agent", path: "dinfra-agent" },
    },
  ]);
  expect(document.artifacts[0]!.platforms["amd64"]).toMatchObject({ sha256: hex });
  expect(releaseSecrets(workload)).toEqual([{ service: "logs", name: "secret", source: token }]);
  expect(JSON.parse(document.services[0]!.files![0]!.content)).toEqual({
    ...{ version: 1, listen: "127.0.0.1:8003", node: "d12-1-rpc", labels: { stack: "prod" }, wholeJournal: false },
    loki: { url: "https://loki.example.org/loki/api/v1/push", tenant: "ops" },
  });
  expect(workload.ports).toMatchObject([{ exposure: Exposure.Machine }]);
  expect(workload.services[0]!.uncounted).toBe(true);
});

test("nothing is there where nothing is said", async () => {
  const workload = pulumi.output(nothing);
  expect(withLogs(workload, { artifacts })).toBe(workload);
  expect(() => checkLogs({})).not.toThrow();
});

const authority = readFileSync(join(__dirname, "../../../../agent/logs/testdata/another-authority.pem"), "utf8");
const key = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

test.each<[string, LogsArgs, object]>([
  ["a path of its own", { loki: { url: "https://l.org/x/push" } }, { loki: { url: "https://l.org/x/push" } }],
  ["OTLP", { otlp: { url: "http://10.0.0.1:4318" } }, { otlp: { url: "http://10.0.0.1:4318/v1/logs" } }],
  [
    "a URL that is known later",
    { otlp: { url: pulumi.output("https://o.org/") } },
    { otlp: { url: "https://o.org/v1/logs" } },
  ],
  ["a user", { loki, basic: { user: "7", password: { env: "P" } } }, { user: "7" }],
  ["an authority", { loki, certificateAuthority: authority }, { certificateAuthority: authority }],
  ["the whole journal", { loki, wholeJournal: true }, { wholeJournal: true }],
])("the agent is told of %s", async (_what, logs, told) => {
  expect(await configOf(logs)).toMatchObject(told);
});

const token = { env: "TOKEN" };
test.each<[string, MachinesPlacementArgs, string]>([
  ["no agent", { logs: { loki } }, "placement.machines.artifacts"],
  ["no receiver", machines({}), 'logs: expected one of loki and otlp, found "neither"'],
  ["two receivers", machines({ loki, otlp: loki }), 'one of loki and otlp, found "both"'],
  ["two secrets", machines({ loki, token, basic: { user: "u", password: token } }), "token or basic"],
  ["no URL", machines({ loki: { url: "loki" } }), "logs.loki.url"],
  ["another protocol", machines({ otlp: { url: "grpc://o:4317" } }), "logs.otlp.url"],
  ["a secret without TLS", machines({ loki: { url: "http://l.org" }, token }), "https:// where a secret is sent"],
  ["a tenant of two words", machines({ loki: { ...loki, tenant: "a b" } }), "logs.loki.tenant"],
  ["a user with a colon", machines({ loki, basic: { user: "a:b", password: token } }), "logs.basic.user"],
  ["a label that is there already", machines({ loki, labels: { unit: "x" } }), "logs.labels"],
  ["a label that Loki refuses", machines({ loki, labels: { "a-b": "x" } }), "logs.labels"],
  ["no certificate", machines({ loki, certificateAuthority: "ca.pem" }), "logs.certificateAuthority"],
  [
    "a certificate cut short",
    machines({ loki, certificateAuthority: authority.replace(/MII.*/, "") }),
    "cannot be read",
  ],
  ["a key for all to read", machines({ loki, certificateAuthority: authority + key }), 'found "a PRIVATE KEY"'],
  [
    "an authority without TLS",
    machines({ otlp: { url: "http://10.0.0.1:4318" }, certificateAuthority: authority }),
    "https:// where a certificateAuthority is named",
  ],
  ["a label of nothing", machines({ loki, labels: { a: "" } }), "logs.labels.a"],
])("refused: %s", (_what, of, message) => {
  expect(() => checkLogs(of)).toThrow(message);
});

test("a password in a URL is refused, and not shown", () => {
  const show = () => checkLogs(machines({ loki: { url: "https://u:hidden@l.org" } }));
  expect(show).toThrow("without a user");
  expect(show).not.toThrow("hidden");
});

test("machines of a group are sent no secret", () => {
  expect(() => refuseLogsWithSecret(machines({ loki, token }))).toThrow("placement.machines.logs.token");
  expect(() => refuseLogsWithSecret(machines({ loki, basic: { user: "u", password: token } }))).toThrow("logs.basic");
  expect(() => refuseLogsWithSecret(machines({ loki }))).not.toThrow();
});
