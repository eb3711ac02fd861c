/** @integration */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typed, typedWith } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string, mode = 0o644) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
};
const example = join(__dirname, "..", "..", "schemas", "descriptors", "substrate-node", "examples", "dev-node.json");
const missing = join(folder, "missing.json");
const torn = file("torn.json", '{"type": "substrate-node/v1"');
const twice = file("twice.json", '{"type": "substrate-node/v1", "type": "substrate-node/v1"}');
const odd = file("odd.json", '{"type": "toaster/v1"}');
const untyped = file("untyped.json", "{}");
const huge = file("huge.json", JSON.stringify("x".repeat(70_000)));
const hash = `0x${"ab".repeat(32)}`;
// Nothing listens there: had a command gone as far as connecting, it would fail with 1 and not with 2.
const away = ["--endpoint", "ws://127.0.0.1:1"];

const together = (who: string) => ["cancel", "7", "--multisig", who, "--as", "//Dave", ...away];
const bob = ["--as", "//Bob", ...away];
const offering = ["provider", "offer", "substrate-node/v1", "--price", "10mUNIT", "--capacity", "1", ...bob];
const asking = ["subscribe", example, "--funds", "1UNIT", "--as", "//Dave", ...away];

describe("refused with exit code 2, one line that says what to do, and nothing on standard output", () => {
  test.each<[string, string[], string]>([
    ["no command", [], "expected a command; see: dinfra --help"],
    ["unknown command", ["deploy"], "unknown command 'deploy'"],
    ["unknown command, nearly right", ["subscrib"], "Did you mean subscribe?"],
    ["half a command", ["provider"], "expected a command; see: dinfra provider --help"],
    ["unknown option", ["list", "--all"], "unknown option '--all'; see: dinfra list --help"],
    ["unknown option of a group", ["chain", "dev", "--fast"], "(Did you mean --host?); see: dinfra chain dev --help"],
    ["too many arguments", ["cancel", "1", "2"], "too many arguments for 'cancel'"],
    ["missing argument", ["show"], "missing required argument 'subscription'"],
    ["missing option", ["subscribe", example, "--yes"], "required option '--funds <amount>' not specified"],
    ["option without its value", ["list", "--consumer"], "argument missing"],
    [
      "amount without a unit",
      ["top-up", "1", "10", "--as", "//Dave"],
      'such as 2.5UNIT, 300mUNIT or 7planck, found "10" without a unit',
    ],
    ["amount in words", ["top-up", "1", "ten", "--as", "//Dave"], 'found "ten"'],
    ["negative amount", ["subscribe", example, "--funds=-5UNIT", "--yes"], 'found "-5UNIT"'],
    ["nothing as an amount", ["withdraw", "1", "0UNIT", "--as", "//Dave"], "expected an amount above 0"],
    [
      "price of nothing",
      ["provider", "offer", "substrate-node/v1", "--price", "0UNIT", "--capacity", "1"],
      "expected an amount above 0",
    ],
    ["finer than there is", ["subscribe", example, "--funds", "0.5planck", "--yes"], "finer than a planck"],
    [
      "subscription in words",
      ["show", "first"],
      'subscription: expected a whole number from 0 to 18446744073709551615, found "first"',
    ],
    ["subscription too large", ["cancel", "18446744073709551616"], "subscription: expected a whole number"],
    ["units in words", ["provider", "register", "--units", "many"], "units: expected a whole number"],
    ["units of nought", ["provider", "register", "--units", "0"], "units: expected a whole number from 1"],
    ["deployment without attempt", ["provider", "resign", "7"], "expected a deployment such as 7.1"],
    ["port", ["chain", "dev", "--port", "99999"], "port: expected a whole number from 0 to 65535"],
    ["block time", ["chain", "dev", "--block-time", "fast"], 'expected milliseconds, manual or instant, found "fast"'],
    [
      "endpoint",
      ["list", "--consumer", "//Dave", "--endpoint", "http://127.0.0.1"],
      "expected an address such as ws://127.0.0.1:9944",
    ],
    ["reactor", ["logs", "7.1", "--reactor", "4700"], "expected an address such as http://127.0.0.1:4700"],
    ["no account", ["list", "--consumer", "Dave", ...away], "expected an account (SS58"],
    [
      "account with a wrong checksum",
      ["account", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX", ...away],
      "expected an account",
    ],
    ["whose?", ["list"], "whose subscriptions? give --consumer or --provider"],
    ["both", ["list", "--consumer", "//Dave", "--provider", "//Bob"], "cannot be used with option"],
    ["missing file", ["descriptor", "validate", missing], `${missing}: no such file; check the path`],
    ["a folder", ["descriptor", "hash", folder], `${folder}: expected a file, found a folder`],
    ["no JSON", ["descriptor", "validate", torn], `${torn}: expected JSON: `],
    ["a key twice", ["descriptor", "hash", twice], 'the key "type" stands twice'],
    [
      "unknown type",
      ["descriptor", "publish", odd],
      'expected a descriptor type (rpc-endpoint/v1, substrate-node/v1, substrate-node/v2, substrate-node/v3, validator-sentry/v1), found "toaster/v1"',
    ],
    ["no type", ["descriptor", "validate", untyped], "expected a descriptor that names its type"],
    ["too large", ["descriptor", "hash", huge], "expected at most 65536 bytes, found 70002"],
    [
      "not as the schema says",
      ["descriptor", "validate", untyped, "--type", "substrate-node/v1"],
      "not a substrate-node/v1",
    ],
    [
      "store that is a file",
      ["descriptor", "publish", example, "--store", torn],
      "expected a folder for the descriptor store, found a file",
    ],
    [
      "subscribe to a missing file",
      ["subscribe", missing, "--funds", "1UNIT", "--yes", "--as", "//Dave", ...away],
      "no such file",
    ],
    [
      "subscribe by hash alone",
      ["subscribe", hash, "--funds", "1UNIT", "--yes", "--as", "//Dave", ...away],
      "give the descriptor type with --type",
    ],
    ["half a hash", ["subscribe", "0xabcd", "--funds", "1UNIT", "--yes", ...away], "64 lower-case hex digits"],
    [
      "nobody to ask",
      ["subscribe", example, "--funds", "1UNIT", "--as", "//Dave", ...away],
      "give --yes to subscribe without being asked",
    ],
    [
      "type to offer",
      ["provider", "offer", "toaster/v1", "--price", "1UNIT", "--capacity", "1", ...away],
      'found "toaster/v1"',
    ],
    ["type to register", ["provider", "type", "register", "toaster/v1", ...away], "give its schema with --schema FILE"],
    ["reactor of nobody", ["reactor", "run", "--as", "//Charlie"], "for which provider? give --provider"],
    ["reactor without a key", ["reactor", "run", "--provider", "//Bob"], "no key to sign with"],
    ["reactor's key as an argument", ["reactor", "check", "--provider", "//Bob", "--as", "a b c"], "never a secret"],
    ["missing configuration", ["reactor", "run", "--config", missing], "no such file"],
    [
      "configuration with a typing error",
      ["reactor", "run", "--config", odd, "--provider", "//Bob", "--as", "//Charlie"],
      "/type: expected one of the properties endpoint, endpoints, endDistance, answerSeconds, key",
    ],
    [
      "missing profile",
      ["reactor", "run", "--provider", "//Bob", "--as", "//Charlie", "--profile", missing],
      "no such file",
    ],
    ["missing key", ["reactor", "run", "--provider", "//Bob", "--key-file", missing], "no such file"],
    [
      "data folder that is a file",
      ["reactor", "check", "--provider", "//Bob", "--as", "//Charlie", "--data-dir", odd],
      "--data-dir: expected a folder",
    ],
    ["reactor's port", ["reactor", "run", "--port", "http"], "port: expected a whole number"],
    [
      "half an elastic price",
      [...offering, "--floor", "5mUNIT"],
      "needs --floor, --ceiling and --step; give all three",
    ],
    [
      "a price outside of its bounds",
      [...offering, "--floor", "20mUNIT", "--ceiling", "30mUNIT", "--step", "1mUNIT"],
      "--price: expected 20 mUNIT to 30 mUNIT, its floor and ceiling, found 10 mUNIT",
    ],
    [
      "maintenance without an end",
      ["provider", "maintenance", "--from", "9", "--as", "//Bob"],
      "needs --from and --until",
    ],
    [
      "maintenance that ends before it begins",
      ["provider", "maintenance", "--from", "9", "--until", "9", "--as", "//Bob"],
      "--until: expected a block after 9, found 9",
    ],
    [
      "maintenance that is and is not",
      ["provider", "maintenance", "--none", "--from", "9", "--as", "//Bob"],
      "--none takes neither --from nor --until",
    ],
    ["a step of nothing", [...offering, "--step", "0UNIT"], "expected an amount above 0"],
    [
      "allow nobody",
      ["provider", "allow", "substrate-node/v1", ...bob],
      "whom does it serve? give accounts, or --public",
    ],
    [
      "allow some and everybody",
      ["provider", "allow", "substrate-node/v1", "//Dave", "--public", ...bob],
      "whom does it serve?",
    ],
    ["a profile of nothing", ["provider", "profile", "set", ...bob], "what does it say? give --region"],
    [
      "a region too long",
      ["provider", "profile", "set", "--region", "x".repeat(33), ...bob],
      "region: expected 1 to 32 bytes of text, found 33",
    ],
    [
      "nine regions",
      ["subscribe", example, "--funds", "1UNIT", ...Array.from({ length: 9 }, (_, i) => `--region=r${i}`)],
      "region: expected at most 8, found more",
    ],
    ["a network beyond", [...asking, "--not-network", "AS4294967296"], "network AS: expected a whole number"],
    [
      "half an attribute",
      [...asking, "--attribute", "nvme"],
      'attribute: expected key=value, such as disk=nvme, found "nvme"',
    ],
    ["an attribute without a value", [...asking, "--attribute", "disk="], "attribute's value: expected 1 to 32 bytes"],
    ["half of terms", [...asking, "--accept-terms", "0x12"], "accept-terms: expected 0x and 64 lower-case hex digits"],
    ["a group in words", [...asking, "--apart", "mine"], "apart: expected a whole number from 0"],
    ["an unknown strategy", [...asking, "--select", "best"], "argument 'best' is invalid"],
    [
      "two ways to choose",
      [...asking, "--select", "random", "--candidate", "//Bob"],
      "'--select <how>' cannot be used with option '--candidate <account>'",
    ],
    ["a candidate that is none", [...asking, "--candidate", "Bob", "--yes"], "expected an account (SS58"],
    ["too many at once", [...asking, "--count", "9"], "count: expected a whole number from 1 to 8"],
    ["nobody to pay", ["provider", "beneficiary", ...bob], "who is paid? give an account, or --owner, not both"],
    ["no login key", ["provider", "login-key", ...bob], "which key? give one, or --none, not both"],
    [
      "a login key of another scheme",
      ["provider", "login-key", hash, "--scheme", "ecdsa", ...bob],
      "key: expected 0x and 66 lower-case hex digits",
    ],
    [
      "a short sealing key",
      ["provider", "sealing-key", "rotate", "0x00", ...bob],
      "key: expected 0x and 64 lower-case",
    ],
    ["no price to propose", ["provider", "propose-price", "7.1", ...bob], "which price? give an amount, or --withdraw"],
    ["a price for any attempt", ["provider", "reprice", "7", "1UNIT", ...bob], "expected a deployment such as 7.1"],
    ["a price to accept", ["accept-price", "7", "12", "--as", "//Dave"], "without a unit"],
    ["no logins", ["logins", "7", "--as", "//Dave"], "who may log in? give their keys, or --none, not both"],
    ["logins, and nobody", ["logins", "7", `ed25519:${hash}`, "--none", "--as", "//Dave"], "not both"],
    [
      "a login without a scheme",
      ["logins", "7", hash, "--as", "//Dave"],
      "expected a scheme (ed25519, sr25519, ecdsa)",
    ],
    [
      "a short login",
      ["logins", "7", "ecdsa:0x02", "--as", "//Dave"],
      "ecdsa key: expected 0x and 66 lower-case hex digits",
    ],
    [
      "a login twice",
      ["logins", "7", `ed25519:${hash}`, `ed25519:${hash}`, "--as", "//Dave"],
      `keys: expected each once, found ed25519:${hash} again`,
    ],
    [
      "nine logins",
      ["logins", "7", ...Array.from({ length: 9 }, (_, i) => `ed25519:0x${`0${i}`.repeat(32)}`), "--as", "//Dave"],
      "keys: expected at most 8, found 9",
    ],
    ["a proxy for nobody", ["cancel", "7", "--for", "Dave", "--as", "//Eve", ...away], "expected an account (SS58"],
    ["an unknown type of proxy", ["cancel", "7", "--proxy-type", "Owner"], "argument 'Owner' is invalid"],
    ["a type of proxy for nobody", ["cancel", "7", "--proxy-type", "Any", "--as", "//Eve"], "--proxy-type needs --for"],
    [
      "a proxy of no type",
      ["proxy", "add", "//Eve", "--as", "//Dave"],
      "required option '--type <type>' not specified",
    ],
    ["a multisig without signatories", [...together("2")], "expected THRESHOLD:ACCOUNT,ACCOUNT,… with all signatories"],
    ["a multisig of none", [...together("1:")], "expected 2 to 100 signatories, found 0"],
    ["a multisig of one", [...together("1://Dave")], "expected 2 to 100 signatories, found 1"],
    [
      "a multisig of too many",
      [...together(`2:${Array.from({ length: 101 }, (_, i) => `//S${i}`).join(",")}`)],
      "expected 2 to 100 signatories, found 101",
    ],
    ["a threshold of nought", [...together("0://Dave,//Eve")], "threshold: expected a whole number from 1 to 100"],
    ["a threshold in words", [...together("all://Dave,//Eve")], "threshold: expected a whole number from 1 to 100"],
    [
      "a threshold above the signatories",
      [...together("3://Dave,//Eve")],
      "expected a threshold of at most 2, the signatories, found 3",
    ],
    ["a signatory that is none", [...together("2://Dave,Eve")], "expected an account (SS58"],
    [
      "a signatory twice",
      [...together("2://Dave,5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy")],
      "expected each signatory once, found 5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy again",
    ],
    ["approve without a multisig", ["multisig", "approve", "0x0a00"], "required option '--multisig"],
    [
      "approve a call in words",
      ["multisig", "approve", "cancel", "--multisig", "2://Dave,//Eve"],
      `expected 0x and the call's bytes in lower-case hex, found "cancel"`,
    ],
    ["cancel half a hash", ["multisig", "cancel", "0xab", "--multisig", "2://Dave,//Eve"], "hash: expected 0x and 64"],
    [
      "half a timepoint",
      ["multisig", "cancel", hash, "--multisig", "2://Dave,//Eve", "--timepoint", "12"],
      'expected a height and the place in its block, such as 12.1, found "12"',
    ],
    ["a multisig's list of nobody", ["multisig", "list", "Dave", ...away], "expected an account (SS58"],
    ["history from", ["show", "1", "--history", "--since", "yesterday"], "block: expected a whole number"],
  ])("%s", async (_name, argv, says) => {
    const { code, out, err } = await typed(...argv);
    expect(err).toContain(says);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    if (!err.includes("not a substrate-node/v1")) expect(err.split("\n")).toHaveLength(1);
    expect(err).toMatch(/^dinfra: /);
  });
});

test("with --json an error is JSON, too, with a stable code", async () => {
  const bad = await typed("descriptor", "hash", missing, "--json");
  expect(JSON.parse(bad.err)).toEqual({
    error: { code: "ENOENT", message: `${missing}: no such file; check the path`, retryable: false },
  });
  const unknown = await typed("list", "--json", "--all");
  expect(JSON.parse(unknown.err)).toMatchObject({ error: { code: "commander.unknownOption" } });
});

test("a chain that is away is a failure of the world: exit code 1", async () => {
  const { code, err } = await typed("account", "//Dave", "--endpoint", "ws://127.0.0.1:1");
  expect(code).toBe(1);
  expect(err).toContain("ws://127.0.0.1:1");
}, 300_000);

test("and to a machine it is JSON, and nothing else", async () => {
  const { code, err } = await typed("account", "//Dave", "--json", ...away);
  expect(code).toBe(1);
  expect(JSON.parse(err)).toMatchObject({ error: { retryable: true } });
}, 300_000);

test("no reactor's token", async () => {
  const { code, err } = await typedWith({ DINFRA_DATA_DIR: join(folder, "nowhere") }, "logs", "7.1");
  expect({ code, err }).toEqual({
    code: 2,
    err: `dinfra: ${join(folder, "nowhere", "api-token")}: expected the reactor's API token, found none; give --data-dir as for dinfra reactor run`,
  });
});

test("no reactor", async () => {
  mkdirSync(join(folder, "data"), { recursive: true });
  file("data/api-token", "x".repeat(40), 0o600);
  const { code, err } = await typedWith(
    { DINFRA_DATA_DIR: join(folder, "data") },
    "logs",
    "7.1",
    "--reactor",
    "http://127.0.0.1:1",
  );
  expect(code).toBe(1);
  expect(err).toContain("no reactor answers at http://127.0.0.1:1");
});
