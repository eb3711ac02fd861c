/** @integration */
import { readFileSync } from "node:fs";
import { createEngine } from "./engine";
import { workerEnvironment } from "./environment";
import { Rig } from "./testing/rig";

test("only what is named passes, and no name of a credential takes the place of what is ours", () => {
  const env = {
    HOME: "/home/op",
    PATH: "/bin",
    AWS_SECRET: "s",
    OTHER: "o",
    NODE_OPTIONS: "--inspect",
    NODE_COMPILE_CACHE: "/c",
  };
  const passed = workerEnvironment("/state", ["AWS_SECRET", "PATH", "DINFRA_ENGINE", "ABSENT"], env);
  expect(Object.keys(passed).sort()).toEqual([
    "AWS_SECRET",
    "DINFRA_ENGINE",
    "HOME",
    "NODE_COMPILE_CACHE",
    "PATH",
    "USER",
  ]);
  expect(passed["NODE_COMPILE_CACHE"]).toBe("/c");
  expect(workerEnvironment("/state", [], {})["NODE_COMPILE_CACHE"]).toBe("/state/.compiled");
  expect(passed).toMatchObject({ AWS_SECRET: "s", DINFRA_ENGINE: "/state", PATH: expect.stringMatching(/.:\/bin$/) });
});

test("who has no home and no name gets both, since the engine asks for them", () => {
  const passed = workerEnvironment("/state", [], { HOME: "relative" });
  expect(passed).toMatchObject({ HOME: "/state", USER: String(process.getuid!()) });
  expect(workerEnvironment("/state", [], { USER: "op" })).toMatchObject({ USER: "op" });
});

test("a worker has the credentials that the reactor was given", async () => {
  const rig = await Rig.open();
  process.env.TEST_CREDENTIAL = "open sesame";
  process.env.TEST_OTHER = "not named";
  const engine = await createEngine(rig.options({ credentials: ["TEST_CREDENTIAL"] }));
  try {
    await engine.recover(rig.job());
    const [worker] = engine.workers();
    const environment = readFileSync(`/proc/${worker}/environ`, "utf8").split("\0");
    expect(environment).toContain("TEST_CREDENTIAL=open sesame");
    expect(environment.join()).not.toContain("not named");
  } finally {
    delete process.env.TEST_CREDENTIAL;
    delete process.env.TEST_OTHER;
    await engine.close();
    await rig.close();
  }
});
