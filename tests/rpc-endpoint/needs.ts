import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * `describe` with the path of HAProxy, else `describe.skip` with the reason on standard error. Where DINFRA_HAPROXY is
 * "required", as .ci/run sets it, a machine without it fails.
 */
export function describeWithHaproxy(name: string, tests: (haproxy: string) => void): void {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"];
  const found = folders.map((folder) => join(folder, "haproxy")).find((file) => existsSync(file));
  if (found) {
    describe(name, () => tests(found));
    return;
  }
  const reason = `SKIPPED: ${name}: this machine lacks haproxy (apt-get install haproxy)`;
  if (process.env.DINFRA_HAPROXY === "required") {
    test(name, () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`${reason}\n`);
  describe.skip(name, () => tests("/usr/sbin/haproxy"));
}
