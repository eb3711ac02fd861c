import { commandNames, startStandIn, type StandIn } from "../src/index.js";
import { jobEnd } from "../src/testing/ask.js";
import { autoscaleErrors } from "./autoscale-errors.js";
import { errorCases } from "./errors.js";
import { notModelled, notRecorded } from "./not-comparable.js";
import { comparable, ofEntity, real, said, shapeOf, type RealAnswer } from "./real.js";
import { goodAnswers } from "./scenario.js";

let standIn: StandIn;
let ours: Map<string, unknown[]>;

beforeAll(async () => {
  standIn = await startStandIn();
  ours = await goodAnswers(standIn);
});
afterAll(() => standIn.close());

test("every command is compared, or named as one that was not recorded", () => {
  expect(commandNames.filter((name) => !real[name]).sort()).toEqual([...notRecorded].sort());
  expect(commandNames.filter((name) => !ours.has(name))).toEqual([]);
});

/** What was found missing, by the tests above the one that looks at it. */
const lacking = new Set<string>();

const isGood = (a: RealAnswer) => a.status === 200 && a.job?.status !== 2;

/** What any command said of a kind of thing: entity and field → types. */
const everSaid = new Map<string, Set<string>>();
for (const answers of Object.values(real)) {
  for (const [path, { types }] of shapeOf(answers.filter(isGood).map(said))) {
    everSaid.set(ofEntity(path), new Set([...(everSaid.get(ofEntity(path)) ?? []), ...types]));
  }
}

describe.each(commandNames.filter((name) => !notRecorded.includes(name)))("%s", (name) => {
  const good = () => (real[name] ?? []).filter(isGood);
  const realShape = () => shapeOf(good().map(said));
  const ourShape = () => shapeOf(ours.get(name) ?? []);

  test("says nothing that a real server does not say, or of another type", () => {
    const strange = [...ourShape()].filter(([path, { types }]) => {
      const known = everSaid.get(ofEntity(path));
      return !known || [...types].some((type) => !known.has(type));
    });
    expect(strange.map(([path, { types }]) => `${path}: ${[...types].join("|")}`)).toEqual([]);
  });

  test("says what a real server always says, but for what is listed as not modelled", () => {
    expect(missing().filter((path) => !notModelled.has(path))).toEqual([]);
  });

  function missing(): string[] {
    const shape = ourShape();
    // Of a list that is empty here nothing can be said.
    const above = (path: string) => path.replace(/\.?[^.]+$/, "");
    const found = [...realShape()]
      .filter(([path, { always }]) => always && !shape.has(path))
      .map(([path]) => path)
      .filter((path) => shape.objects?.has(above(path)))
      .map(ofEntity);
    for (const path of found) lacking.add(path);
    return found;
  }
});

test("nothing is listed as not modelled that is modelled", () => {
  expect([...notModelled].filter((path) => !lacking.has(path))).toEqual([]);
});

describe.each([...errorCases, ...autoscaleErrors])("$command $case", ({ command, case: name, provoke }) => {
  test("fails as a real server does", async () => {
    const recorded = real[command]?.find((a) => a.case === name);
    if (!recorded) throw new Error(`expected the case ${name} among the recorded answers of ${command}, found none`);
    const cloud = await startStandIn();
    try {
      const { ask, answer } = await provoke(cloud);
      const body = Object.values(recorded.body)[0] as Record<string, unknown>;
      const text = (of: Record<string, unknown>) => comparable(String(of.errortext));
      expect(answer.status).toBe(recorded.status);
      if (recorded.job) {
        const end = await jobEnd(ask, answer);
        expect({ status: end.status, code: end.code }).toEqual({
          status: recorded.job.status,
          code: recorded.job.code,
        });
        expect(text(end.result)).toBe(text(recorded.job.result));
        return;
      }
      expect(answer.envelope).toBe(Object.keys(recorded.body)[0]);
      expect({ code: answer.body.errorcode, cs: answer.body.cserrorcode }).toEqual({
        code: body.errorcode,
        cs: body.cserrorcode,
      });
      expect(text(answer.body)).toBe(text(body));
    } finally {
      await cloud.close();
    }
  });
});
