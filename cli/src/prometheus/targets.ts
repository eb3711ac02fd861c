/** What Prometheus reads from a service discovery over HTTP, and from a file: a list of these. */
export interface TargetGroup {
  /** Address and port. */
  targets: [string];
  labels: Record<string, string>;
}

/** A component's target, as its output `metrics` has it. */
interface MetricsTarget {
  job: string;
  address: string;
  path: string;
  node: string;
  role: string;
}

const fields = ["address", "job", "node", "path", "role"];

function isTarget(value: object): value is MetricsTarget {
  const entries = Object.entries(value);
  return (
    entries.length === fields.length &&
    entries.every(([key, text]) => fields.includes(key) && typeof text === "string" && text !== "")
  );
}

/**
 * Everything in the outputs of a stack that a Prometheus scrapes, wherever an engineer exported it. Each target is there once.
 * @param outputs what `pulumi stack output --json` says
 * @param labels further labels of every target
 */
export function targetGroups(outputs: unknown, labels: Readonly<Record<string, string>> = {}): TargetGroup[] {
  const found = new Map<string, TargetGroup>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (!isTarget(value)) return Object.values(value).forEach(visit);
    const { address, path, ...known } = value;
    const group = { targets: [address] as [string], labels: { ...labels, ...known, __metrics_path__: path } };
    found.set(`${address}${path}`, group);
  };
  visit(outputs);
  return [...found.values()].sort((a, b) => (a.targets[0] < b.targets[0] ? -1 : 1));
}
