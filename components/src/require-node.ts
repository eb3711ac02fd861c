import { ComponentError } from "@dinfra/port";

/** As `engines` of package.json: Pulumi's SDK needs 22, what it starts needs 22.13. */
const OLDEST = [22, 13] as const;

/**
 * Refuses a Node on which what a component makes would fail later, and less clearly.
 * @throws ComponentError `NodeTooOld`
 */
export function requireNode(component: string, name: string): void {
  const found = process.versions.node;
  const [major = 0, minor = 0] = found.split(".").map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new ComponentError(
    "NodeTooOld",
    `${component} ${JSON.stringify(name)}: expected Node.js ${OLDEST.join(".")} or later, found ${found}; ` +
      "put a newer node first on the PATH of pulumi",
  );
}
