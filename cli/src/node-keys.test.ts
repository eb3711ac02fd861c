/** @integration */
import { sshServer, type SshServer } from "../../providers/node/src/testing/ssh-server.js";
import { typed } from "./testing.js";

// The SSH is real; what a node answers is told here. agent/substrate has a real node asked for its keys.

const alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const owner = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
const keys = `0x${"11".repeat(32)}`;

let server: SshServer;
let said: { code: number; stdout: string };
beforeAll(async () => (server = await sshServer(() => said)));
afterAll(() => server.close());
beforeEach(() => server.asked.splice(0));

const ask = (change: Record<string, string> = {}, who = alice) => {
  const options = {
    host: "127.0.0.1",
    port: String(server.port),
    identity: server.identity,
    "host-key": server.hostKey,
    ...change,
  };
  return typed(
    "node",
    "keys",
    who,
    ...Object.entries(options).flatMap(([key, value]) => [`--${key}`, value]),
    "--json",
  );
};
const answers = (value: unknown, code = 0) => (said = { code, stdout: JSON.stringify(value) });

test("the public part and the proof, asked for by the account's bytes", async () => {
  answers({ owner, keys, proof: "0xaabb" });
  const { code, out } = await ask();
  expect({ code, ...(JSON.parse(out) as object) }).toEqual({ code: 0, owner: alice, keys, proof: "0xaabb" });
  expect(server.asked).toEqual([{ user: "dinfra-operator", command: "keys", input: owner }]);
});

test("an account of another chain is the same account; an older node gives no proof", async () => {
  answers({ owner, keys, proof: "" });
  const { out } = await ask({}, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5");
  expect(JSON.parse(out)).toEqual({ owner: alice, keys, proof: null });
});

test("what the agent refuses is said, with its code", async () => {
  answers({ error: { code: "no-node", message: "expected a release that runs, found none", permanent: false } }, 1);
  const { code, err } = await ask();
  expect({ code, error: (JSON.parse(err) as { error: { code: string } }).error.code }).toEqual({
    code: 1,
    error: "agent/no-node",
  });
});

test("an answer that is none is no keys", async () => {
  answers({ owner, keys: "nonsense", proof: "" });
  expect((await ask()).err).toContain("expected session keys from the agent");
});

test("a machine with another host key is asked nothing", async () => {
  answers({ owner, keys, proof: "0xaabb" });
  const other = await sshServer(() => said);
  await other.close();
  const { code, err } = await ask({ "host-key": other.hostKey });
  expect(code).toBe(1);
  expect(err).toContain("host-key-changed");
  expect(server.asked).toEqual([]);
});

test.each<[string, Record<string, string>, string, string]>([
  ["an owner that is no account", {}, "5Grwva", "expected an account"],
  ["a port that is none", { port: "x" }, alice, "--port: expected a whole number"],
  ["a fingerprint for a host key", { "host-key": "SHA256:abc" }, alice, "--host-key: expected a type and base64"],
  ["a key that is not there", { identity: "/nowhere/id" }, alice, "expected a private key in the file"],
])("%s: exit code 2, and nobody is asked", async (_what, change, who, words) => {
  const { code, err } = await ask(change, who);
  expect({ code, said: err.includes(words), asked: server.asked }).toEqual({ code: 2, said: true, asked: [] });
});
