/** @integration */
import { appendFileSync, copyFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { pino } from "pino";
import { wallClock } from "../clock.js";
import { Certificates } from "../testing/certificates.js";
import { bears, fingerprintOf, followChain, readCertificates, readPrivateKey, subjectOf } from "./certificate.js";
import { fetchOver, tlsAdvice, type ClientTls } from "./client.js";
import { ServerTls, type ServerTlsConfig } from "./server.js";

// Certificates made by openssl, and connections over real sockets.
const made = new Certificates();
const { file, certificate, key } = made;
const near = "DNS:localhost,IP:127.0.0.1";
beforeAll(() => {
  made.make("root", { subject: "/O=Example/CN=root", authority: true });
  made.make("between", { subject: "/O=Example/CN=between", by: "root", authority: true });
  made.make("server", { subject: "/CN=localhost", by: "root", names: near, usage: "serverAuth" });
  made.make("deep", { subject: "/CN=localhost", by: "between", names: near, usage: "serverAuth" });
  made.make("elsewhere", { subject: "/CN=elsewhere", by: "root", names: "DNS:elsewhere.example" });
  made.make("over", { subject: "/CN=localhost", by: "root", names: near, days: -3 });
  made.make("clients", { subject: "/O=Example/CN=clients", authority: true });
  made.make("sidecar", { subject: "/C=DE/O=Example/CN=sidecar", by: "clients", usage: "clientAuth" });
  made.make("dashboard", { subject: "/CN=dash\\, board", by: "clients", usage: "clientAuth" });
  made.make("nobody", { subject: "/CN=nobody", by: "clients", usage: "clientAuth" });
  made.make("former", { subject: "/C=DE/O=Example/CN=sidecar", by: "clients", usage: "clientAuth", days: -3 });
  made.make("for-servers", { subject: "/C=DE/O=Example/CN=sidecar", by: "clients", usage: "serverAuth" });
  made.make("stranger", { subject: "/C=DE/O=Example/CN=sidecar" });
});
afterAll(() => made.remove());

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const fingerprint = (name: string) => fingerprintOf(readCertificates(certificate(name))[0]!);
const subject = (name: string) => subjectOf(readCertificates(certificate(name))[0]!);

/** Answers with the scope of who asks. */
async function serve(config: Partial<ServerTlsConfig> = {}, options: { interval?: number; copyTo?: string } = {}) {
  const tls = new ServerTls(
    {
      ...{ certificateFile: certificate("server"), keyFile: key("server"), clientCaFile: certificate("clients") },
      ...{ operate: ["CN=sidecar,O=Example,C=DE"], read: [fingerprint("dashboard")] },
      ...config,
    },
    { log: pino({ level: "silent" }), ...options },
  );
  const server: Server = createServer(tls.serverOptions, (request, response) => {
    try {
      response.end(tls.scopeOf(request.socket as TLSSocket) ?? "none");
    } catch (error) {
      response.writeHead(403).end((error as Error).message);
    }
  });
  tls.keep(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  undo.push(() => (tls.stop(), server.closeAllConnections(), new Promise((closed) => server.close(closed))));
  return { tls, server, port: (server.address() as AddressInfo).port };
}
const files = (name: string): ClientTls => ({ certificateFile: certificate(name), keyFile: key(name) });
const ask = async (port: number, tls: ClientTls, host = "localhost") =>
  (await fetchOver(tls)(`https://${host}:${port}/`)).text();
const trusting = { caFile: certificate("root") };

test.each<[string, string | undefined, RegExp]>([
  ["a client that is named by its subject", "sidecar", /^operate$/],
  ["one that is named by its fingerprint", "dashboard", /^read$/],
  ["one that nothing names", "nobody", /names, found CN=nobody .*add its subject or fingerprint/],
  ["one whose certificate is over", "former", /valid now, found CN=sidecar.* which expired 20/],
  ["one whose certificate is for servers", "for-servers", /of an authority in .*purpose/i],
  ["one of another authority with the same subject", "stranger", /of an authority in .*SELF_SIGNED/],
  ["one without a certificate", undefined, /^none$/],
])("%s", async (_name, client, expected) => {
  const { port } = await serve();
  expect(await ask(port, { ...trusting, ...(client === undefined ? {} : files(client)) })).toMatch(expected);
});

test.each<[string, Partial<ServerTlsConfig>, ClientTls, string | undefined, RegExp]>([
  ["an authority that is not known", {}, {}, undefined, /caFile/],
  ["another name", { certificateFile: certificate("elsewhere"), keyFile: key("elsewhere") }, trusting, undefined, /for another name/], // prettier-ignore
  [
    "an expired one",
    { certificateFile: certificate("over"), keyFile: key("over") },
    trusting,
    undefined,
    /has expired/,
  ],
  ["what is between is missing", { certificateFile: certificate("deep"), keyFile: key("deep") }, trusting, undefined, /what is between/], // prettier-ignore
  ["a pin of another one", {}, { pinnedFile: certificate("deep") }, undefined, /another server/],
])("a client refuses a server, and says what to do: %s", async (_name, config, client, _none, expected) => {
  const { port } = await serve(config);
  const error = await ask(port, client).then(() => undefined, (refused: unknown) => refused); // prettier-ignore
  expect(tlsAdvice(error)).toMatch(expected);
});

test("a whole chain needs the root alone; a pinned certificate neither name nor time", async () => {
  const chain = file("chain.pem");
  copyFileSync(certificate("deep"), chain);
  appendFileSync(chain, made.pem("between"));
  const { port } = await serve({ certificateFile: chain, keyFile: key("deep") });
  expect(await ask(port, { ...trusting, ...files("sidecar") })).toBe("operate");
  const over = await serve({ certificateFile: certificate("over"), keyFile: key("over") });
  expect(await ask(over.port, { pinnedFile: certificate("over") }, "127.0.0.1")).toBe("none");
});

test("plain HTTP where TLS is spoken, and TLS where it is not: both say so", async () => {
  const { port } = await serve();
  const plain = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
  expect(tlsAdvice(plain)).toMatch(/https:/);
  const { createServer: createPlain } = await import("node:http");
  const server = createPlain().listen(0, "127.0.0.1");
  undo.push(() => server.close());
  await new Promise((listening) => server.once("listening", listening));
  const error = await ask((server.address() as AddressInfo).port, trusting).catch((refused: unknown) => refused);
  expect(tlsAdvice(error)).toMatch(/http:/);
});

/** Resolves with what became of the next change of the files. */
const reloaded = (tls: ServerTls, taken = true) =>
  new Promise<void>((resolve) => {
    tls.onReload = (was) => was === taken && resolve();
  });

test("files that change are read again, through a link too; half a change and a broken file leave the former ones", async () => {
  const [cert, keyFile, copy] = [file("live.crt"), file("live.key"), file("copy.pem")];
  symlinkSync(certificate("server"), cert);
  copyFileSync(key("server"), keyFile);
  const { tls, port } = await serve({ certificateFile: cert, keyFile }, { interval: 20, copyTo: copy });
  const asOf = async (name: string) => {
    expect(await ask(port, { pinnedFile: certificate(name) })).toBe("none");
    expect(await ask(port, { pinnedFile: copy })).toBe("none");
  };
  await asOf("server");
  const half = reloaded(tls, false);
  unlinkSync(cert);
  symlinkSync(certificate("elsewhere"), cert);
  await half;
  await asOf("server");
  const whole = reloaded(tls);
  copyFileSync(key("elsewhere"), keyFile);
  await whole;
  await asOf("elsewhere");
  const broken = reloaded(tls, false);
  unlinkSync(cert);
  writeFileSync(cert, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  await broken;
  await asOf("elsewhere");
});

test("clients' authorities that change end the connections of the former ones, and only these", async () => {
  const ca = file("ca.pem");
  copyFileSync(certificate("clients"), ca);
  const { tls, server, port } = await serve({ clientCaFile: ca });
  const sidecar = fetchOver({ ...trusting, ...files("sidecar") });
  const scope = async () => (await sidecar(`https://localhost:${port}/`)).text();
  for (let n = 0; n < 3; n++) expect(await scope()).toBe("operate");
  const count = () => new Promise((told) => server.getConnections((_error, open) => told(open)));
  expect(await count()).toBe(1);
  const without = fetchOver(trusting);
  expect(await (await without(`https://localhost:${port}/`)).text()).toBe("none");
  copyFileSync(certificate("root"), ca);
  tls.reload();
  expect(await scope().catch(scope)).toMatch(/of an authority in/);
  expect(await (await without(`https://localhost:${port}/`)).text()).toBe("none");
});

test("a client that gets another certificate shows it at its next request", async () => {
  const { port } = await serve();
  const [cert, keyFile] = [file("client.crt"), file("client.key")];
  const take = (name: string) => (copyFileSync(certificate(name), cert), copyFileSync(key(name), keyFile));
  take("nobody");
  const send = fetchOver({ ...trusting, certificateFile: cert, keyFile });
  expect(await (await send(`https://localhost:${port}/`)).text()).toMatch(/names, found CN=nobody/);
  take("sidecar");
  expect(await (await send(`https://localhost:${port}/`)).text()).toBe("operate");
  copyFileSync(key("nobody"), keyFile);
  await expect(send(`https://localhost:${port}/`)).rejects.toThrow(/client.crt.*give both, of one pair/);
});

test("a connection that lasts longer than its client's certificate opens nothing any more", async () => {
  const { tls, port } = await serve();
  const send = fetchOver({ ...trusting, ...files("sidecar") });
  const scope = async () => (await send(`https://localhost:${port}/`)).text();
  expect(await scope()).toBe("operate");
  (tls as unknown as { now: () => number }).now = () => wallClock() + 40 * 86_400_000;
  expect(await scope()).toMatch(/which expired/);
});

test.each<[string, () => unknown, RegExp]>([
  ["no file", () => readCertificates(file("none")), /none: expected a file that this user can read/],
  ["no certificate", () => readCertificates(key("server")), /expected certificates in PEM/],
  ["no key", () => readPrivateKey(certificate("server")), /expected a private key in PEM/],
  ["another key", () => new ServerTls({ certificateFile: certificate("server"), keyFile: key("deep") }, { log: pino({ level: "silent" }) }), /deep.key: expected the key of the first certificate/], // prettier-ignore
  [
    "a chain in another order",
    () =>
      followChain([...readCertificates(certificate("deep")), ...readCertificates(certificate("root"))], "chain", []),
    /chain: expected as certificate 2 the authority that issued certificate 1, CN=between,O=Example, found CN=root/,
  ],
])("files that cannot be used: %s", (_name, act, expected) => {
  expect(act).toThrow(expected);
});

test("a chain is complete with a root that is known, and not without", () => {
  const [deep, between, root] = ["deep", "between", "root"].map((name) => readCertificates(certificate(name))[0]!);
  expect(followChain([deep!, between!, root!], "f", [])).toMatchObject({ complete: true });
  expect(followChain([deep!, between!], "f", [root!])).toMatchObject({ complete: true });
  expect(followChain([deep!, between!], "f", [])).toMatchObject({ complete: false, last: between });
  expect(followChain([deep!], "f", [root!])).toMatchObject({ complete: false, last: deep });
});

test("names: subjects as openssl says them, fingerprints in any writing; nothing else is a certificate's", () => {
  const [sidecar] = readCertificates(certificate("sidecar"));
  expect(subject("sidecar")).toBe("CN=sidecar,O=Example,C=DE");
  const digits = fingerprint("sidecar").slice(7);
  const colons = digits.toUpperCase().match(/../g)!.join(":");
  for (const name of [
    "CN=sidecar,O=Example,C=DE",
    "CN=sidecar, O=Example, C=DE",
    `sha256:${digits}`,
    `sha256:${colons}`,
  ])
    expect([name, bears(sidecar!, name)]).toEqual([name, true]);
  for (const name of [
    "CN=sidecar",
    "C=DE,O=Example,CN=sidecar",
    "cn=sidecar,O=Example,C=DE",
    `sha256:${"0".repeat(64)}`,
    digits,
  ])
    expect([name, bears(sidecar!, name)]).toEqual([name, false]);
});
