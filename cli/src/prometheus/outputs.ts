import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { badInput } from "../failure.js";
import { targetGroups, type TargetGroup } from "./targets.js";

/** A file with the outputs of a stack, and the name under which its targets are known. */
export interface OutputsFile {
  stack: string;
  file: string;
}

/** `name=file`, or a file alone, whose name without its ending is the stack's. */
export function parseOutputsFile(text: string): OutputsFile {
  const [, name, file] = /^([A-Za-z0-9][A-Za-z0-9._-]*)=(.+)$/.exec(text) ?? [];
  if (name !== undefined && file !== undefined) return { stack: name, file };
  return { stack: basename(text).replace(/\.json$/, ""), file: text };
}

/**
 * The targets of all stacks, read anew each time.
 * @throws CommandFailure `input.invalid` for a file that cannot be read, or has no target in it
 */
export async function targetsOf(files: readonly OutputsFile[]): Promise<TargetGroup[]> {
  const groups = await Promise.all(files.map(targetsIn));
  return groups.flat();
}

async function targetsIn({ stack, file }: OutputsFile): Promise<TargetGroup[]> {
  const groups = targetGroups(await outputsIn(file), { stack });
  if (groups.length > 0) return groups;
  throw badInput(
    `${file}: expected an output of a component's metrics, found none; export it in the program, such as ` +
      "export const metrics = node.metrics, and write the outputs again (pulumi stack output --json)",
  );
}

async function outputsIn(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const found = (error as NodeJS.ErrnoException).code ?? String(error);
    throw badInput(`${file}: expected the outputs of a stack (pulumi stack output --json), found ${found}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badInput(`${file}: expected the outputs of a stack in JSON (pulumi stack output --json), found other text`);
  }
}
