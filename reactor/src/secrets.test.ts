/** @integration */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReactorConfig } from "./config.js";
import type { runReactor as RunReactor } from "./run.js";

// The compiled entry, as processes are started from there.
const { runReactor } = jest.requireActual<{ runReactor: typeof RunReactor }>("../dist/index.js");

const canary = (of: string) => `canary-${of}-0123456789abcdef`;
const phrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
let folder: string;
let config: ReactorConfig;
/** A chain node that talks no WebSocket: it sends what it was asked back. */
let echo: Server;
const asked: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dinfra-secrets-"));
  mkdirSync(join(folder, "store"));
  writeFileSync(join(folder, "key"), `${phrase}//operator\n`, { mode: 0o600 });
  writeFileSync(join(folder, "headers.json"), JSON.stringify({ "x-key": canary("header") }), { mode: 0o600 });
  echo = createServer((socket) => {
    socket
      .on("error", () => undefined)
      .on("data", (data) => {
        asked.push(data.toString());
        socket.end(`HTTP/1.1 500 ${data.toString().split("\r\n")[0]}\r\n\r\n${data.toString()}`);
      });
  });
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const { port } = echo.address() as { port: number };
  config = {
    endpoint: `ws://me:${canary("password")}@127.0.0.1:${port}/${canary("path")}?key=${canary("query")}`,
    key: { file: join(folder, "key") },
    provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
    dataDir: join(folder, "data"),
    store: join(folder, "store"),
    credentials: ["CLOUD_SECRET"],
    logLevel: "trace",
    traces: {
      url: `http://127.0.0.1:${port}/v1/traces?key=${canary("traces")}`,
      headersFile: join(folder, "headers.json"),
    },
  };
});
afterAll(async () => {
  await new Promise((resolve) => echo.close(resolve));
  rmSync(folder, { recursive: true });
});

const secrets = () => {
  const token = readFileSync(join(config.dataDir, "api-token"), "utf8").trim();
  const passphrase = readFileSync(join(config.dataDir, "engine", ".passphrase"), "utf8").trim();
  return [...["password", "path", "query", "traces", "header", "cloud"].map(canary), phrase, token, passphrase];
};

function commandLines(): string {
  const all = readdirSync("/proc").filter((entry) => /^[0-9]+$/.test(entry));
  return all.map((pid) => readOr(`/proc/${pid}/cmdline`)).join("\n");
}

const readOr = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

test("two processes with secrets of every kind say none of them, nor do their command lines", async () => {
  const lines: string[] = [];
  const abort = new AbortController();
  let seen = "";
  const start = runReactor(config, {
    env: { ...process.env, CLOUD_SECRET: canary("cloud") },
    signal: abort.signal,
    log: (line) => {
      lines.push(line);
      // The sidecar has tried its endpoint, and was refused with what it had asked.
      if (asked.length > 2 && lines.some((each) => each.includes('"of":"chain"')) && !abort.signal.aborted) {
        seen = commandLines();
        abort.abort();
      }
    },
  });
  await expect(start).rejects.toMatchObject({ code: "stopped" });
  expect(asked.join("")).toContain(canary("path"));
  const all = lines.join("\n");
  expect(all).toContain('"reactor ready"');
  expect(all).toContain("[secret]");
  expect(seen).toContain("reactor-main.js");
  for (const secret of secrets()) {
    expect(all).not.toContain(secret);
    expect(seen).not.toContain(secret);
  }
  const open = readdirSync(config.dataDir, { recursive: true })
    .map((name) => join(config.dataDir, String(name)))
    .filter((file) => statSync(file).isFile() && /(api-.*token|passphrase)$/.test(file));
  expect(open.map((file) => statSync(file).mode & 0o077)).toEqual(open.map(() => 0));
}, 60_000);
