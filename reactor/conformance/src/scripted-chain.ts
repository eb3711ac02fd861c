import type { Deployment } from "@dinfra/schemas";
import type { Descriptor } from "./subject.js";
import type { Trial } from "./trial.js";

/** What the chain stores of an assignment. */
export interface Assignment {
  readonly id: string;
  /** Awarded until it is declared deployed, Active while it is paid, Ending until its teardown is confirmed. */
  state: "Awarded" | "Active" | "Ending";
  generation: number;
  descriptor: Descriptor;
  /** Of its end. */
  end?: { endedBy: "consumer" | "provider" | "chain"; endReason: string; paidBlocks: number; expected: boolean };
}

/** A chain whose storage a scenario writes. There are no events: whoever reads it reads what is stored. */
export class ScriptedChain {
  /** By deployment. What was confirmed is gone, as on the chain. */
  readonly stored = new Map<string, Assignment>();
  /** Declarations that it took, as `<id> <generation>`. */
  readonly declared: string[] = [];
  /** While true, it includes extrinsics that confirm a teardown, and they fail. */
  refusesReceipts = false;

  award(id: string, descriptor: Descriptor, generation = 1): void {
    this.stored.set(id, { id, state: "Awarded", generation, descriptor });
  }

  /** The consumer updates; generations that nobody saw may lie between. */
  update(id: string, descriptor: Descriptor, generation: number): void {
    Object.assign(this.stored.get(id)!, { generation, descriptor });
  }

  end(id: string, end: Partial<NonNullable<Assignment["end"]>> = {}): void {
    const ending = { endedBy: "consumer", endReason: "FundsSpent", paidBlocks: 1, expected: false, ...end } as const;
    Object.assign(this.stored.get(id)!, { state: "Ending", end: ending });
  }

  declare({ id, observedGeneration }: Deployment): void {
    const assignment = this.stored.get(id);
    if (assignment?.state !== "Awarded") return;
    assignment.state = "Active";
    this.declared.push(`${id} ${observedGeneration}`);
  }

  confirm(id: string): void {
    if (!this.refusesReceipts) this.stored.delete(id);
  }
}

export type Step =
  | { do: "put"; assignment: Assignment }
  | { do: "delete"; assignment: Assignment }
  | { do: "declare" | "confirm" | "acknowledge"; deployment: Deployment };

/** What follows from what the chain stores and what the reactor lists. Pure: what did not go through comes out again. */
export function stepsFor(chain: ScriptedChain, listed: readonly Deployment[]): Step[] {
  const known = new Map(listed.map((deployment) => [deployment.id, deployment]));
  const wanted = [...chain.stored.values()].flatMap((assignment): Step[] => {
    const deployment = known.get(assignment.id);
    if (assignment.state === "Ending") {
      if (deployment?.phase === "TornDown") return [{ do: "confirm", deployment }];
      return deployment?.phase === "TearingDown" ? [] : [{ do: "delete", assignment }];
    }
    if (deployment === undefined || deployment.generation < assignment.generation) return [{ do: "put", assignment }];
    return assignment.state === "Awarded" && deployment.phase === "Deployed" ? [{ do: "declare", deployment }] : [];
  });
  const forgotten = listed
    .filter(({ id, phase }) => !chain.stored.has(id) && phase === "TornDown")
    .map((deployment): Step => ({ do: "acknowledge", deployment }));
  return [...wanted, ...forgotten];
}

/** A sidecar in one turn: reads both sides, does what follows. @returns what it did */
export async function resync(chain: ScriptedChain, trial: Trial): Promise<Step[]> {
  const steps = stepsFor(chain, await trial.listed());
  for (const step of steps) {
    if (step.do === "put") {
      const { id, generation, descriptor } = step.assignment;
      await trial.put(id, trial.wish(generation, descriptor));
    } else if (step.do === "delete") {
      const { id, end } = step.assignment;
      const { typeId } = trial.known;
      await trial.remove(id, { descriptorType: typeId, cid: step.assignment.descriptor.cid, ...end });
    } else if (step.do === "declare") chain.declare(step.deployment);
    else if (step.do === "confirm") chain.confirm(step.deployment.id);
    else await trial.acknowledge(step.deployment.id, step.deployment.receipt!.digest);
  }
  return steps;
}

/** Turns of the sidecar until the chain is as it should be. @throws {Unmet} where it is not within the patience */
export async function resyncUntil(
  chain: ScriptedChain,
  trial: Trial,
  what: string,
  holds: () => boolean,
): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < trial.options.patience) {
    await resync(chain, trial);
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const found = [...chain.stored.values()].map(({ id, state }) => `${id} ${state}`).join(", ") || "nothing";
  trial.require(false, `expected ${what} within ${trial.options.patience / 1000} s, found on the chain ${found}`);
}
