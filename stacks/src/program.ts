import type { Endpoint, MetricsTarget, NodeSetUp, PlacedResource } from "@dinfra/components";
import type * as pulumi from "@pulumi/pulumi";
import type { Profile } from "./profile.js";

export interface ProgramInput {
  /** Descriptor of the program's type, from a stranger: checked against its schema once more. */
  descriptor: unknown;
  /** The provider's profile, already checked (`requireProfile`). */
  profile: Profile;
  /** Owner of all that is made: `ownerOfDeployment`, or `ownerOfStack` for an engineer. */
  owner: string;
}

/** Outputs of a stack, in the words that every descriptor type shares. */
export interface StackOutputs {
  /** What a consumer connects to. */
  endpoints: pulumi.Output<Endpoint[]>;
  /** What was made, by physical name: what the observer finds. */
  resources: pulumi.Output<PlacedResource[]>;
  /** How far the machines got, as of this update; undefined where the update waited for what runs to come up. */
  setUp?: pulumi.Output<NodeSetUp[]>;
  /** What a Prometheus of the provider scrapes; undefined where nothing is. */
  metrics?: pulumi.Output<MetricsTarget[]>;
}

/** An input that was planned and not refused. */
export interface StackPlan {
  /** As of `StackProgram.patience`. */
  readonly patience: number;
  /** As of `StackProgram.setUp`; undefined where nothing is known. */
  readonly setUp?: number;
  /** As of `StackProgram.checkUpdate`: whether this plan can follow on what runs. Plans the input of what runs, and not its own again. */
  checkUpdate?(before: ProgramInput): void;
  /** As of `StackProgram.run`, without another check. */
  run(): Promise<StackOutputs>;
}

/** A Pulumi program for one descriptor type. */
export interface StackProgram {
  /** Descriptor type, for example `substrate-node/v1`. */
  readonly type: string;
  /**
   * Everything that can be refused before the engine is started: schema, catalogue, digest, limits, capabilities.
   * Needs no Pulumi. Rejects with a typed error ({code, retryable}).
   */
  check(input: ProgramInput): Promise<void>;
  /**
   * What can be refused of an update before what runs is touched: the new input cannot follow on the old one. Throws as
   * `check` rejects. Without it any update is tried.
   */
  checkUpdate?(before: ProgramInput, after: ProgramInput): void;
  /**
   * Milliseconds that the platform may take to bring up what the program makes, by its own probes. A limit on an update's
   * time comes on top. Throws as `check` rejects.
   */
  patience(input: ProgramInput): number;
  /**
   * Milliseconds that the first set-up of the input takes at least, by what the profile and the platform say. Throws as
   * `check` rejects. Without it nothing is known.
   */
  setUp?(input: ProgramInput): number;
  /**
   * `check`, `patience`, `checkUpdate` and `run` of one input, with the plan made and the files read once. Rejects as `check`. A program
   * without it is asked for the four one by one.
   */
  plan?(input: ProgramInput): Promise<StackPlan>;
  /** The program: called inside a Pulumi update, inline or by the CLI. Checks first, with the same errors. */
  run(input: ProgramInput): Promise<StackOutputs>;
}

/** The plan of an input, by a program with or without `plan`. Rejects as `check`. */
export async function planStack(program: StackProgram, input: ProgramInput): Promise<StackPlan> {
  const checkUpdate = (before: ProgramInput) => program.checkUpdate?.(before, input);
  // One that was written before plans were asked about updates has no check of its own in its plan.
  if (program.plan) {
    const plan = await program.plan(input);
    return plan.checkUpdate ? plan : { ...plan, checkUpdate };
  }
  await program.check(input);
  return {
    patience: program.patience(input),
    setUp: program.setUp?.(input),
    checkUpdate,
    run: () => program.run(input),
  };
}
