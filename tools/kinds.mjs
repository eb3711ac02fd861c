// Brings the definitions of the kinds that a Kubernetes has only where somebody brought them (tools/kinds.json): out of their Go
// modules, into <XDG_CACHE_HOME or ~/.cache>/dinfra/kinds/<version>. Go checks a module against its public log, and we against the
// sum that is pinned.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cache } from "./go-binaries.mjs";

const rows = JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), "kinds.json"), "utf8"));
const placeOf = ({ version, file }) => join(cache, "kinds", version, basename(file));

export const kindsAreThere = () => rows.every((row) => existsSync(placeOf(row)));

/** @returns undefined when they are there, else why not */
export function fetchKinds() {
  for (const row of rows) {
    const { module, version, sum } = row;
    // In no module of ours: what it needs itself is not fetched.
    const { error, stdout } = spawnSync("go", ["mod", "download", "-json", `${module}@${version}`], {
      cwd: tmpdir(),
      env: { ...process.env, GOFLAGS: "-mod=mod", GOWORK: "off" },
      encoding: "utf8",
    });
    if (error) return "Go was not found: install Go 1.26 or later";
    const { Dir: folder, Sum: found, Error: reason } = JSON.parse(stdout || "{}");
    if (reason !== undefined || folder === undefined) return `${module}: ${reason ?? "Go did not say why"}`;
    if (found !== sum) return `${module} ${version}: expected the sum ${sum}, found ${found}`;
    const place = placeOf(row);
    mkdirSync(dirname(place), { recursive: true });
    copyFileSync(join(folder, row.file), `${place}.partial`);
    renameSync(`${place}.partial`, place);
  }
  return undefined;
}
