import type { ProgramInput, StackOutputs, StackProgram } from "./program.js";

/** What one descriptor type decides and makes; `Plan` is all that is decided. */
export interface PlannedType<Plan> {
  type: string;
  /** Decides everything that descriptor and profile say, without a look at a file. Throws as `StackProgram.check` rejects. */
  plan(input: ProgramInput): Plan;
  /** Holds what the plan names on this machine against its digests. Rejects as `StackProgram.check`. */
  checkFiles(plan: Plan, input: ProgramInput): Promise<void>;
  /** Throws where what runs by the first cannot follow to the second. */
  requireCanFollow(before: Plan, after: Plan): void;
  /** Milliseconds, as of `StackProgram.patience`. */
  patienceOf(plan: Plan): number;
  /** Milliseconds, as of `StackProgram.setUp`. */
  setUpOf(plan: Plan, input: ProgramInput): number;
  build(plan: Plan, input: ProgramInput): Promise<StackOutputs>;
}

/** The program of a type whose input is planned once, and whose plan answers everything. */
export function plannedProgram<Plan>(of: PlannedType<Plan>): StackProgram {
  const checked = async (input: ProgramInput): Promise<Plan> => {
    const plan = of.plan(input);
    await of.checkFiles(plan, input);
    return plan;
  };
  return {
    type: of.type,
    async check(input) {
      await checked(input);
    },
    checkUpdate: (before, after) => of.requireCanFollow(of.plan(before), of.plan(after)),
    patience: (input) => of.patienceOf(of.plan(input)),
    setUp: (input) => of.setUpOf(of.plan(input), input),
    async plan(input) {
      const plan = await checked(input);
      return {
        patience: of.patienceOf(plan),
        setUp: of.setUpOf(plan, input),
        checkUpdate: (before) => of.requireCanFollow(of.plan(before), plan),
        run: () => of.build(plan, input),
      };
    },
    run: async (input) => of.build(await checked(input), input),
  };
}
