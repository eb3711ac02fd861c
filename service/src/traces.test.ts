/** @integration */
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { OtlpReceiver } from "./testing/otlp-receiver.js";
import { startTraces } from "./traces.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-traces-"));
const headersFile = join(folder, "headers.json");
let receiver: OtlpReceiver;
beforeAll(async () => {
  receiver = await OtlpReceiver.start();
});
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const headers = (text: string, mode = 0o600) => {
  writeFileSync(headersFile, text);
  chmodSync(headersFile, mode);
};

const compiled = JSON.stringify(join(__dirname, "..", "dist"));

/** A process of its own, as the exporter loads what jest's modules cannot. Answers with what it returns. */
async function inProcess<T>(script: string): Promise<T> {
  const program = `
    const { startTraces, span, currentSpan } = require(${compiled} + "/traces.js");
    const { withoutSecrets } = require(${compiled} + "/secrets.js");
    const wait = () => Promise.resolve();
    (async () => { ${script} })().then((found) => { console.log(JSON.stringify(found)); process.exit(); });`;
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", program]);
  return JSON.parse(stdout) as T;
}

test("spans reach the receiver, each under its own, with the headers of the account", async () => {
  headers('{"x-account": "canary-account-key"}');
  const found = await inProcess(`
    const close = await startTraces(${JSON.stringify({ url: receiver.url, headersFile })}, "test");
    let elsewhere;
    await span("outer", { "dinfra.deployment": "7.1" }, async () => {
      elsewhere = currentSpan();
      await span("inner", {}, wait);
      await span("root", {}, wait, null);
    });
    const error = Object.assign(new Error("no"), { code: "x.y" });
    const thrown = await span("failed", {}, () => Promise.reject(error), elsewhere).catch((error) => error.message);
    await close();
    await span("late", {}, wait);
    return [thrown, withoutSecrets("canary-account-key"), currentSpan() ?? null];`);
  expect(found).toEqual(["no", "[secret]", null]);
  const of = (name: string) => receiver.spans.find((each) => each.name === name)!;
  expect(of("outer")).toMatchObject({ service: "test", attributes: { "dinfra.deployment": "7.1" } });
  for (const name of ["inner", "failed"])
    expect(of(name)).toMatchObject({ traceId: of("outer").traceId, parentSpanId: of("outer").spanId });
  expect(of("failed")).toMatchObject({ status: { code: 2, message: "no" }, attributes: { "error.type": "x.y" } });
  expect(of("root").traceId).not.toBe(of("outer").traceId);
  expect(of("late")).toBeUndefined();
  expect(receiver.requests[0]).toMatchObject({ path: "/v1/traces", headers: { "x-account": "canary-account-key" } });
});

test.each([
  ["mode", '{"a": "b"}', 0o644, /others may read it: chmod 600/],
  ["no JSON", "canary-account-key", 0o600, /found no JSON/],
  ["no text", '{"a": 1}', 0o600, /found something else/],
])("headers of a wrong %s are refused, and not quoted", async (_, text, mode, says) => {
  headers(text, mode);
  const start = startTraces({ url: receiver.url, headersFile }, "test");
  await expect(start).rejects.toMatchObject({ code: "traces.headers", message: expect.stringMatching(says) });
  await expect(start).rejects.not.toThrow(/canary/);
});

test("a receiver that is away stops nothing", async () => {
  const found = await inProcess(`
    const close = await startTraces({ url: "http://127.0.0.1:1/v1/traces" }, "test");
    const found = await span("lost", {}, () => Promise.resolve(1));
    await close();
    return found;`);
  expect(found).toBe(1);
});

test("without a configuration nothing of OpenTelemetry is loaded", async () => {
  const [without, configured] = await inProcess<number[]>(`
    const loaded = () => Object.keys(require.cache).filter((file) => file.includes("@opentelemetry")).length;
    await startTraces(undefined, "test");
    await span("a", {}, wait);
    const before = loaded();
    await startTraces({ url: "http://127.0.0.1:1" }, "test");
    return [before, loaded()];`);
  expect(without).toBe(0);
  expect(configured).toBeGreaterThan(0);
});
