/** @integration */
import { copyFileSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describeWithSshd, run, startSshd, type Sshd } from "../../keys/src/test/openssh.js";
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
  ["a port that is none", { port: "x" }, alice, "--port: expected a port"],
  ["a fingerprint for a host key", { "host-key": "SHA256:abc" }, alice, "--host-key: expected a type and base64"],
  ["a jump host that is none", { via: "a b" }, alice, "--via: expected [user@]address[:port]"],
  [
    "a jump host's port that is none",
    { via: "a:0", "via-host-key": "ssh-ed25519 AAAA" },
    alice,
    "--via: expected a port",
  ],
  ["a jump host without its key", { via: "a" }, alice, "--via-host-key: expected the host key"],
  ["a jump host's key without it", { "via-host-key": "ssh-ed25519 AAAA" }, alice, "--via: expected the machine"],
  ["a key that is not there", { identity: "/nowhere/id" }, alice, "expected a private key in the file"],
])("%s: exit code 2, and nobody is asked", async (_what, change, who, words) => {
  const { code, err } = await ask(change, who);
  expect({ code, said: err.includes(words), asked: server.asked }).toEqual({ code: 2, said: true, asked: [] });
});

// Both are OpenSSH's own servers: the machine is reached through the other one, which forwards to it and to nothing else.
describeWithSshd("through a jump host", () => {
  let machine: Sshd;
  let jump: Sshd;
  let identity: string;

  const hostKey = ({ folder }: Sshd) =>
    readFileSync(join(folder, "host_key.pub"), "utf8").split(" ").slice(0, 2).join(" ");

  beforeAll(async () => {
    const agent = `cat >/dev/null; printf '%s' '${JSON.stringify({ owner, keys, proof: "0xaabb" })}'`;
    machine = await startSshd([`ForceCommand ${agent}`]);
    jump = await startSshd([`PermitOpen 127.0.0.1:${machine.port}`]);
    identity = join(jump.folder, "id");
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", identity]);
    for (const { authorizedKeys } of [machine, jump]) copyFileSync(`${identity}.pub`, authorizedKeys);
  });
  afterAll(() => Promise.all([machine.stop(), jump.stop()]));

  const me = userInfo().username;
  const through = (change: Record<string, string> = {}) =>
    ask({
      ...{ port: String(machine.port), user: me, identity, "host-key": hostKey(machine) },
      ...{ via: `127.0.0.1:${jump.port}`, "via-host-key": hostKey(jump) },
      ...change,
    });
  const forwarded = () => jump.log().split("server_request_direct_tcpip").length - 1;
  const greeted = () => machine.log().split("Connection from").length - 1;

  test("the machine answers, and its connection came through the jump host", async () => {
    const { code, out, err } = await through({ via: `${me}@127.0.0.1:${jump.port}` });
    expect({ code, err, ...(JSON.parse(out || "{}") as object) }).toEqual({
      ...{ code: 0, err: "", owner: alice, keys, proof: "0xaabb" },
    });
    expect([forwarded(), greeted()]).toEqual([1, 1]);
  });

  test("a jump host with another key is not gone through", async () => {
    const before = [forwarded(), greeted()];
    const { code, err } = await through({ "via-host-key": hostKey(machine) });
    expect(code).toBe(1);
    expect(err).toContain("host-key-changed");
    expect([forwarded(), greeted()]).toEqual(before);
  });

  test("a machine with another key, behind the right jump host, is asked nothing", async () => {
    const { code, err } = await through({ "host-key": hostKey(jump) });
    expect(code).toBe(1);
    expect(err).toContain("host-key-changed");
  });

  test("a jump host that does not reach the machine says so", async () => {
    const { code, err } = await through({ port: String(jump.port) });
    expect(code).toBe(1);
    expect(err).toContain(`expected 127.0.0.1 to reach 127.0.0.1:${jump.port}`);
  });
});
