// Writes golden/vectors.json. What an independent implementation can make is made by one: derivation by schnorrkel and ed25519-dalek (Rust, as
// WebAssembly in @polkadot/wasm-crypto), Edwards keys and signatures by plain arithmetic below and, where there is a seed, by OpenSSL; keystores by
// @polkadot/keyring; fingerprints by ssh-keygen. Keystores and sr25519 signatures hold randomness: they change with every run.
// Run: npm run golden -w @dinfra/keys
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Keyring } from "@polkadot/keyring";
import { u8aToHex } from "@polkadot/util";
import {
  cryptoWaitReady,
  ed25519PairFromSeed,
  encodeAddress,
  keyExtractPath,
  keyFromPath,
  mnemonicToMiniSecret,
  sr25519PairFromSeed,
} from "@polkadot/util-crypto";
import "./development-accounts.mjs";

await cryptoWaitReady();

const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const MESSAGE = Buffer.from("a message of golden vectors");
const PATHS = ["", "//dinfra//ssh", "//Alice", "//0", "//a//b//c", "//a junction that is longer than thirty-two bytes"];

// --- Ed25519 by RFC 8032's formulas -------------------------------------------------------------
const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (v, m = P) => ((v % m) + m) % m;
const power = (b, e) => {
  let r = 1n;
  for (b = mod(b); e > 0n; e >>= 1n, b = mod(b * b)) if (e & 1n) r = mod(r * b);
  return r;
};
const inverse = (v) => power(v, P - 2n);
const D = mod(-121665n * inverse(121666n));
const add = (a, b) => {
  const t = mod(mod(D * a.x * b.x) * mod(a.y * b.y));
  return { x: mod((a.x * b.y + a.y * b.x) * inverse(1n + t)), y: mod((a.y * b.y + a.x * b.x) * inverse(1n - t)) };
};
const times = (p, s) => {
  let r = { x: 0n, y: 1n };
  for (; s > 0n; s >>= 1n, p = add(p, p)) if (s & 1n) r = add(r, p);
  return r;
};
const BASE = {
  x: 15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  y: mod(4n * inverse(5n)),
};
const bytesOf = (v) => Buffer.from(v.toString(16).padStart(64, "0"), "hex").reverse();
const numberOf = (b) => BigInt(`0x${Buffer.from(b).reverse().toString("hex")}`);
const encode = ({ x, y }) => bytesOf(y | ((x & 1n) << 255n));
const sha512 = (...parts) => createHash("sha512").update(Buffer.concat(parts)).digest();
function signExpanded(secret, A) {
  const a = numberOf(secret.subarray(0, 32)) % L;
  const r = numberOf(sha512(secret.subarray(32, 64), MESSAGE)) % L;
  const R = encode(times(BASE, r));
  const k = numberOf(sha512(R, A, MESSAGE)) % L;
  return Buffer.concat([R, bytesOf((r + k * a) % L)]);
}

// --- OpenSSL ---------------------------------------------------------------------------------
const opensslKey = (seed) =>
  createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });
const opensslPublic = (seed) => createPublicKey(opensslKey(seed)).export({ format: "der", type: "spki" }).subarray(-32);

function same(a, b, what) {
  if (!Buffer.from(a).equals(Buffer.from(b))) throw new Error(`two implementations disagree: ${what}`);
}

const seed = mnemonicToMiniSecret(PHRASE);
const accounts = [];
for (const scheme of ["ed25519", "sr25519"])
  for (const path of PATHS) {
    const pair = keyFromPath(
      scheme === "ed25519" ? ed25519PairFromSeed(seed) : sr25519PairFromSeed(seed),
      keyExtractPath(path).path,
      scheme,
    );
    // ed25519: seed and public key; sr25519: scalar times eight and nonce.
    const edSeed = scheme === "ed25519" ? pair.secretKey.subarray(0, 32) : path === "" ? seed : undefined;
    let secret = Buffer.from(pair.secretKey);
    if (scheme === "ed25519") {
      secret = sha512(edSeed);
      secret[0] &= 248;
      secret[31] = (secret[31] & 127) | 64;
    }
    const sshKey = encode(times(BASE, numberOf(secret.subarray(0, 32)) % L));
    const signature = signExpanded(secret, sshKey);
    if (edSeed) {
      same(opensslPublic(edSeed), sshKey, `${scheme} ${path} public key`);
      same(sign(null, MESSAGE, opensslKey(edSeed)), signature, `${scheme} ${path} signature`);
    }
    const blob = Buffer.concat([
      Buffer.from("0000000b", "hex"),
      Buffer.from("ssh-ed25519"),
      Buffer.from("00000020", "hex"),
      sshKey,
    ]);
    const line = `ssh-ed25519 ${blob.toString("base64")}`;
    const fingerprint = execFileSync("ssh-keygen", ["-l", "-f", "-"], { input: `${line}\n` })
      .toString()
      .split(" ")[1];
    accounts.push({
      scheme,
      path,
      account: u8aToHex(pair.publicKey),
      address: encodeAddress(pair.publicKey, 42),
      expandedSecret: `0x${secret.toString("hex")}`,
      line,
      fingerprint,
      signature: `0x${signature.toString("hex")}`,
    });
  }

const keystores = ["ed25519", "sr25519"].map((scheme) => ({
  passphrase: "correct horse",
  json: new Keyring({ type: scheme }).addFromUri(PHRASE).toJson("correct horse"),
}));

writeFileSync(
  new URL("vectors.json", import.meta.url),
  `${JSON.stringify({ generatedBy: "npm run golden -w @dinfra/keys", phrase: PHRASE, seed: u8aToHex(seed), message: MESSAGE.toString(), accounts, keystores }, null, 1)}\n`,
);
