import type { Deployment } from "@dinfra/schemas";
import { ScriptedChain, stepsFor } from "./scripted-chain.js";
import { descriptorOf } from "./subject.js";

const descriptor = descriptorOf({ name: "one" });
const deployment = (phase: Deployment["phase"], generation = 1) =>
  ({ id: "7.1", phase, generation, observedGeneration: generation }) as Deployment;
const chainIn = (state: "Awarded" | "Active" | "Ending" | "nothing", generation = 1): ScriptedChain => {
  const chain = new ScriptedChain();
  if (state === "nothing") return chain;
  chain.award("7.1", descriptor, generation);
  if (state === "Active") chain.declare(deployment("Deployed"));
  if (state === "Ending") chain.end("7.1");
  return chain;
};

test.each([
  ["Awarded", 1, undefined, "put"],
  ["Awarded", 1, deployment("Deploying"), ""],
  ["Awarded", 1, deployment("Deployed"), "declare"],
  ["Active", 1, undefined, "put"],
  ["Active", 1, deployment("Deployed"), ""],
  ["Active", 2, deployment("Deployed"), "put"],
  ["Ending", 1, undefined, "delete"],
  ["Ending", 1, deployment("Deployed"), "delete"],
  ["Ending", 1, deployment("TearingDown"), ""],
  ["Ending", 1, deployment("TornDown"), "confirm"],
  ["nothing", 1, deployment("TornDown"), "acknowledge"],
  // What the chain has no record of is destroyed by nobody.
  ["nothing", 1, deployment("Deployed"), ""],
] as const)("%s, generation %i, of the reactor %j: %s", (state, generation, listed, wanted) => {
  const chain = chainIn(state, generation);
  expect(
    stepsFor(chain, listed === undefined ? [] : [listed])
      .map((step) => step.do)
      .join(),
  ).toBe(wanted);
});

test("a confirmation that the chain includes, and that fails, comes out again", () => {
  const chain = chainIn("Ending");
  chain.refusesReceipts = true;
  chain.confirm("7.1");
  expect(stepsFor(chain, [deployment("TornDown")]).map((step) => step.do)).toEqual(["confirm"]);
});
