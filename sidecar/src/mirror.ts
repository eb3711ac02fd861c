import type { Deployment, Owner } from "@dinfra/schemas";
import type { ReactorClient } from "@dinfra/service/api/client";
import { reasonOf } from "@dinfra/service/failure";

/** What a reactor said, whole. */
export interface Mirrored {
  epoch: string;
  owner?: Owner;
  /** Of the API's document, as the reactor says it. */
  version?: string;
  deployments: ReadonlyMap<string, Deployment>;
}

/** Milliseconds. */
const fullEvery = 600_000;

/**
 * What a reactor knows, kept by its changes. All of it is listed at first, every ten minutes, after anything that went
 * wrong, and each time where the reactor gives no changes.
 */
export class ReactorMirror {
  private deployments = new Map<string, Deployment>();
  private at: string | null = null;
  private listedAt = -Infinity;

  constructor(
    private readonly reactor: Pick<ReactorClient, "list" | "changes">,
    private readonly elapsed: () => number,
  ) {}

  /** Throws what the client throws; then the next read lists all. */
  async read(): Promise<Mirrored> {
    const { at } = this;
    // Until this read has gone well, nothing is built on.
    this.at = null;
    if (at === null || this.elapsed() - this.listedAt >= fullEvery) return this.list();
    try {
      const { items, forgotten, sequence, ...store } = await this.reactor.changes(at);
      for (const id of forgotten) this.deployments.delete(id);
      for (const item of items) this.deployments.set(item.id, item);
      this.at = sequence;
      return { ...store, deployments: this.deployments };
    } catch (error) {
      if (reasonOf(error).code !== "sequence-gone") throw error;
      return this.list();
    }
  }

  private async list(): Promise<Mirrored> {
    const listedAt = this.elapsed();
    const { items, sequence = null, ...store } = await this.reactor.list();
    this.deployments = new Map(items.map((item) => [item.id, item]));
    this.at = sequence;
    this.listedAt = listedAt;
    return { ...store, deployments: this.deployments };
  }
}
