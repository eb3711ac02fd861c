import * as fs from "node:fs";
import * as path from "node:path";

/** Folders under the state root that hold records, one JSON file a resource. */
export type RecordKind = "processes" | "networks" | "directories" | "files" | "users" | "ranges" | "isolations";

/** Where things lie under a state root (which is canonical: no symbolic link in it). */
export interface Layout {
  root: string;
  locks: string;
  logs: string;
  /** The contents of Directory resources. */
  data: string;
  /** A working folder per process. */
  work: string;
  /** Unix sockets of the links into and out of networks of their own. */
  links: string;
  /** Directories on their way out: moved here first, so that a deletion is one step, then removed. */
  trash: string;
  records(kind: RecordKind): string;
}

/** The layout of a root as it would be; makes nothing. A root that does not exist is taken as written. */
export function layoutOf(root: string): Layout {
  let canonical = path.resolve(root);
  try {
    canonical = fs.realpathSync(canonical);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const under = (name: string) => path.join(canonical, name);
  return {
    root: canonical,
    locks: under("locks"),
    logs: under("logs"),
    data: under("data"),
    work: under("work"),
    links: under("links"),
    trash: under("trash"),
    records: (kind) => under(kind),
  };
}

/** The layout of a root with all its folders made, for the owner only: logs and files may hold what is not public. */
export function makeLayout(root: string): Layout {
  // Users of workloads may have to pass through what is made above the root; through the root itself only if they do.
  fs.mkdirSync(path.dirname(path.resolve(root)), { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  fs.mkdirSync(path.resolve(root), { recursive: true, mode: 0o700 });
  const layout = layoutOf(root);
  const kinds: RecordKind[] = ["processes", "networks", "directories", "files", "users", "isolations"];
  for (const folder of [
    layout.locks,
    layout.logs,
    layout.data,
    layout.work,
    layout.links,
    layout.trash,
    ...kinds.map(layout.records),
  ])
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return layout;
}
