/** How a process is kept from its provider and from other processes. */
export enum IsolationKind {
  /**
   * Each owner has a uid of its own, without privileges, with private /tmp, /dev/shm, IPC and process list, and reaches
   * on loopback its own ports and its peers' only. Needs root.
   */
  OwnUser = "own-user",
  /**
   * Each process has namespaces of its own, as the provider's user: it sees the system's programs, its own folders and
   * what it is given to read, no other process, and a network of its own, with ways to its owner's ports and its peers'
   * only. Needs no root, but bubblewrap, pasta and socat.
   */
  Namespaces = "namespaces",
  /** None: everything runs as the user of the provider, and can read and do what that user can. */
  SharedUser = "shared-user",
}

/** A range of uids; gids of the same numbers go with them. */
export interface UidRange {
  first: number;
  count: number;
}

/** The input of the resources, as check() leaves it. */
export interface Isolation {
  kind: `${IsolationKind}`;
  firstUid?: number;
  uidCount?: number;
  /** Files and folders that a process with namespaces of its own may read beside the system's. */
  readable?: string[];
}

/** Above the uids of containers and of users' namespaces, below those that some programs take for negative numbers. */
export const defaultUids: UidRange = { first: 1_900_000_000, count: 65_536 };

export function uidsOf(isolation: Partial<Isolation>): UidRange {
  return { first: isolation.firstUid ?? defaultUids.first, count: isolation.uidCount ?? defaultUids.count };
}

export function inRange({ first, count }: UidRange, uid: number): boolean {
  return uid >= first && uid < first + count;
}
