import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { defaultProfile, loadProfile, placementOf, requireProfile, validateProfile, type Profile } from "./index.js";
import { unsaidIsolation } from "./profile.js";

const good: Profile = {
  type: "profile/v1",
  platform: "local",
  local: { root: "/state", isolation: "own-user", uids: { first: 200_000, count: 100 }, readable: ["/opt/a"] },
  limits: { cpu: 4000, memory: 8192, disk: 100 },
  catalogue: [
    {
      name: "polkadot",
      version: "1.20.2",
      commandLine: "polkadot-sdk",
      command: "/opt/polkadot",
      digest: `sha256:${"0".repeat(64)}`,
      interpreter: "/usr/bin/env",
      args: ["--log", "info"],
      url: "https://releases.example/polkadot",
      image: `docker.io/parity/polkadot@sha256:${"0".repeat(64)}`,
      roles: ["full", "rpc"],
      chains: ["polkadot", "kusama"],
    },
  ],
};
const entry = good.catalogue[0]!;

test("a profile that uses every field is accepted as it is", () => {
  expect(validateProfile(good)).toEqual({ ok: true, value: good });
});

test("the default profile is one, and survives JSON", () => {
  const profile = defaultProfile({ root: "/state" });
  expect(requireProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
  expect(profile.catalogue.map((e) => e.name)).toEqual(["dev-node"]);
});

test.each([
  ["root", 0, "own-user"],
  ["another user", 1500, "namespaces"],
  ["a system without users", undefined, "namespaces"],
])("where the profile does not say, workloads of %s's provider are isolated: uid %s, %s", (_, uid, isolation) => {
  expect(unsaidIsolation(uid)).toBe(isolation);
});

test("workloads are isolated, unless the profile accepts the shared user by name, as the default one does", () => {
  const unsaid = { ...good, local: { root: "/state" } };
  const isolation = unsaidIsolation(process.getuid?.());
  expect(placementOf(unsaid)).toMatchObject({ local: { root: "/state", isolation } });
  const local = { root: "/state", isolation: "shared-user" } as const;
  expect(placementOf({ ...good, local })).toMatchObject({ local });
  expect(placementOf(defaultProfile())).toMatchObject({ local: { isolation: "shared-user" } });
});

test.each<[string, unknown, string]>([
  ["nothing", undefined, "/: expected an object"],
  ["another version", { ...good, type: "profile/v2" }, '/type: expected "profile/v1"'],
  ["a field it does not know", { ...good, catalog: [] }, "/catalog: expected one of the properties"],
  ["an empty catalogue", { ...good, catalogue: [] }, "/catalogue: expected"],
  ["a relative path to read", { ...good, local: { readable: ["etc"] } }, "/local/readable/0: expected"],
  ["an isolation nobody has", { ...good, local: { isolation: "none" } }, "/local/isolation: expected"],
  ["a network without its id", { ...good, network: { use: "existing" } }, "/network"],
  [
    "a package of a built-in platform",
    { ...good, platformPackage: "mine" },
    "/platformPackage: expected nothing beside",
  ],
  ["a package that is a relative path", { ...good, platformPackage: "./mine" }, "/platformPackage: expected"],
  ["a range that is none", { ...good, machines: { ranges: { operators: ["home"] } } }, "/machines/ranges/operators/0"],
  ["a private key itself", { ...good, machines: { operators: { privateKey: { value: "x" } } } }, "/machines/operators"],
  ["a relative root", { ...good, local: { root: "state" } }, "/local/root: expected"],
  ["a relative command", { ...good, catalogue: [{ ...entry, command: "polkadot" }] }, "/catalogue/0/command: expected"],
  [
    "an entry without a digest",
    { ...good, catalogue: [{ ...entry, digest: undefined }] },
    "/catalogue/0/digest: expected",
  ],
  ["an image by tag", { ...good, catalogue: [{ ...entry, image: "polkadot:latest" }] }, "/catalogue/0/image: expected"],
  [
    "a version twice",
    { ...good, catalogue: [entry, entry] },
    "/catalogue/1: expected each name and version once, found polkadot 1.20.2 as in 0",
  ],
  ["settings of two platforms", { ...good, platform: "moon" }, "/local: expected nothing beside the platform moon"],
  ["settings beside local", { ...good, settings: {} }, "/settings: expected nothing beside the platform local"],
])("refuses %s, saying where", (_what, value, message) => {
  expect(() => requireProfile(value)).toThrow(
    expect.objectContaining({ code: "InvalidProfile", retryable: false, message: expect.stringContaining(message) }),
  );
});

describe("a profile's file", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "dinfra-profile-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string) => {
    const name = path.join(folder, "profile.json");
    writeFileSync(name, text);
    return name;
  };

  test("is read and checked", () => {
    expect(loadProfile(file(JSON.stringify(good)))).toEqual(good);
    expect(() => loadProfile(file("{}"))).toThrow(expect.objectContaining({ code: "InvalidProfile" }));
    expect(() => loadProfile(file("{"))).toThrow(expect.objectContaining({ code: "ProfileUnreadable" }));
    expect(() => loadProfile(path.join(folder, "none.json"))).toThrow(
      "none.json: expected a profile (JSON), found ENOENT",
    );
  });
});

test("a profile says the placement, and an unknown platform is refused", () => {
  expect(placementOf(good, "me")).toEqual({ owner: "me", local: good.local, protectData: false });
  expect(() => placementOf({ ...good, local: undefined, platform: "moon" })).toThrow(
    expect.objectContaining({ code: "UnknownPlatform" }),
  );
});
