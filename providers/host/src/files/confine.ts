import * as fs from "node:fs";
import * as path from "node:path";
import { HostError } from "../errors.js";
import type { Layout } from "../layout.js";
import { OpenFolder } from "./open-folder.js";

/** Where a Directory of that name lies. Names hold nothing that means something in a path. */
export function directoryPath(layout: Layout, name: string): string {
  return path.join(layout.data, name);
}

/**
 * The real path of a folder in which a File may be written or removed: a Directory of this root, or a folder in one,
 * reached without a symbolic link. Undefined when it does not exist.
 *
 * @throws outside-root
 */
export function confined(layout: Layout, folder: string): string | undefined {
  const outside = (found: string) =>
    new HostError(
      "outside-root",
      `expected ${folder} to lie in a Directory under ${layout.data}, found ${found}: give the path of a Directory of this root`,
    );
  // The root may be reached through a link; what lies under it may not.
  const resolved = path.resolve(folder);
  let real: string;
  try {
    real = fs.realpathSync(resolved);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
    // Nothing there to follow: its text decides.
    if (!isWithin(layout.data, resolved)) throw outside(resolved);
    return undefined;
  }
  if (!isWithin(layout.data, real)) throw outside(real);
  const below = path.relative(layout.data, real);
  if (!resolved.endsWith(path.sep + below)) throw outside(`a symbolic link to ${real}`);
  if (!fs.statSync(real).isDirectory())
    throw new HostError("not-a-directory", `expected a folder at ${folder}, found something else`);
  return real;
}

/**
 * The same folder, opened step by step from the data folder, so that no link can be put in the way after the look.
 * Undefined when it does not exist.
 *
 * @throws outside-root, not-a-directory
 */
export function openConfined(layout: Layout, folder: string): OpenFolder | undefined {
  const real = confined(layout, folder);
  let open = real === undefined ? undefined : OpenFolder.open(layout.data);
  for (const step of real === undefined ? [] : path.relative(layout.data, real).split(path.sep)) {
    const inner: OpenFolder | undefined = open?.enter(step);
    open?.close();
    open = inner;
  }
  return open;
}

/** Whether `inner` is truly below `outer`. */
export function isWithin(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative !== "" && relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
