import { concatBytes } from "@noble/hashes/utils.js";
import { rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { temporaryFolder } from "../test/openssh.js";
import { string, uint32 } from "../wire.js";
import { LoginAgent } from "./login-agent.js";
import { serveAgent } from "./serve.js";

const request = (type: number, text: string) => concatBytes(Uint8Array.of(type), string(text));
const unlock = (passphrase: string) => request(23, passphrase);
const FAILURE = 5;
const SUCCESS = 6;

async function locked(): Promise<LoginAgent> {
  const agent = new LoginAgent();
  expect((await agent.handle(request(22, "secret")))[0]).toBe(SUCCESS);
  return agent;
}

describe("guesses at the passphrase of a locked agent", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** Guesses all at once; what each was answered, and after how many milliseconds. */
  function guess(agent: LoginAgent, ...guesses: string[]): { type: number; after: number }[] {
    const start = performance.now();
    const answers: { type: number; after: number }[] = [];
    for (const passphrase of guesses)
      void agent
        .handle(unlock(passphrase))
        .then((answer) => answers.push({ type: answer[0]!, after: performance.now() - start }));
    return answers;
  }
  const wrong = (after: number) => ({ type: FAILURE, after });

  it("the first is answered at once", async () => {
    const answers = guess(await locked(), "secret");
    await jest.advanceTimersByTimeAsync(0);
    expect(answers).toEqual([{ type: SUCCESS, after: 0 }]);
  });

  it("wait before they are looked at, twice as long after each wrong one, ten seconds at most", async () => {
    const agent = await locked();
    const waits = [];
    for (let i = 0; i < 10; i++) {
      const answers = guess(agent, "wrong");
      await jest.advanceTimersByTimeAsync(20_000);
      waits.push(answers[0]);
    }
    expect(waits).toEqual([0, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000].map(wrong));
    // Nor is a right one told from a wrong one by its time.
    const answers = guess(agent, "secret");
    await jest.advanceTimersByTimeAsync(9_999);
    expect(answers).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(answers).toEqual([{ type: SUCCESS, after: 10_000 }]);
  });

  it("wait for each other when they come at once", async () => {
    const answers = guess(await locked(), "a", "b", "c", "d", "secret");
    await jest.advanceTimersByTimeAsync(60_000);
    expect(answers).toEqual([...[0, 100, 300, 700].map(wrong), { type: SUCCESS, after: 1_500 }]);
  });

  it("that wait when it is unlocked are refused without more ado, and count no longer", async () => {
    const agent = await locked();
    const answers = guess(agent, "wrong", "secret", "wrong", "secret");
    await jest.advanceTimersByTimeAsync(100);
    expect(answers).toEqual([wrong(0), { type: SUCCESS, after: 100 }, wrong(100), wrong(100)]);
    await agent.handle(request(22, "other"));
    const again = guess(agent, "secret", "other");
    await jest.advanceTimersByTimeAsync(100);
    expect(again).toEqual([wrong(0), { type: SUCCESS, after: 100 }]);
  });

  it("are refused unseen when too many wait", async () => {
    const answers = guess(await locked(), ...Array.from({ length: 1_000 }, () => "wrong"), "secret");
    await jest.advanceTimersByTimeAsync(0);
    expect(answers.length).toBeGreaterThan(900);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set([FAILURE]));
  });
});

test("guesses whose connections were dropped make the next one wait all the same", async () => {
  const folder = temporaryFolder();
  const agent = await locked();
  let seen: () => void = () => undefined;
  const handle = (message: Uint8Array): Promise<Uint8Array> => {
    const answer = agent.handle(message);
    seen();
    return answer;
  };
  const served = await serveAgent({ handle, close: () => agent.close() }, join(folder, "socket"));
  const send = (passphrase: string) => {
    const message = unlock(passphrase);
    const socket = connect(served.socketPath);
    socket.write(concatBytes(uint32(message.length), message));
    return socket;
  };
  try {
    const start = performance.now();
    for (let i = 0; i < 4; i++) {
      const taken = new Promise<void>((resolve) => (seen = resolve));
      const socket = send("wrong");
      await taken;
      socket.destroy();
    }
    const last = send("secret");
    const answer = await new Promise<Buffer>((resolve) => last.once("data", resolve));
    last.destroy();
    expect(answer[4]).toBe(SUCCESS);
    expect(performance.now() - start).toBeGreaterThanOrEqual(100 + 200 + 400 + 800 - 10); // timers round
  } finally {
    await served.close();
    rmSync(folder, { recursive: true });
  }
});
