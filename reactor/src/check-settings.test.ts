import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { schemaOf, settingsOf } from "@dinfra/service/settings/schema";
import { checkCredentials, checkDataDir, checkTraces } from "./check-settings.js";
import type { ReactorConfig } from "./config.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-check-"));
afterAll(() => rmSync(folder, { recursive: true }));
const config = (more: Partial<ReactorConfig>) => more as ReactorConfig;

/** What tries each setting: a finding of `reactor check`, or that its schema says all there is to say. */
const triedBy: Record<string, string> = {
  ...{ endpoint: "chain endpoint", endpoints: "chain endpoint <url>", answerSeconds: "chain endpoint" },
  ...{ "key.file": "operator key", "key.uri": "operator key", provider: "provider, operator" },
  ...{ "urgentKey.file": "urgent operator key", "urgentKey.uri": "urgent operator key" },
  ...{ "nextKey.file": "next operator key", "nextKey.uri": "next operator key" },
  ...{ dataDir: "data directory's place, data directory", store: "descriptor store" },
  ...{ profile: "profile, platform, isolation, catalogue entry", credentials: "credentials" },
  ...{
    port: "API port",
    address: "API port",
    sidecarPort: "sidecar port",
    engineRoot: "engine",
    runner: "what makes updates",
  },
  ...{ "tls.certificateFile": "certificate, certificate's chain", "tls.keyFile": "certificate" },
  ...{ "tls.clientCaFile": "clients' certificates", "tls.operate": "clients' certificates" },
  "tls.read": "clients' certificates",
  ...{ "traces.url": "traces", "traces.headersFile": "traces" },
};
const bySchema = /^(endDistance|maxWorkers|\w+Seconds|\w+Hours|keepDays|onDrift|logLevel|retry\.\w+|breaker\.\w+|traces\.share)$/; // prettier-ignore

test("every setting is tried, or is a number or a word that the schema judges", () => {
  const names = settingsOf(schemaOf("reactor")).map(({ name }) => name);
  expect(names.filter((name) => triedBy[name] === undefined && !bySchema.test(name))).toEqual([]);
  expect(Object.keys(triedBy).filter((name) => !names.includes(name))).toEqual([]);
});

describe("data directory", () => {
  test("one that is not there yet, and one that is", () => {
    expect(checkDataDir(config({ dataDir: join(folder, "a", "b") }))).toMatch(`will be made in ${folder}`);
    const there = join(folder, "there");
    mkdirSync(there, { mode: 0o700 });
    expect(checkDataDir(config({ dataDir: there }))).toMatch(/there, \d+ GiB free/);
  });

  test.each<[string, RegExp, () => string]>([
    ["data.exposed", /chmod 700/, () => (mkdirSync(join(folder, "open")), chmodSync(join(folder, "open"), 0o755), join(folder, "open"))], // prettier-ignore
    ["data.no-folder", /found a file/, () => (writeFileSync(join(folder, "file"), ""), join(folder, "file"))],
  ])("%s says what to do", (code, says, make) => {
    const dataDir = make();
    expect(() => checkDataDir(config({ dataDir }))).toThrow(expect.objectContaining({ code }));
    expect(() => checkDataDir(config({ dataDir }))).toThrow(says);
  });
});

test("credentials that are not set are named, their values never", () => {
  const credentials = ["AWS_KEY", "AWS_SECRET", "AWS_EMPTY"];
  const env = { AWS_KEY: "hunter2hunter2", AWS_EMPTY: "" };
  expect(() => checkCredentials(config({ credentials }), env)).toThrow(/AWS_SECRET, AWS_EMPTY.* unset or empty/);
  expect(checkCredentials(config({ credentials: ["AWS_KEY"] }), env)).toBe("AWS_KEY are set");
  expect(checkCredentials(config({}), env)).toBe("none are named");
});

describe("traces", () => {
  const answering = async (status: number, act: (url: string) => Promise<void>) => {
    const server = createServer((request, response) => {
      request.resume().on("end", () => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  test("a receiver that takes them", () =>
    answering(200, async (url) => expect(await checkTraces({ url })).toBe("the receiver takes them")));

  test.each<[number, RegExp]>([
    [401, /give the account's headers in traces.headersFile/],
    [404, /expected the path of OTLP\/HTTP/],
  ])("one that answers %i", (status, says) =>
    answering(status, (url) => expect(checkTraces({ url })).rejects.toThrow(says)),
  );

  test("none", () =>
    expect(checkTraces({ url: "http://127.0.0.1:1/" })).rejects.toMatchObject({ code: "traces.away" }));
});
