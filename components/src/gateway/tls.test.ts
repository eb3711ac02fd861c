import type { Place } from "@dinfra/port";
import type { GatewayTlsArgs } from "./args.js";
import { decideTls } from "./tls.js";

const hosts = ["rpc.example.org"];
const artifacts = { baseUrl: "https://artifacts.example", agent: { amd64: "ab".repeat(32) } };
const place = (machines: object = { artifacts }, machine: unknown = true) =>
  ({
    name: "a-cloud",
    owner: "o",
    machines,
    platform: { shape: "machine", capabilities: { machine, mountedSecrets: { lacks: "it seals them" } } },
  }) as unknown as Place;
const cluster = {
  ...{ name: "a-cluster", owner: "o", machines: {} },
  platform: { shape: "workload", capabilities: { machine: { lacks: "it has pods" }, mountedSecrets: true } },
} as unknown as Place;

test("an authority is what is left of it once it is checked", () => {
  expect(decideTls({ acme: { hosts } }, place())).toEqual({ acme: { hosts } });
  const of = { hosts: ["rpc.test"], email: "o@example.org", directory: "https://ca.test/dir" };
  expect(decideTls({ acme: of }, place())).toEqual({ acme: of });
  const everybody = place({ artifacts, ranges: { world: ["10.0.0.0/8", "0.0.0.0/0"] } });
  expect(decideTls({ acme: { hosts } }, everybody)).toEqual({ acme: { hosts } });
});

test("a secret of a cluster is named, and needs no machine", () => {
  expect(decideTls({ secret: "rpc.example-org" }, cluster)).toEqual({ secret: "rpc.example-org" });
});

const acme = (change: object): GatewayTlsArgs => ({ acme: { hosts, ...change } });

test.each<[string, GatewayTlsArgs, Place, string]>([
  [
    "a certificate beside it",
    { ...acme({}), certificate: { file: "/c" } },
    place(),
    "gateway.tls: expected a certificate",
  ],
  [
    "no name",
    acme({ hosts: [] }),
    place(),
    "gateway.tls.acme.hosts: expected the name of the gateway in the DNS, found",
  ],
  ["an address", acme({ hosts: ["192.0.2.1"] }), place(), "no address and no wildcard"],
  ["an address of IPv6", acme({ hosts: ["2001:db8::1"] }), place(), "no address"],
  ["a wildcard", acme({ hosts: ["*.example.org"] }), place(), "no wildcard"],
  ["upper case", acme({ hosts: ["RPC.example.org"] }), place(), "lower case"],
  ["one label", acme({ hosts: ["rpc"] }), place(), "gateway.tls.acme.hosts[0]"],
  ["a name twice", acme({ hosts: [...hosts, ...hosts] }), place(), "hosts[1]: expected each name once"],
  [
    "more than a certificate has",
    acme({ hosts: Array.from({ length: 101 }, (_, i) => `r${i}.a.org`) }),
    place(),
    "100",
  ],
  ["a name that no public authority knows", acme({ hosts: ["rpc.local"] }), place(), "expected a public name"],
  ["an email without a place", acme({ email: "operators" }), place(), "gateway.tls.acme.email"],
  ["a directory without TLS", acme({ directory: "http://ca.example.org/dir" }), place(), "gateway.tls.acme.directory"],
  ["an authority without its directory", acme({ certificateAuthority: "x" }), place(), "gateway.tls.acme.directory"],
  [
    "an authority that is no certificate",
    acme({ directory: "https://ca.test/dir", certificateAuthority: "x" }),
    place(),
    "gateway.tls.acme.certificateAuthority: expected certificates",
  ],
  [
    "an account without the directory that knows it",
    acme({ externalAccount: { id: "k", key: { env: "K" } } }),
    place(),
    "gateway.tls.acme.directory",
  ],
  [
    "an account of two words",
    acme({ directory: "https://ca.test/dir", externalAccount: { id: "a b", key: { env: "K" } } }),
    place(),
    "gateway.tls.acme.externalAccount.id",
  ],
  ["no agent", acme({}), place({}), "placement.machines.artifacts"],
  [
    "no public address",
    acme({}),
    place({ artifacts, via: { host: "jump" } }),
    "expected a machine with a public address",
  ],
  [
    "a closed port",
    acme({}),
    place({ artifacts, ranges: { world: ["10.0.0.0/8"] } }),
    "placement.machines.ranges.world",
  ],
  ["no machine", acme({}), place({ artifacts }, { lacks: "it has none" }), '"machine"'],
  ["a secret of a cluster on machines", { secret: "rpc" }, place(), '"mountedSecrets"'],
  ["no name of a secret", { secret: "Rpc/x" }, cluster, "gateway.tls.secret: expected the name of a Secret"],
  ["a secret beside an authority", { ...acme({}), secret: "rpc" }, cluster, "more than one of them"],
  ["a file of nobody's machine", { certificate: { file: "/c" }, key: { file: "/k" } }, cluster, '"machine"'],
])("refused: %s", (_what, tls, at, message) => {
  expect(() => decideTls(tls, at)).toThrow(message);
});
