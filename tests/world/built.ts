import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

interface Binary {
  name: string;
  folder: string;
  version: string;
  place?: string;
}

/** Folder of what set-up builds and fetches. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra");

/** Where set-up builds a program of tools/binaries.json. */
export function built(name: string): string {
  const rows = JSON.parse(readFileSync(join(__dirname, "..", "..", "tools", "binaries.json"), "utf8")) as Binary[];
  const { folder, version, place } = rows.find((row) => row.name === name) as Binary;
  if (place === undefined) return join(cache, folder, version, "bin", name);
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  return join(cache, place.replace("{os}", process.platform).replace("{arch}", arch));
}
