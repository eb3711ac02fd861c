/** @integration */
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { AccountKey } from "../account-key.js";
import { opensshPrivateKey } from "../openssh-private.js";
import { fingerprint, publicKeyBlob, publicKeyLine } from "../openssh-public.js";
import { PHRASE, opensslVerify } from "../test/accounts.js";
import { describeWithSsh, run, temporaryFolder } from "../test/openssh.js";
import { HOSTBOUND, ed25519HostKey, userauthRequest } from "../test/userauth-request.js";
import { WireReader, string, uint32 } from "../wire.js";
import { type HoldOptions, LoginAgent, type LoginAgentOptions, type LoginQuestion } from "./login-agent.js";
import { type ServedAgent, serveAgent } from "./serve.js";

const account = (path = "//dinfra//ssh") => AccountKey.fromMnemonic(PHRASE, "sr25519", path);
const blob = publicKeyBlob(account().sshKey);
const FAILURE = Uint8Array.of(5);
const SUCCESS = Uint8Array.of(6);
const LIST = Uint8Array.of(11);
const EMPTY_LIST = Uint8Array.of(12, 0, 0, 0, 0);

const message = (type: number, ...parts: Uint8Array[]) => concatBytes(Uint8Array.of(type), ...parts);
const signRequest = (data: Uint8Array, key = blob, flags = 0) => message(13, string(key), string(data), uint32(flags));
const login = () => signRequest(userauthRequest({ blob }));
const lock = (passphrase: string) => message(22, string(passphrase));
const unlock = (passphrase: string) => message(23, string(passphrase));

function holding(options: LoginAgentOptions = {}, hold: HoldOptions = {}): LoginAgent {
  const agent = new LoginAgent(options);
  agent.hold(account(), hold);
  return agent;
}

/** Request 17, or 25 with constraints. */
function addRequest(constraints?: Uint8Array, seed = new Uint8Array(32).fill(1), comment = "added"): Uint8Array {
  const { sshKey } = AccountKey.fromSeed(seed, "ed25519");
  return message(
    constraints ? 25 : 17,
    string("ssh-ed25519"),
    string(sshKey),
    string(concatBytes(seed, sshKey)),
    string(comment),
    ...(constraints ? [constraints] : []),
  );
}

describe("an agent", () => {
  it("lists its keys and signs a login under the Edwards key of an sr25519 account", async () => {
    const agent = holding();
    const list = new WireReader(await agent.handle(LIST));
    expect([list.byte(), list.uint32()]).toEqual([12, 1]);
    expect(list.string()).toEqual(blob);
    expect(list.text()).toBe(account().address());
    list.end();

    const data = userauthRequest({ blob, method: HOSTBOUND, hostKey: ed25519HostKey() });
    const answer = new WireReader(await agent.handle(signRequest(data)));
    expect(answer.byte()).toBe(14);
    const signature = new WireReader(answer.string());
    expect(signature.text()).toBe("ssh-ed25519");
    expect(opensslVerify(account().sshKey, data, signature.string())).toBe(true);
    answer.end();
  });

  it("says to who runs it why a login was refused, and nothing of one that was signed", async () => {
    const said: string[] = [];
    const agent = holding({ refused: (why) => void said.push(why) });
    await agent.handle(login());
    expect(said).toEqual([]);
    const sha1 = userauthRequest({ blob, sessionId: new Uint8Array(20) });
    expect(await agent.handle(signRequest(sha1))).toEqual(FAILURE);
    const sk = concatBytes(string("sk-ssh-ed25519@openssh.com"), string(new Uint8Array(32)), string("ssh:"));
    expect(await agent.handle(signRequest(userauthRequest({ blob, method: HOSTBOUND, hostKey: sk })))).toEqual(FAILURE);
    const user = Uint8Array.of(0x1b, 0xff);
    expect(await agent.handle(signRequest(userauthRequest({ blob, user })))).toEqual(FAILURE);
    expect(said).toEqual([
      expect.stringContaining("found 20 bytes (SHA-1)"),
      expect.stringContaining("sk-ssh-ed25519@openssh.com"),
      expect.stringContaining("UTF-8"),
    ]);
    for (const why of said) expect(why).toMatch(/^[\x20-\x7e]*$/);
  });

  it("does not sign for a key that it does not hold, nor with flags, nor what is no login", async () => {
    const agent = holding();
    const other = publicKeyBlob(account("//other").sshKey);
    expect(await agent.handle(signRequest(userauthRequest({ blob: other }), other))).toEqual(FAILURE);
    for (const flags of [1, 2, 4])
      expect(await agent.handle(signRequest(userauthRequest({ blob }), blob, flags))).toEqual(FAILURE);
    for (const data of [new Uint8Array(), utf8ToBytes("SSHSIG"), new Uint8Array(32), userauthRequest({ blob: other })])
      expect(await agent.handle(signRequest(data))).toEqual(FAILURE);
  });

  it("answers what it does not know, and what is malformed, with a failure", async () => {
    const agent = holding();
    for (let type = 0; type < 256; type++) {
      if ([11, 19, 22, 27].includes(type)) continue;
      expect(await agent.handle(message(type))).toEqual(FAILURE);
    }
    expect(await agent.handle(new Uint8Array())).toEqual(FAILURE);
    expect(await agent.handle(message(11, Uint8Array.of(0)))).toEqual(FAILURE);
    expect(await agent.handle(message(27, string("session-bind@openssh.com")))).toEqual(Uint8Array.of(28));
    expect(agent.size).toBe(1);
  });

  it("that is locked lists nothing and does nothing, until it is unlocked with the same passphrase", async () => {
    const agent = holding();
    expect(await agent.handle(lock("secret"))).toEqual(SUCCESS);
    expect(await agent.handle(LIST)).toEqual(EMPTY_LIST);
    for (const request of [
      login(),
      addRequest(),
      message(18, string(blob)),
      message(19),
      lock("other"),
      message(27, string("query")),
    ])
      expect(await agent.handle(request)).toEqual(FAILURE);
    expect(await agent.handle(unlock("wrong"))).toEqual(FAILURE);
    expect(await agent.handle(LIST)).toEqual(EMPTY_LIST);
    expect(await agent.handle(unlock("secret"))).toEqual(SUCCESS);
    expect(agent.size).toBe(1);
    expect((await agent.handle(login()))[0]).toBe(14);
    expect(await agent.handle(unlock("secret"))).toEqual(FAILURE); // not locked
  });

  it("holds added keys under their constraints, and none under a constraint that it does not know", async () => {
    const confirm = jest.fn(() => Promise.resolve(true));
    const agent = new LoginAgent({ confirm });
    const lifetime = concatBytes(Uint8Array.of(1), uint32(60));
    const ask = Uint8Array.of(2);
    for (const unknown of [
      Uint8Array.of(0),
      Uint8Array.of(3),
      Uint8Array.of(3, 0, 0, 0, 1),
      concatBytes(Uint8Array.of(255), string("restrict-destination-v00@openssh.com"), string("")),
      concatBytes(Uint8Array.of(255), string("sk-provider@openssh.com"), string("")),
      concatBytes(lifetime, Uint8Array.of(77)),
      concatBytes(lifetime, lifetime),
      concatBytes(ask, ask),
      Uint8Array.of(1, 0),
    ]) {
      expect(await agent.handle(addRequest(unknown))).toEqual(FAILURE);
      expect(agent.size).toBe(0);
    }
    expect(await agent.handle(addRequest(concatBytes(lifetime, ask)))).toEqual(SUCCESS);
    const added = publicKeyBlob(AccountKey.fromSeed(new Uint8Array(32).fill(1), "ed25519").sshKey);
    expect((await agent.handle(signRequest(userauthRequest({ blob: added }), added)))[0]).toBe(14);
    expect(confirm).toHaveBeenCalledTimes(1);
    agent.close();
  });

  it("does not hold a key that must be confirmed when there is nobody to ask", async () => {
    const agent = new LoginAgent();
    expect(await agent.handle(addRequest(Uint8Array.of(2)))).toEqual(FAILURE);
    expect(() => agent.hold(account(), { confirm: true })).toThrow(expect.objectContaining({ code: "agent.refused" }));
    expect(agent.size).toBe(0);
  });

  it("takes only whole ed25519 keys whose public key is what the secret gives", async () => {
    const agent = new LoginAgent();
    const seed = new Uint8Array(32).fill(1);
    const { sshKey } = AccountKey.fromSeed(seed, "ed25519");
    const other = account().sshKey;
    const add = (type: string, pub: Uint8Array, secret: Uint8Array) =>
      agent.handle(message(17, string(type), string(pub), string(secret), string("")));
    expect(await add("ssh-ed25519", other, concatBytes(seed, other))).toEqual(FAILURE);
    expect(await add("ssh-ed25519", sshKey, concatBytes(seed, other))).toEqual(FAILURE);
    expect(await add("ssh-ed25519", other, concatBytes(seed, sshKey))).toEqual(FAILURE);
    expect(await add("ssh-ed25519", sshKey, seed)).toEqual(FAILURE);
    expect(await add("ssh-rsa", sshKey, concatBytes(seed, sshKey))).toEqual(FAILURE);
    expect(await add("ssh-ed25519", sshKey, concatBytes(seed, sshKey))).toEqual(SUCCESS);
    expect(agent.size).toBe(1);
  });

  it("forgets and wipes keys: one, all, when it closes, when they expire", async () => {
    let now = 0;
    const agent = new LoginAgent({ now: () => now });
    const [kept, expiring] = [account("//kept"), account("//expiring")];
    agent.hold(kept);
    agent.hold(expiring, { lifetime: 10 });
    now = 9_999;
    expect(agent.size).toBe(2);
    now = 10_000;
    expect(
      await agent.handle(
        signRequest(userauthRequest({ blob: publicKeyBlob(expiring.sshKey) }), publicKeyBlob(expiring.sshKey)),
      ),
    ).toEqual(FAILURE);
    expect(agent.size).toBe(1);
    expect(() => expiring.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));

    expect(await agent.handle(message(18, string(blob)))).toEqual(FAILURE); // never had it
    expect(await agent.handle(message(18, string(publicKeyBlob(kept.sshKey))))).toEqual(SUCCESS);
    expect(() => kept.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));

    const [first, second] = [account("//1"), account("//2")];
    agent.hold(first);
    expect(await agent.handle(message(19))).toEqual(SUCCESS);
    agent.hold(second);
    agent.close();
    for (const key of [first, second])
      expect(() => key.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));
    expect(agent.size).toBe(0);
  });

  it("keeps a lifetime when the machine's clock is set back", async () => {
    const agent = new LoginAgent();
    agent.hold(account(), { lifetime: 0.05 });
    jest.useFakeTimers({ doNotFake: ["setTimeout", "performance", "hrtime"], now: 0 });
    try {
      while (agent.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      jest.useRealTimers();
      agent.close();
    }
  });

  it("held again replaces what was said about a key, and wipes the secret that it held only if it was another object", async () => {
    let now = 0;
    const agent = new LoginAgent({ now: () => now });
    const [first, second] = [account(), account()];
    agent.hold(first);
    agent.hold(first, { lifetime: 60 });
    expect(agent.size).toBe(1);
    expect((await agent.handle(login()))[0]).toBe(14);
    agent.hold(second, { lifetime: 120 });
    expect(agent.size).toBe(1);
    expect(() => first.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));
    now = 60_000;
    expect((await agent.handle(login()))[0]).toBe(14);
    now = 120_000;
    expect(await agent.handle(login())).toEqual(FAILURE);
    expect(() => second.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));
    agent.close();
  });

  it("wipes an expired key by its own clock, without being asked", async () => {
    jest.useFakeTimers();
    try {
      const key = account();
      const agent = new LoginAgent({ now: () => performance.now() });
      agent.hold(key, { lifetime: 60 * 24 * 3600 }); // longer than one timer can wait
      await jest.advanceTimersByTimeAsync(59 * 24 * 3600 * 1000);
      expect(() => key.signSsh(new Uint8Array())).not.toThrow();
      await jest.advanceTimersByTimeAsync(24 * 3600 * 1000 + 1);
      expect(() => key.signSsh(new Uint8Array())).toThrow(expect.objectContaining({ code: "key.wiped" }));
    } finally {
      jest.useRealTimers();
    }
  });

  it("asks before every use, tells for what, and signs for a yes only", async () => {
    const questions: LoginQuestion[] = [];
    let answer: () => Promise<boolean> = () => Promise.resolve(true);
    const agent = holding({ confirm: (question) => (questions.push(question), answer()) }, { confirm: true });
    expect(
      (
        await agent.handle(
          signRequest(userauthRequest({ blob, user: "root", method: HOSTBOUND, hostKey: ed25519HostKey() })),
        )
      )[0],
    ).toBe(14);
    expect(questions).toEqual([
      { key: fingerprint(blob), comment: account().address(), user: "root", hostKey: fingerprint(ed25519HostKey()) },
    ]);
    for (const no of [
      () => Promise.resolve(false),
      () => Promise.reject(new Error("closed")),
      () => Promise.resolve("yes" as unknown as boolean),
    ]) {
      answer = no;
      expect(await agent.handle(login())).toEqual(FAILURE);
    }
    expect(await agent.handle(signRequest(utf8ToBytes("no login")))).toEqual(FAILURE);
    expect(questions).toHaveLength(4); // what is no login is not even asked about
  });

  it("asks one question at a time, and a yes that comes after a lock or a removal is none", async () => {
    const answers: ((yes: boolean) => void)[] = [];
    const asked: (() => void)[] = [];
    const nextQuestion = () => new Promise<void>((resolve) => asked.push(resolve));
    const agent = holding(
      {
        confirm: () =>
          new Promise((resolve) => {
            answers.push(resolve);
            asked.shift()?.();
          }),
      },
      { confirm: true },
    );
    const first = nextQuestion();
    const one = agent.handle(login());
    const two = agent.handle(login());
    await first;
    expect(answers).toHaveLength(1);
    const second = nextQuestion();
    answers[0]!(true);
    expect((await one)[0]).toBe(14);
    await second;
    await agent.handle(lock("x"));
    answers[1]!(true);
    expect(await two).toEqual(FAILURE);

    await agent.handle(unlock("x"));
    const third = nextQuestion();
    const three = agent.handle(login());
    await third;
    await agent.handle(message(19));
    answers[2]!(true);
    expect(await three).toEqual(FAILURE);
  });

  it("holds 64 keys, not more", async () => {
    const agent = new LoginAgent();
    for (let i = 0; i < 64; i++)
      expect(await agent.handle(addRequest(undefined, new Uint8Array(32).fill(i)))).toEqual(SUCCESS);
    expect(await agent.handle(addRequest(undefined, new Uint8Array(32).fill(64)))).toEqual(FAILURE);
    expect(await agent.handle(addRequest(undefined, new Uint8Array(32).fill(0)))).toEqual(SUCCESS); // the same once more
    expect(agent.size).toBe(64);
  });
});

describe("the agent's socket", () => {
  let folder: string;
  const open: ServedAgent[] = [];
  const serve = async (agent: LoginAgent, path?: string) => {
    const served = await serveAgent(agent, path);
    open.push(served);
    return served;
  };
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    for (const served of open.splice(0)) await served.close();
    rmSync(folder, { recursive: true });
  });

  it("is only for its owner, whatever the umask, and leaves nothing behind", async () => {
    const before = process.umask(0);
    const { XDG_RUNTIME_DIR } = process.env;
    process.env.XDG_RUNTIME_DIR = folder;
    try {
      const served = await serveAgent(holding());
      expect(process.umask()).toBe(0);
      expect(statSync(served.socketPath).mode & 0o777).toBe(0o600);
      expect(statSync(join(served.socketPath, "..")).mode & 0o777).toBe(0o700);
      expect(readdirSync(folder)).toHaveLength(1);
      await served.close();
      expect(readdirSync(folder)).toHaveLength(0);
      const named = await serveAgent(holding(), join(folder, "new", "folder", "socket"));
      expect(statSync(join(folder, "new", "folder")).mode & 0o777).toBe(0o700);
      await named.close();
      expect(existsSync(named.socketPath)).toBe(false);
    } finally {
      process.umask(before);
      if (XDG_RUNTIME_DIR === undefined) delete process.env.XDG_RUNTIME_DIR;
      else process.env.XDG_RUNTIME_DIR = XDG_RUNTIME_DIR;
    }
  });

  it("is not put where another agent answers, over another file, or into a folder that others may write to", async () => {
    const path = join(folder, "socket");
    await serve(holding(), path);
    await expect(serveAgent(holding(), path)).rejects.toMatchObject({ code: "agent.running" });
    const file = join(folder, "file");
    writeFileSync(file, "mine");
    await expect(serveAgent(holding(), file)).rejects.toMatchObject({ code: "agent.socket" });
    expect(readFileSync(file, "utf8")).toBe("mine");
    for (const mode of [0o777, 0o1777, 0o770]) {
      const shared = join(folder, `shared-${mode}`);
      mkdirSync(shared);
      chmodSync(shared, mode);
      await expect(serveAgent(holding(), join(shared, "socket"))).rejects.toMatchObject({ code: "agent.socket" });
    }
    await expect(serveAgent(holding(), join(folder, "x".repeat(100)))).rejects.toMatchObject({ code: "agent.socket" });
  });

  /** Sends bytes, resolves with all that came back when the agent closed or `length` bytes came. */
  function exchange(path: string, chunks: Uint8Array[], length = Infinity): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      let received = Buffer.alloc(0);
      const socket = connect(path, () => {
        for (const chunk of chunks) socket.write(chunk);
      });
      socket.setNoDelay(true);
      socket.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        if (received.length >= length) socket.destroy();
      });
      socket.on("close", () => resolve(received));
      socket.on("error", (error: NodeJS.ErrnoException) =>
        error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(received) : reject(error),
      );
    });
  }

  it("takes messages in pieces and several at once, and answers in order", async () => {
    const { socketPath } = await serve(holding());
    const frame = concatBytes(uint32(1), LIST);
    const answer = concatBytes(uint32(0), await holding().handle(LIST));
    const both = await exchange(
      socketPath,
      [...concatBytes(frame, frame)].map((byte) => Uint8Array.of(byte)),
      2 * answer.length,
    );
    expect(both.length).toBe(2 * answer.length);
    expect(both.subarray(4, 9)).toEqual(Buffer.from([12, 0, 0, 0, 1]));
    const unlockThenList = concatBytes(
      ...[lock("a"), unlock("b"), unlock("a"), LIST].map((m) => concatBytes(uint32(m.length), m)),
    );
    const answers = await exchange(socketPath, [unlockThenList], 3 * 5 + answer.length);
    expect([answers[4], answers[9], answers[14], answers[19]]).toEqual([6, 5, 6, 12]);
  });

  it("closes on frames of no length or too much, and goes on serving others", async () => {
    const { socketPath } = await serve(holding());
    for (const bad of [uint32(0), uint32(256 * 1024 + 1), uint32(0xffffffff)])
      expect(await exchange(socketPath, [bad])).toHaveLength(0);
    expect((await exchange(socketPath, [concatBytes(uint32(1), LIST)], 10))[4]).toBe(12);
  });

  it("has a limit for clients that send without end", async () => {
    const { socketPath } = await serve(holding({ confirm: () => new Promise(() => undefined) }, { confirm: true }));
    const request = login();
    const flood = [concatBytes(uint32(request.length), request), new Uint8Array(1024 * 1024)];
    expect(await exchange(socketPath, flood)).toHaveLength(0); // closed on us
  });

  it("takes the place of a dead agent's", async () => {
    const path = join(folder, "socket");
    // A socket without a listener: what kill -9 leaves.
    const dead = createServer().listen(path);
    await new Promise((resolve) => dead.once("listening", resolve));
    const left = join(folder, "left");
    const { linkSync } = await import("node:fs");
    linkSync(path, left);
    await new Promise((resolve) => dead.close(resolve));
    await serve(holding(), left);
    expect((await exchange(left, [concatBytes(uint32(1), LIST)], 10))[4]).toBe(12);
  });
});

describeWithSsh("OpenSSH's own tools and the agent", () => {
  let folder: string;
  let agent: LoginAgent;
  let served: ServedAgent;
  let env: NodeJS.ProcessEnv;
  const comment = account().address();
  beforeEach(async () => {
    folder = temporaryFolder();
    agent = holding({ confirm: () => Promise.resolve(true) });
    served = await serveAgent(agent);
    env = { ...process.env, SSH_AUTH_SOCK: served.socketPath };
  });
  afterEach(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });

  it("ssh-add -l and -L list the key", async () => {
    expect(await run("ssh-add", ["-l"], { env })).toMatchObject({
      code: 0,
      stdout: `256 ${fingerprint(blob)} ${comment} (ED25519)\n`,
    });
    expect((await run("ssh-add", ["-L"], { env })).stdout).toBe(`${publicKeyLine(account().sshKey, comment)}\n`);
  });

  it("ssh-add -x locks, then -l lists nothing, -X unlocks", async () => {
    expect((await run("ssh-add", ["-x"], { env, input: "secret\nsecret\n" })).code).toBe(0);
    expect(await run("ssh-add", ["-l"], { env })).toMatchObject({ code: 1, stdout: "The agent has no identities.\n" });
    expect((await run("ssh-add", ["-X"], { env, input: "wrong\n" })).code).not.toBe(0);
    expect((await run("ssh-add", ["-X"], { env, input: "secret\n" })).code).toBe(0);
    expect((await run("ssh-add", ["-l"], { env })).code).toBe(0);
  });

  it("ssh-keygen -Y sign (SSHSIG) and ssh-add -T (any bytes) are refused", async () => {
    const publicKey = join(folder, "key.pub");
    writeFileSync(publicKey, `${publicKeyLine(account().sshKey, comment)}\n`);
    writeFileSync(join(folder, "text"), "a commit");
    expect(
      (await run("ssh-keygen", ["-Y", "sign", "-f", publicKey, "-n", "git", join(folder, "text")], { env })).code,
    ).not.toBe(0);
    expect(existsSync(join(folder, "text.sig"))).toBe(false);
    const tested = await run("ssh-add", ["-T", publicKey], { env });
    expect(tested.code).not.toBe(0);
    expect(tested.stderr).toContain("refused operation");
  });

  it("ssh-add adds our key files with lifetime and confirmation, and removes them", async () => {
    const file = join(folder, "key");
    const added = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
    writeFileSync(file, await opensshPrivateKey(added), { mode: 0o600 });
    writeFileSync(`${file}.pub`, publicKeyLine(added.sshKey));
    expect((await run("ssh-add", ["-t", "60", "-c", file], { env })).code).toBe(0);
    expect(agent.size).toBe(2);
    expect((await run("ssh-add", ["-d", file], { env })).code).toBe(0);
    expect((await run("ssh-add", ["-l"], { env })).stdout).toContain(fingerprint(blob));
    expect((await run("ssh-add", ["-D"], { env })).code).toBe(0);
    expect(agent.size).toBe(0);
  });
});
