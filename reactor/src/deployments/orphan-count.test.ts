import { OrphanCount } from "./orphan-count.js";

const settle = async () => {
  for (let turns = 0; turns < 5; turns++) await Promise.resolve();
};

test("they are counted at intervals; a platform that cannot be asked changes no count; more of them are said once", async () => {
  jest.useFakeTimers();
  try {
    const answers = [[], [{ label: "a" }], new Error("away"), [{ label: "a" }], []] as const;
    const said: string[] = [];
    let looks = 0;
    const look = () => {
      const answer = answers[looks++]!;
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const log = { warn: (_: object, message: string) => void said.push(message.slice(0, 12)) };
    const count = new OrphanCount(look, 3_600_000, log as never);
    count.start();
    const seen: (number | undefined)[] = [count.last];
    jest.advanceTimersByTime(60_000);
    for (const _ of answers) {
      await settle();
      seen.push(count.last);
      jest.advanceTimersByTime(3_600_000);
    }
    expect(seen).toEqual([undefined, 0, 1, 1, 1, 0]);
    expect(said).toEqual(["something on", "cannot count"]);
    count.stop();
    await settle();
    jest.advanceTimersByTime(10 * 3_600_000);
    expect(looks).toBeLessThanOrEqual(answers.length + 1);
  } finally {
    jest.useRealTimers();
  }
});
