import type { Engine, Guard, Job } from "../engine/index.js";
import type { Usage } from "@dinfra/stacks";
import type { Endpoint, Generation, Owner } from "./record.js";

/** The engine as the reconciler uses it. */
export type DeploymentEngine = Pick<Engine, "up" | "destroy" | "recover" | "preview" | "cancel" | "close">;

/** What is really there, by the platform's own means and never by our records. Throws when it cannot look. */
export interface PlatformObserver {
  /**
   * What the owner has, by a look that began at `notBefore` (of `performance.now()`) or later. `state` for what can end by
   * itself, such as a process.
   */
  list(owner: string, notBefore: number): Promise<readonly { name: string; state?: "running" | "ended" }[]>;
  /** All that bears a name of ours, by the label of its owner, by a look as for `list`. */
  owners(notBefore: number): Promise<ReadonlyMap<string, readonly { name: string }[]>>;
  /** Milliseconds after which the platform's lists surely show what was done to it. */
  readonly consistencyDelayMs: number;
}

/** A job, but for whom it is: what a wish is once it was checked. `patience` is 0 where nothing is known any more. */
export type Checked = Omit<Job, "id" | "owner" | "refresh" | "guard">;

/** Everything that the state machine needs from outside. */
export interface Surroundings {
  engine: DeploymentEngine;
  /** By the profile that a deployment is pinned to. */
  observer(profile: unknown): PlatformObserver;
  /** Whether what runs by that profile may need more by itself as time goes by: it is then looked at with the engine. */
  needsTending(profile: unknown): boolean;
  /** What an update must not delete or replace by itself. */
  guard(checked: Checked): Guard;
  /** What an owner takes of the platform now, as far as the platform says it. */
  usage(profile: unknown, owner: string): Promise<Usage>;
  /** How the platform names an owner. */
  label(ownerName: string): string;
  /** Name of the platform for the receipt, for example local. */
  platform(profile: unknown): string;
  /** The name under which a deployment owns things on the platform; all physical names come from it. */
  ownerName(owner: Owner, id: string): string;
  /**
   * Fetches the descriptor of a generation and checks it, before anything runs, and before what runs is touched.
   * @param good the generation that runs
   * @throws an error with a code, and whether it may pass
   */
  check(wish: Generation, owner: string, good?: Generation | null): Promise<Checked>;
  /** For a teardown: as much as can be had, since a lost descriptor must not keep anything running. */
  recall(wish: Generation | null, owner: string): Promise<Checked>;
  /** Whether the endpoint takes connections. */
  reachable(endpoint: Endpoint): Promise<boolean>;
}
