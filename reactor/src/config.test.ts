import { sidecarSettings } from "@dinfra/sidecar/config";
import { checkConfig, reactorSettings, type ReactorConfig } from "./config.js";
import { reactorEnvironment, sidecarEnvironment } from "./environment.js";

const config: ReactorConfig = {
  endpoint: "ws://127.0.0.1:9944",
  key: { file: "key" },
  provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
  dataDir: "data",
  store: "/store",
};

test("paths are relative to the file", () => {
  expect(checkConfig(config, "/etc/dinfra")).toMatchObject({
    key: { file: "/etc/dinfra/key" },
    dataDir: "/etc/dinfra/data",
    store: "/store",
  });
});

test.each<[string, object]>([
  ["/endpoint", { endpoint: "http://x" }],
  ["/endpoint", { endpoint: undefined }],
  ["/endpoint", { endpoints: ["ws://127.0.0.1:9945"] }],
  ["/endpoints/0", { endpoint: undefined, endpoints: ["http://x"] }],
  ["/endpoints", { endpoint: undefined, endpoints: [] }],
  ["/endDistance", { endDistance: -1 }],
  ["/provider", { provider: "Bob" }],
  ["/runner", { runner: "cli" }],
  ["/port", { port: "4700" }],
  ["/surprise", { surprise: 1 }],
  ["/key/uri", { key: { uri: "bottom drive obey lake curtain smoke basket hold race lonely fit walk" } }],
  ["/key", { key: {} }],
  ["/breaker/totalShare", { breaker: { totalShare: 2 } }],
  ["/dataDir", { dataDir: undefined }],
  ["/address", { address: "0.0.0.0" }],
  ["/address", { address: "reactor.example" }],
  ["/address", { address: "1:2" }],
  ["/tls/keyFile", { tls: { certificateFile: "c" } }],
  ["/tls/clientCaFile", { tls: { certificateFile: "c", keyFile: "k", operate: ["CN=a"] } }],
  ["/tls/operate/0", { tls: { certificateFile: "c", keyFile: "k", clientCaFile: "a", operate: ["sidecar"] } }],
])("refuses a wrong %s and says where", (path, change) => {
  expect(() => checkConfig(JSON.parse(JSON.stringify({ ...config, ...change })))).toThrow(
    expect.objectContaining({ code: "config.invalid", message: expect.stringContaining(`${path}: expected`) }),
  );
});

test("TLS: paths are relative to the file; with it the API may listen beyond loopback", () => {
  const tls = {
    certificateFile: "c.pem",
    keyFile: "/k.pem",
    clientCaFile: "ca.pem",
    operate: ["CN=sidecar,O=Example"],
  };
  const checked = checkConfig({ ...config, address: "0.0.0.0", tls }, "/etc/dinfra");
  expect(reactorSettings(checked)).toMatchObject({
    address: "0.0.0.0",
    tls: { certificateFile: "/etc/dinfra/c.pem", keyFile: "/k.pem", clientCaFile: "/etc/dinfra/ca.pem" },
  });
  expect(reactorSettings(checkConfig({ ...config, address: "::1" }))).toMatchObject({ address: "::1" });
  expect(reactorSettings(checkConfig(config))).not.toHaveProperty("tls");
});

test.each<[string, object, RegExp]>([
  ["/breaker/floor", { breaker: { floor: 10 } }, /counted teardowns; .* write floorWeight/],
  ["/breaker/share", { breaker: { windowSeconds: 600, share: 0.25 } }, /write surpriseShare .* and totalShare/],
  ["/breaker/shareOfAll", { breaker: { shareOfAll: 0.5 } }, /another name, totalShare/],
  ["/keyFile", { key: undefined, keyFile: "key" }, /"key": \{"file": …\}/],
  ["/descriptorStore", { store: undefined, descriptorStore: "store" }, /another name, store/],
  ["/apiPort", { apiPort: 4700 }, /another name, port/],
])("%s of a former version is refused, with one line that says what is new", (path, change, now) => {
  const check = () => checkConfig(JSON.parse(JSON.stringify({ ...config, ...change })));
  expect(check).toThrow(expect.objectContaining({ code: "config.invalid", message: expect.stringMatching(now) }));
  expect(check).toThrow(new RegExp(`^the reactor's configuration is of a former version:\\n  ${path}: [^\\n]+$`));
});

test("a former configuration that says nothing of the breaker keeps its meaning", () => {
  const settings = reactorSettings(checkConfig({ ...config, breaker: { windowSeconds: 600 } }));
  expect(settings.breaker).toEqual({ window: 600_000, floorWeight: 3, surpriseShare: 0.1, totalShare: 0.5 });
});

test("several endpoints, the followed one first; one is the same as a list of one", () => {
  const { endpoint, ...rest } = config;
  const endpoints = ["ws://127.0.0.1:1", "wss://example.org"];
  const settings = (given: object) =>
    sidecarSettings(checkConfig({ ...rest, ...given }), { url: "http://127.0.0.1:1" });
  expect(settings({ endpoints }).endpoints).toEqual(endpoints);
  expect(settings({ endpoint })).toEqual(settings({ endpoints: [endpoint] }));
  expect([settings({ endpoint }).endDistance, settings({ endpoint, endDistance: 0 }).endDistance]).toEqual([2, 0]);
});

test("neither process is told what only the other needs", () => {
  const full = { ...config, profile: "/profile.json", engineRoot: "/engine" };
  const toReactor = JSON.stringify(reactorSettings(full));
  const toSidecar = JSON.stringify(sidecarSettings(full, { url: "http://127.0.0.1:1" }));
  expect(toReactor).not.toContain("9944");
  expect(toReactor).not.toContain('"key');
  expect(toSidecar).not.toContain("profile");
  expect(toSidecar).not.toContain("engine");
});

test("the reactor is told the names of the credentials, for its workers", () => {
  expect(reactorSettings(config).credentials).toEqual([]);
  const named = checkConfig({ ...config, credentials: ["AWS_SECRET"] });
  expect(reactorSettings(named).credentials).toEqual(["AWS_SECRET"]);
  expect(JSON.stringify(sidecarSettings(named, { url: "http://127.0.0.1:1" }))).not.toContain("AWS_SECRET");
});

test("environments are lists of what may pass", () => {
  const env = {
    PATH: "/bin",
    HOME: "/root",
    AWS_SECRET: "s",
    SURI: "bottom drive",
    XDG_CACHE_HOME: "/c",
    NODE_OPTIONS: "--inspect",
  };
  expect(sidecarEnvironment(env)).toEqual({ PATH: "/bin", HOME: "/root" });
  expect(reactorEnvironment(env, ["AWS_SECRET"])).toEqual({
    PATH: "/bin",
    HOME: "/root",
    XDG_CACHE_HOME: "/c",
    AWS_SECRET: "s",
  });
});
