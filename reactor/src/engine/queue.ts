import { EngineFailure } from "./failure.js";
import type { Operation } from "./job.js";

interface Waiting {
  readonly operation: Operation;
  readonly start: () => Promise<void>;
  readonly refuse: (failure: EngineFailure) => void;
}

interface Lane {
  running: boolean;
  waiting?: Waiting;
}

/**
 * One operation at a time a deployment, `width` at a time in all, first come first served among deployments. Behind a running
 * operation waits at most one, and the latest wins: what it is to become of a deployment is said by the newest job alone.
 */
export class Queue {
  private readonly lanes = new Map<string, Lane>();
  /** Ids with something waiting, in the order in which they began to wait. */
  private readonly order: string[] = [];
  private running = 0;
  private closed = false;

  constructor(private readonly width: number) {}

  /** Rejects `engine.superseded` if a later job takes its place, `engine.closed` if the queue closes before its turn. */
  add<T>(id: string, operation: Operation, run: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.closed) return reject(closedFailure(id));
      const lane = this.lanes.get(id) ?? { running: false };
      this.lanes.set(id, lane);
      const next: Waiting = { operation, start: () => run().then(resolve, reject), refuse: reject };
      const earlier = lane.waiting;
      if (earlier && !outranks(operation, earlier.operation))
        return reject(superseded(id, operation, earlier.operation));
      earlier?.refuse(superseded(id, earlier.operation, operation));
      lane.waiting = next;
      if (!earlier) this.order.push(id);
      this.startNext();
    });
  }

  /** Refuses what waits; what runs is the caller's to stop. */
  close(): void {
    this.closed = true;
    for (const id of this.order.splice(0)) {
      const lane = this.lanes.get(id);
      lane?.waiting?.refuse(closedFailure(id));
      delete lane?.waiting;
    }
  }

  private startNext(): void {
    while (this.running < this.width) {
      const turn = this.order.findIndex((id) => !this.lanes.get(id)?.running);
      if (turn < 0) return;
      const [id] = this.order.splice(turn, 1) as [string];
      const lane = this.lanes.get(id);
      if (lane?.waiting) this.start(id, lane, lane.waiting);
    }
  }

  private start(id: string, lane: Lane, next: Waiting): void {
    delete lane.waiting;
    lane.running = true;
    this.running += 1;
    void next.start().then(() => {
      lane.running = false;
      this.running -= 1;
      if (!lane.waiting) this.lanes.delete(id);
      this.startNext();
    });
  }
}

/** A look at reality never takes the place of a wish; the wish looks too. */
function outranks(later: Operation, earlier: Operation): boolean {
  return isWish(later) || !isWish(earlier);
}

function isWish(operation: Operation): boolean {
  return operation === "up" || operation === "destroy";
}

function superseded(id: string, operation: Operation, by: Operation): EngineFailure {
  return new EngineFailure({
    code: "engine.superseded",
    retryable: false,
    message: `The ${operation} of ${id} was not begun: the ${by} that waits for its turn does the work.`,
  });
}

function closedFailure(id: string): EngineFailure {
  return new EngineFailure({
    code: "engine.closed",
    retryable: true,
    message: `The engine closes: nothing was begun on ${id}.`,
  });
}
