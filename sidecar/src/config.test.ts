import { checkSidecarConfig, sidecarSettings } from "./config.js";

const config = {
  endpoint: "ws://127.0.0.1:9944",
  key: { file: "key" },
  provider: "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
  dataDir: "data",
  reactor: { url: "http://127.0.0.1:4700" },
};

test("paths are relative to the file; the token is beside the store where nothing else is said", () => {
  const checked = checkSidecarConfig(config, "/etc/dinfra");
  expect(checked).toMatchObject({ key: { file: "/etc/dinfra/key" }, dataDir: "/etc/dinfra/data" });
  expect(sidecarSettings(checked, checked.reactor)).toMatchObject({
    reactorUrl: "http://127.0.0.1:4700",
    tokenFile: "/etc/dinfra/data/api-token",
    port: 0,
  });
  const named = checkSidecarConfig({ ...config, reactor: { ...config.reactor, tokenFile: "token" } }, "/etc/dinfra");
  expect(sidecarSettings(named, named.reactor).tokenFile).toBe("/etc/dinfra/token");
});

test("a certificate takes the token's place, unless a token is named too", () => {
  const reactor = { url: "https://r.example", caFile: "ca.pem", certificateFile: "c.pem", keyFile: "k.pem" };
  const checked = checkSidecarConfig({ ...config, reactor }, "/etc/dinfra");
  const settings = sidecarSettings(checked, checked.reactor);
  expect(settings).not.toHaveProperty("tokenFile");
  expect(settings.reactorTls).toEqual({
    caFile: "/etc/dinfra/ca.pem",
    certificateFile: "/etc/dinfra/c.pem",
    keyFile: "/etc/dinfra/k.pem",
  });
  const both = checkSidecarConfig({ ...config, reactor: { ...reactor, tokenFile: "t" } }, "/etc/dinfra");
  expect(sidecarSettings(both, both.reactor).tokenFile).toBe("/etc/dinfra/t");
});

test.each<[string, object]>([
  ["/endpoint", { endpoint: undefined }],
  ["/reactor", { reactor: undefined }],
  ["/reactor/url", { reactor: { url: "unix:/run/reactor" } }],
  ["/store", { store: "/store" }],
  ["/port", { port: 70_000 }],
  ["/reactor/keyFile", { reactor: { url: "https://r.example", certificateFile: "c.pem" } }],
])("refuses a wrong %s and says where", (path, change) => {
  expect(() => checkSidecarConfig(JSON.parse(JSON.stringify({ ...config, ...change })))).toThrow(
    expect.objectContaining({
      code: "config.invalid",
      message: expect.stringMatching(`^the sidecar's configuration is wrong:\n  ${path}: expected`),
    }),
  );
});
