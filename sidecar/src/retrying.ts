import type { Deployment } from "@dinfra/schemas";

/**
 * Since when deployments have been retrying, by this process's monotonic clock. The times in the reactor's answers are for people: a clock
 * that was set would make a failure look old, or keep it from the chain for as long as the clock went back.
 */
export class Retrying {
  private seen = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** @param deployments all that there are */
  look(deployments: readonly Deployment[]): void {
    const now = this.now();
    const retrying = deployments.filter(({ conditions }) =>
      conditions.some((each) => each.type === "Retrying" && each.status),
    );
    this.seen = new Map(retrying.map(({ id }) => [id, this.seen.get(id) ?? now]));
  }

  readonly for = (id: string): number => {
    const since = this.seen.get(id);
    return since === undefined ? 0 : this.now() - since;
  };
}
