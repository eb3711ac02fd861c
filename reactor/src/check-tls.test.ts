/** @integration */
import { chmodSync, writeFileSync } from "node:fs";
import { Certificates } from "@dinfra/service/testing/certificates";
import { checkCertificate, checkCertificateChain, checkClients } from "./check-tls.js";

const made = new Certificates();
const { certificate, key, file } = made;
const aia = ["authorityInfoAccess=caIssuers;URI:http://ca.example/between.crt"];
beforeAll(() => {
  made.make("root", { subject: "/CN=root", authority: true });
  made.make("between", { subject: "/CN=between", by: "root", authority: true });
  made.make("former-between", { subject: "/CN=between", by: "root", authority: true, days: -3 });
  made.make("server", { subject: "/CN=reactor", by: "root", names: "DNS:reactor.example" });
  made.make("deep", { subject: "/CN=reactor", by: "between", extensions: aia });
  made.make("over", { subject: "/CN=reactor", by: "root", days: -3 });
  made.make("soon", { subject: "/CN=reactor", by: "root", days: 5 });
  made.make("client", { subject: "/CN=client", by: "root" });
  made.make("self", { subject: "/CN=self" });
});
afterAll(() => made.remove());

const tls = (name: string, more: object = {}) => ({ certificateFile: certificate(name), keyFile: key(name), ...more });
const joined = (...names: string[]) => {
  const into = file(`${names.join("-")}.pem`);
  writeFileSync(into, names.map((name) => made.pem(name)).join(""));
  return into;
};
const said = (act: () => string): string => {
  try {
    return act();
  } catch (error) {
    return `BAD ${(error as { code: string }).code}: ${(error as Error).message}`;
  }
};

test.each<[string, () => string, RegExp]>([
  [
    "a good one",
    () => checkCertificate(tls("server")),
    /^CN=reactor \(sha256:[0-9a-f]{64}\) for DNS:reactor\.example, until 20/,
  ],
  ["one that ends soon", () => checkCertificate(tls("soon")), /warning: only until 20/],
  [
    "one that is over",
    () => checkCertificate(tls("over")),
    /^BAD tls.expired: .*over\.crt: .* expired 20.*put a new one/,
  ],
  ["one of tomorrow", () => checkCertificate(tls("server"), 0), /^BAD tls.not-yet: .*look at the clock/],
  [
    "another key",
    () => checkCertificate({ ...tls("server"), keyFile: key("deep") }),
    /^BAD tls.key: .*deep\.key: expected the key of/,
  ],
  [
    "no file",
    () => checkCertificate({ ...tls("server"), certificateFile: file("none") }),
    /^BAD tls.unreadable: .*none: expected a file/,
  ],
  [
    "a chain with its root",
    () => checkCertificateChain({ ...tls("deep"), certificateFile: joined("deep", "between", "root") }),
    /^3 in .*, complete$/,
  ],
  [
    "a chain to an authority of clients",
    () => checkCertificateChain(tls("server", { clientCaFile: certificate("root") })),
    /^1 in .*, complete$/,
  ],
  [
    "a chain to an authority of one's own",
    () => checkCertificateChain(tls("server")),
    /^warning: CN=root, which issued CN=reactor/,
  ],
  ["one that issued itself", () => checkCertificateChain(tls("self")), /complete$/],
  [
    "what is between is missing",
    () => checkCertificateChain(tls("deep")),
    /^BAD tls.chain: .*found none of CN=between, .*http:\/\/ca\.example\/between\.crt/,
  ],
  [
    "another order",
    () => checkCertificateChain({ ...tls("deep"), certificateFile: joined("deep", "root", "between") }),
    /^BAD tls.chain: .*as certificate 2/,
  ],
  [
    "what is between is over",
    () => checkCertificateChain({ ...tls("server"), certificateFile: joined("former-between", "root") }),
    /^BAD tls.expired/,
  ],
  ["no clients", () => checkClients(tls("server")), /^none are asked/],
  [
    "clients",
    () => checkClients(tls("server", { clientCaFile: certificate("root"), operate: ["CN=a"], read: ["CN=b"] })),
    /^1 may operate, 1 may read, by CN=root.* until 20/,
  ],
  [
    "clients' authority that is none",
    () => checkClients(tls("server", { clientCaFile: certificate("client"), read: ["CN=b"] })),
    /^BAD tls.no-authority: .*client\.crt/,
  ],
  [
    "clients' authority that is over",
    () => checkClients(tls("server", { clientCaFile: certificate("former-between"), read: ["CN=b"] })),
    /^BAD tls.expired/,
  ],
  ["nobody is named", () => checkClients(tls("server", { clientCaFile: certificate("root") })), /^BAD tls.nobody/],
])("%s", (_name, act, expected) => {
  expect(said(act)).toMatch(expected);
});

test("a key that everybody can read", () => {
  chmodSync(key("server"), 0o644);
  expect(said(() => checkCertificate(tls("server")))).toMatch(/^BAD tls.exposed: .*chmod o-rwx/);
  chmodSync(key("server"), 0o600);
});
