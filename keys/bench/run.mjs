// What the operations cost, and the size of the package. Every figure is measured in this run. Operations are timed one by one, after a warm-up.
import { mkdirSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { randomBytes } from "node:crypto";
import { build } from "esbuild";
import {
  AccountKey,
  LOGIN_PATH,
  SCHEMES,
  authorizedKeysLine,
  opensshPrivateKey,
  proveLogin,
  publicKeyBlob,
  verifyLogin,
} from "@dinfra/keys";
import { LoginAgent, serveAgent } from "@dinfra/keys/agent";
import { typed } from "../../tools/typed.mjs";
import { machine } from "./machine.mjs";

const command = "npm run bench -w @dinfra/keys --";
const { options } = typed({
  name: "bench",
  command,
  help: `usage: ${command} [--out FOLDER]

  Measures what the operations cost and the size of the package. Prints the figures, writes them as CSV with the machine on
  which they were taken, and says of each that has an aim whether it was met. Half a minute.

  --out FOLDER   where the CSV goes, keys/bench/results unless told`,
  options: { out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) } },
});

const figures = [];

/** `cpu` is the mean processor time of an operation: on a busy machine the better figure, for the others wait for their turn. */
function figure(name, times, cpu, aim) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(3));
  const measured = { median: at(0.5), p99: at(0.99), max: at(1), cpu: Number(cpu.toFixed(3)) };
  figures.push({ name, unit: "ms", runs: times.length, ...measured, ...verdict(measured, aim) });
}

/** An aim is the column that it is for and its bound in milliseconds. */
function verdict(measured, aim) {
  if (!aim) return { aim: "", met: "" };
  return { aim: `${aim.of} below ${aim.below} ms`, met: measured[aim.of] < aim.below ? "met" : "missed" };
}

async function measure(name, runs, warmUp, operation, aim) {
  for (let i = 0; i < warmUp; i++) await operation(i);
  const times = [];
  const before = process.cpuUsage();
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await operation(i);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  figure(name, times, (user + system) / 1000 / runs, aim);
}

const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";

for (const scheme of SCHEMES) {
  const keys = Array.from({ length: 1000 }, () => AccountKey.fromSeed(randomBytes(32), scheme).address());
  await measure(
    `address to authorized_keys line, ${scheme}`,
    1000,
    200,
    (i) => authorizedKeysLine({ registration: { scheme, key: keys[i] } }),
    { of: "median", below: 1 },
  );
}
for (const scheme of SCHEMES) {
  const account = AccountKey.fromMnemonic(PHRASE, scheme, LOGIN_PATH);
  const proof = proveLogin(account, { domain: "my-server" });
  await measure(`proof to authorized_keys line, ${scheme}`, 200, 50, () =>
    authorizedKeysLine({ proof, expect: { domain: "my-server" } }),
  );
  await measure(`verify a proof, ${scheme}`, 200, 50, () => verifyLogin(proof, { domain: "my-server" }));
  await measure(`phrase to key ${LOGIN_PATH}, ${scheme}`, 50, 10, () =>
    AccountKey.fromMnemonic(PHRASE, scheme, LOGIN_PATH),
  );
}
const fileKey = AccountKey.fromMnemonic(PHRASE, "ed25519", LOGIN_PATH);
await measure("key file, plain", 200, 50, () => opensshPrivateKey(fileKey));
await measure("key file, aes256-ctr, bcrypt of 24 rounds", 5, 1, () =>
  opensshPrivateKey(fileKey, { passphrase: "correct horse" }),
);

// Over the socket, as ssh asks: from the request's first byte to the answer's last.
for (const scheme of SCHEMES) {
  const account = AccountKey.fromMnemonic(PHRASE, scheme, LOGIN_PATH);
  const blob = publicKeyBlob(account.sshKey);
  const agent = new LoginAgent();
  agent.hold(account);
  const served = await serveAgent(agent);
  const socket = createConnection(served.socketPath);
  let arrived;
  socket.on("data", (answer) => {
    if (answer[4] !== 14) throw new Error(`the agent refused: ${answer.toString("hex")}`);
    arrived();
  });
  await measure(
    `agent signature, ${scheme}`,
    2000,
    200,
    () =>
      new Promise((resolve) => {
        arrived = resolve;
        socket.write(signRequest(blob));
      }),
    { of: "p99", below: 5 },
  );
  socket.destroy();
  await served.close();
}

function signRequest(blob) {
  const uint32 = (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const string = (value) => Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);
  const login = Buffer.concat([
    string(randomBytes(32)),
    Buffer.of(50),
    ...["bench", "ssh-connection", "publickey"].map(string),
    Buffer.of(1),
    string("ssh-ed25519"),
    string(blob),
  ]);
  return string(Buffer.concat([Buffer.of(13), string(blob), string(login), uint32(0)]));
}

for (const [name, contents] of [
  ["address to line only", `export { authorizedKeysLine } from "@dinfra/keys"`],
  ["the whole library", `export * from "@dinfra/keys"`],
]) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    ...{ bundle: true, minify: true, write: false, format: "esm", platform: "browser", target: "es2022" },
  });
  const bytes = outputFiles.reduce((sum, { contents: content }) => sum + gzipSync(content).length, 0);
  figures.push({
    name: `size for a browser, min + gzip, ${name}`,
    unit: "kB",
    runs: 1,
    median: Number((bytes / 1000).toFixed(1)),
    p99: "",
    max: "",
    cpu: "",
    aim: "",
    met: "",
  });
}

const header = ["name", "unit", "runs", "median", "p99", "max", "cpu", "aim", "met"];
const quoted = (value) => (/[",]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
const where = machine();
mkdirSync(options.out, { recursive: true });
const file = join(options.out, "keys.csv");
writeFileSync(
  file,
  [
    [...header, "machine", "date"].join(","),
    ...figures.map((row) =>
      [...header.map((column) => row[column]), where, new Date().toISOString()].map(quoted).join(","),
    ),
    "",
  ].join("\n"),
);

console.log(`keys: on ${where}\n`);
for (const { name, unit, median, p99, cpu, aim, met } of figures)
  console.log(
    `${name.padEnd(52)} ${String(median).padStart(8)} ${unit}${p99 === "" ? "" : `  p99 ${p99} ${unit}, cpu ${cpu} ${unit}`}${aim === "" ? "" : `  (aim: ${aim}: ${met})`}`,
  );
const missed = figures.filter(({ met }) => met === "missed");
console.log(
  missed.length === 0
    ? "\nevery aim met"
    : `\n${missed.length} of the aims missed; on a busy machine look at cpu, and measure again`,
);
console.log(`\nwritten to ${file}\n1,000 logins in a row, watched for leaks: npm run soak -w @dinfra/keys`);
