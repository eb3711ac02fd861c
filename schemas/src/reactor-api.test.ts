/** @integration */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createAjv } from "./validate.js";
import {
  apiVersion,
  knowsSince,
  openApiDocument,
  openApiPath,
  problemCodes,
  problemType,
  type Deployment,
} from "./reactor-api.js";

test("what is generated is current", () => {
  execFileSync(process.execPath, [join(__dirname, "..", "generate.mjs"), "--check"], { stdio: "pipe" });
});

test("the document is shipped as a file, too", () => {
  expect(existsSync(openApiPath)).toBe(true);
});

type Operation = { operationId: string; responses: Record<string, { $ref?: string; headers?: object }> };
const operations = Object.entries(openApiDocument.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== "parameters")
    .map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation as Operation] as const),
);

test("has the operations of the design", () => {
  expect(operations.map(([name]) => name).sort()).toEqual(
    [
      "PUT /v1/deployments/{id}",
      "POST /v1/breaker/release",
      "GET /v1/deployments/{id}",
      "DELETE /v1/deployments/{id}",
      "POST /v1/deployments/{id}/acknowledge",
      "POST /v1/deployments/{id}/release",
      "GET /v1/deployments",
      "GET /v1/changes",
      "GET /v1/deployments/{id}/events",
      "GET /v1/deployments/{id}/outputs",
      "GET /v1/deployments/{id}/usage",
      "GET /v1/orphans",
      "PUT /v1/access",
      "PUT /v1/offers",
      "POST /v1/quote",
      "POST /v1/deployments/{id}/preview",
      "POST /v1/deployments/{id}/approve",
      "PUT /v1/deployments/{id}/mode",
      "POST /v1/deployments/{id}/reconcile",
      "GET /v1/descriptor-types",
      "GET /healthz",
      "GET /readyz",
      "GET /metrics",
    ].sort(),
  );
});

test.each<[string | null | undefined, boolean]>([
  [undefined, false],
  [null, false],
  ["", false],
  ["1.3.0", false],
  ["1.3.9", false],
  ["0.9.0", false],
  ["1.4", false],
  ["1.4.0-rc", false],
  ["v1.4.0", false],
  ["2.0.0", false],
  ["1.4.0", true],
  ["1.4.1", true],
  ["1.10.0", true],
  [apiVersion, true],
])("a reactor that says %j knows what came with 1.4.0: %p", (said, expected) => {
  expect(knowsSince(said, "1.4.0")).toBe(expected);
});

test.each(operations)(
  "%s: every answer carries epoch and version, every error is a problem",
  (_name, { responses }) => {
    expect(responses["default"]).toEqual({ $ref: "#/components/responses/Problem" });
    for (const [status, response] of Object.entries(responses)) {
      if (status !== "default") {
        expect(response.headers).toHaveProperty("dinfra-epoch");
        expect(response.headers).toHaveProperty("dinfra-api-version");
      }
    }
  },
);

test("the problem codes of the document are those of the code", () => {
  const text = readFileSync(openApiPath, "utf8");
  for (const code of problemCodes) expect(text).toContain(code);
  const listed = /Codes: ([a-z, -]+)\./.exec(text)?.[1]?.split(", ");
  expect(listed).toEqual([...problemCodes]);
  expect(problemType("ended")).toBe("urn:dinfra:problem:ended");
});

describe("the schemas mean what they say", () => {
  const ajv = createAjv().addVocabulary(["components", "openapi", "paths", "info", "servers", "security", "tags"]);
  ajv.addSchema({ $id: "api", components: openApiDocument.components });
  const check = (schema: string, value: unknown) => ajv.getSchema(`api#/components/schemas/${schema}`)?.(value);
  const hash = `0x${"ab".repeat(32)}`;
  const account = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
  const deployment: Deployment = {
    id: "0.1",
    epoch: "e",
    phase: "TornDown",
    generation: 0,
    observedGeneration: 0,
    conditions: [],
    endpoints: [{ name: "rpc", url: "ws://127.0.0.2:20000" }],
    timings: { acceptedAt: "2026-01-01T00:00:00Z" },
    receipt: {
      digest: hash,
      body: {
        version: 1,
        deployment: "0.1",
        owner: { instance: hash, provider: account },
        platform: "local",
        empty: true,
        removed: 3,
        checkedAt: "2026-01-01T00:00:00Z",
      },
    },
  };
  const desired = {
    generation: 1,
    descriptorType: { id: hash },
    cid: "bagaaiera",
    consumer: account,
    owner: { instance: hash, provider: account },
  };
  test.each<[string, unknown, boolean]>([
    ["DeploymentId", "7.1", true],
    ["DeploymentId", "18446744073709551615.4294967295", true],
    ["DeploymentId", "7.0", false],
    ["DeploymentId", "07.1", false],
    ["DeploymentId", "../x", false],
    ["DeploymentId", "7", false],
    ["Deployment", deployment, true],
    ["Deployment", { ...deployment, phase: "Gone" }, false],
    [
      "Deployment",
      { ...deployment, receipt: { ...deployment.receipt, body: { ...deployment.receipt?.body, empty: false } } },
      false,
    ],
    ["DesiredDeployment", desired, true],
    ["DesiredDeployment", { ...desired, generation: 0 }, false],
    ["DesiredDeployment", { ...desired, surprise: 1 }, false],
    ["Problem", { type: "urn:dinfra:problem:ended", title: "ended", status: 409, retryable: false, more: 1 }, true],
    ["Problem", { type: "urn:dinfra:problem:ended", title: "ended", status: 409 }, false],
  ])("%s %j: %p", (schema, value, expected) => expect(check(schema, value)).toBe(expected));
});
