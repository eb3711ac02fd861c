import { ownerLabel } from "./naming.js";

/**
 * The imperative half of the port: the platform's own truth, asked without Pulumi. Health, recovery after a lost create, the
 * proof of an empty teardown and the search for orphans stand on it. Every method throws when the platform cannot be asked;
 * "nothing there" is always an answer, never a guess.
 */
export interface Observer {
  /**
   * Everything that bears our names, of all owners: one look serves every deployment. Paging, rate limits, and waiting
   * between tries are the platform's. Without `notBefore` an earlier snapshot may be given again; with it, only one whose
   * look began at that instant (of `performance.now()`) or later. `sharedLooks` does that for a function that looks.
   */
  snapshot(wish?: SnapshotWish): Promise<Snapshot>;
  /** Milliseconds after which the platform's lists surely show what was done to it; 0 where they do at once. */
  readonly consistencyDelayMs: number;
  /**
   * Which of the owner's things, or of those without a mark, a half-made resource is, undefined if it is none of them. Only the platform knows where its
   * resources bear their name: an input, a tag, a label, the parent that one deployment owns.
   */
  identify(half: HalfMade, owned: readonly Observed[]): Observed | undefined;
}

export interface SnapshotWish {
  /** By `performance.now()` of this process. */
  notBefore?: number;
  signal?: AbortSignal;
}

export interface Snapshot {
  /** When the look began, by `performance.now()` of this process: what was done before it is in it, but for `consistencyDelayMs`. */
  begunAt: number;
  /** By owner label (`ownerLabel`). An owner that is not here has nothing. */
  owned: ReadonlyMap<string, readonly Observed[]>;
}

/** What the platform itself says there is. */
export interface Observed {
  /** Pulumi type token of the resource, for example `dinfra-host:index:Process`. */
  type: string;
  /** Physical name. */
  name: string;
  /** Pulumi id. */
  id: string;
  /** Owner label; `unmarked` for what bears a name and no owner's mark. */
  owner: string;
  /** Output in which the resource's provider looks for its id, where Pulumi's own id is not enough for it. */
  idOutput?: string;
  /** For what can end by itself, such as a process: whether it still runs. */
  state?: "running" | "ended";
}

/**
 * Owner of what bears a name like ours and no owner's mark: a platform that names a thing first and marks it later has such things
 * where whoever made them was killed in between. They are nobody's, until recovery knows one by its name.
 */
export const unmarked = "";

/** A resource whose creation was cut off: Pulumi asked for it, and does not know whether it exists. */
export interface HalfMade {
  /** Pulumi type token. */
  type: string;
  /** Its inputs as Pulumi's state has them. */
  inputs: Readonly<Record<string, unknown>>;
}

/** What an owner has, in a snapshot. */
export function ownedBy(snapshot: Snapshot, owner: string): readonly Observed[] {
  return snapshot.owned.get(ownerLabel(owner)) ?? [];
}

/** An observer asked about one owner, by a look of its own each time: for whoever asks seldom. */
export interface OwnerView {
  list(owner: string): Promise<readonly Observed[]>;
  find(owner: string, name: string): Promise<Observed | undefined>;
  isEmpty(owner: string): Promise<boolean>;
  /** What bears a name and nobody's mark: the half-made may be among it. */
  unmarked(): Promise<readonly Observed[]>;
}

export function ownerView(observer: Observer): OwnerView {
  const list = async (owner: string) => ownedBy(await observer.snapshot({ notBefore: performance.now() }), owner);
  return {
    list,
    find: async (owner, name) => (await list(owner)).find((one) => one.name === name),
    isEmpty: async (owner) => (await list(owner)).length === 0,
    unmarked: async () => (await observer.snapshot({ notBefore: performance.now() })).owned.get(unmarked) ?? [],
  };
}

/** The index of a snapshot, from everything that was seen. */
export function byOwner(seen: Iterable<Observed>): Map<string, Observed[]> {
  const owned = new Map<string, Observed[]>();
  for (const one of seen) {
    const of = owned.get(one.owner);
    if (of) of.push(one);
    else owned.set(one.owner, [one]);
  }
  return owned;
}

/** `identify` for a platform whose resources bear their name where `nameOf` says. */
export function identifyByName(nameOf: (half: HalfMade) => unknown): Observer["identify"] {
  return (half, owned) => {
    const name = nameOf(half);
    return owned.find((one) => one.type === half.type && one.name === name);
  };
}

/**
 * `snapshot` for a function that looks: at most one look at a time, and one more for everybody who asked while it was under way.
 * A failed look is told to all who waited for it, and not kept.
 */
export function sharedLooks(look: (signal?: AbortSignal) => Promise<Iterable<Observed>>): Observer["snapshot"] {
  return sharedSnapshots(async (begunAt, signal) => ({ begunAt, owned: byOwner(await look(signal)) }));
}

/** The same for a function that makes the snapshot itself. */
export function sharedSnapshots(
  take: (begunAt: number, signal?: AbortSignal) => Promise<Snapshot>,
): Observer["snapshot"] {
  let last: Snapshot | undefined;
  let underWay: { begunAt: number; result: Promise<Snapshot> } | undefined;
  let next: Promise<Snapshot> | undefined;

  const begin = (signal?: AbortSignal): Promise<Snapshot> => {
    const begunAt = performance.now();
    const result = take(begunAt, signal).then((snapshot) => (last = snapshot));
    const current = (underWay = { begunAt, result });
    const ended = () => {
      if (underWay === current) underWay = undefined;
    };
    result.then(ended, ended);
    return result;
  };

  return ({ notBefore = 0, signal } = {}) => {
    if (last && last.begunAt >= notBefore) return Promise.resolve(last);
    if (!underWay) return begin(signal);
    if (underWay.begunAt >= notBefore) return underWay.result;
    // Begins when the present look has ended, and so later than anything asked for until then.
    next ??= underWay.result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        next = undefined;
        return begin();
      });
    return next;
  };
}
