import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Path of a program, also where only administrators' folders have it; undefined where none has. */
export function programOnPath(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * `describe`, or `describe.skip` with the reason on standard error where this machine lacks what the tests need. Where the
 * variable is "required", as .ci/run sets it, such a machine fails.
 *
 * @param lacking what is not there, and how it is had; empty where nothing is missing
 * @param unable why this machine cannot run them whatever is installed, such as its processor: skipped, also where required
 */
export function describeWhere(
  { variable, lacking, unable }: { variable: string; lacking: readonly string[]; unable?: string | undefined },
  name: string,
  tests: () => void,
): void {
  if (unable !== undefined) {
    process.stderr.write(`SKIPPED: ${name}: ${unable}\n`);
    describe.skip(name, tests);
    return;
  }
  if (lacking.length === 0) {
    describe(name, tests);
    return;
  }
  const reason = `SKIPPED: ${name}: this machine lacks ${lacking.join("; ")}`;
  if (process.env[variable] === "required") {
    test(name, () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`${reason}\n`);
  describe.skip(name, tests);
}
