import { ComponentError } from "../errors.js";

/** What a component may need of a platform. One row of the table each; a platform answers every row. */
export const capabilityNames = [
  "network",
  "workload",
  "workloadGroup",
  "machine",
  "machineGroup",
  "disk",
  "address",
  "balancer",
  "snapshotRestore",
  "secretStore",
  "login",
] as const;

export type Capability = (typeof capabilityNames)[number];

/** `true`, or the way out for whoever needed it. */
export type Support = true | { lacks: string };

export type CapabilityColumn = Readonly<Record<Capability, Support>>;

export interface HasCapabilities {
  name: string;
  capabilities: CapabilityColumn;
}

/** Throws, at construction, where a platform lacks what a component needs; nothing is ever skipped in silence. */
export function requireCapability(component: string, platform: HasCapabilities, capability: Capability): void {
  const support = platform.capabilities[capability];
  if (support === true) return;
  throw new ComponentError(
    "PlatformLacks",
    `${component} needs "${capability}", which the platform "${platform.name}" does not have: ${support.lacks}`,
  );
}

/** The table as Markdown, a column a platform: docs/platforms.md holds it and a test compares. */
export function capabilityTable(platforms: readonly HasCapabilities[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["capability", ...platforms.map((p) => p.name)]),
    row(["---", ...platforms.map(() => "---")]),
    ...capabilityNames.map((c) =>
      row([
        c,
        ...platforms.map((p) => {
          const support = p.capabilities[c];
          return support === true ? "yes" : `no: ${support.lacks}`;
        }),
      ]),
    ),
  ].join("\n");
}
