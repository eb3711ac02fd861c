import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessIn, accessOf } from "./kubeconfig.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-kubeconfig-"));
afterAll(() => rmSync(folder, { recursive: true }));

const base64 = (text: string) => Buffer.from(text).toString("base64");
const config = (user: object, cluster: object = { server: "https://192.0.2.1:6443/" }) =>
  JSON.stringify({
    "current-context": "one",
    contexts: [{ name: "one", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster }],
    users: [{ name: "u", user }],
  });

test.each<[string, object, object]>([
  ["a token", { token: "t" }, { token: "t" }],
  [
    "a certificate",
    { "client-certificate-data": base64("C"), "client-key-data": base64("K") },
    { cert: "C", key: "K" },
  ],
  ["a password", { username: "me", password: "p" }, { basic: "me:p" }],
  ["nothing", {}, {}],
])("a user with %s", async (_what, user, expected) => {
  expect(await accessIn(config(user), folder).credentials()).toEqual(expected);
});

test("paths are relative to the file, a token's file is read anew each time", async () => {
  writeFileSync(join(folder, "token"), "first\n");
  writeFileSync(join(folder, "ca.pem"), "CA");
  const cluster = { server: "https://192.0.2.1:6443", "certificate-authority": "ca.pem" };
  const access = accessIn(config({ tokenFile: "token" }, cluster), folder);
  expect(access).toMatchObject({ server: "https://192.0.2.1:6443", ca: "CA" });
  expect(await access.credentials()).toEqual({ token: "first" });
  writeFileSync(join(folder, "token"), "second\n");
  expect(await access.credentials()).toEqual({ token: "second" });
});

test("a context that is not there and a text that is no kubeconfig are refused, without what they say", () => {
  expect(() => accessIn(config({ token: "hidden" }), folder, "two")).toThrow(
    'placement.kubernetes.context: expected a context of the kubeconfig (one), found "two"',
  );
  expect(() => accessIn("token: [hidden", folder)).toThrow(
    /expected a kubeconfig in YAML or JSON, found another text$/,
  );
  expect(() => accessOf({}, { HOME: folder })).toThrow(/expected a kubeconfig, found none at .*config/);
});

test("the settings go before the environment", () => {
  const file = join(folder, "config");
  writeFileSync(file, config({}, { server: "https://file.example" }));
  process.env.DINFRA_TEST_KUBECONFIG = config({}, { server: "https://env.example" });
  const env = { KUBECONFIG: file };
  expect(accessOf({ kubeconfig: { env: "DINFRA_TEST_KUBECONFIG" } }, env).server).toBe("https://env.example");
  expect(accessOf({}, env).server).toBe("https://file.example");
  delete process.env.DINFRA_TEST_KUBECONFIG;
});
