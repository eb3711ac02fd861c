// Brings etcd, the database of the API server of Kubernetes, from Debian's package into <XDG_CACHE_HOME or ~/.cache>/dinfra/etcd.
// It is unpacked and not installed: the package would start a server of its own. apt checks its signature.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cache } from "./go-binaries.mjs";

/** Debian 12's; what Debian appends to the version when it builds it anew is the same program. */
const { package: debian, version } = JSON.parse(
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), "etcd.json"), "utf8"),
);
const place = join(cache, "etcd");
const built = join(place, version, "bin", "etcd");

/** What to do where it cannot be fetched. */
export const etcdNeeds = "put an etcd 3.4 or later on PATH";

export const etcdIsThere = () =>
  [built, ...(process.env.PATH || "").split(delimiter).map((folder) => join(folder, "etcd"))].some((f) =>
    existsSync(f),
  );

/** @returns undefined when it is there, else why not */
export function fetchEtcd() {
  mkdirSync(place, { recursive: true });
  const work = mkdtempSync(join(place, "partial-"));
  try {
    const download = () => failure("apt-get", ["download", "-qq", `${debian}=${version}*`], work);
    // A machine that was just made has no lists; only its owner may fetch them.
    let failed = download();
    if (failed !== undefined && failure("apt-get", ["update", "-qq"], work) === undefined) failed = download();
    if (failed !== undefined) return failed;
    const [file] = readdirSync(work);
    failed = failure("dpkg-deb", ["-x", file, "root"], work);
    if (failed !== undefined) return failed;
    mkdirSync(join(place, version, "bin"), { recursive: true });
    renameSync(join(work, "root", "usr", "bin", "etcd"), built);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function failure(command, args, cwd) {
  const { error, status, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (error) return `${command} was not found (${error.code})`;
  if (status === 0) return undefined;
  return `${command}: ${stderr.trim().split("\n").at(-1) || `it ended with ${status}`}`;
}
