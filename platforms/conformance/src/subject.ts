import type { CatalogueEntryArgs } from "@dinfra/components";
import { supports } from "@dinfra/port";
import type { MachinesPlacementArgs, PlatformDefinition } from "@dinfra/port";

/** What is tried on a platform. */
export const componentNames = ["Network", "SubstrateNode", "LoadBalancedRpcEndpoint", "ValidatorSentry"] as const;
export type ComponentName = (typeof componentNames)[number];

/** Networks and machines of a run: a network that is given as an existing one, a node, a stranger's, an endpoint of the node, a validator behind a sentry. */
export type Part = "existing" | "node" | "stranger" | "rpc" | "sentried";

/** A platform that is put to the test. */
export interface Subject {
  /** Heading of its column: lower-case letters, digits and hyphens. */
  name: string;
  definition: PlatformDefinition;
  settings: object;
  /** `placement.machines` of all that is made. */
  machines?: MachinesPlacementArgs;
  /** What nodes run; it understands the command line of polkadot-sdk. */
  entry: CatalogueEntryArgs;
  /** HAProxy, for endpoints. Without it an endpoint is the platform's own balancer, where that asks by HTTP, else it is not run. */
  proxy?: CatalogueEntryArgs;
  /** What is made beside its network. Defaults to all that the platform claims. */
  parts?: readonly Part[];
  /** Components that cannot be tried, with the reason. */
  notRun?: Partial<Record<ComponentName, string>>;
}

/** Why a component is not tried; undefined where it is. */
export function whyNotRun(
  { notRun = {}, proxy, parts, definition, settings }: Subject,
  component: ComponentName,
): string | undefined {
  const said = notRun[component];
  if (said !== undefined) return said;
  const part = mainPart[component];
  if (parts && part && !parts.includes(part)) return "it was left out of this run";
  const platform = definition.open(settings);
  if (component === "ValidatorSentry" && platform.shape === "machine") return byMachines;
  if (component !== "LoadBalancedRpcEndpoint" || proxy) return undefined;
  const balances = supports({ name: definition.name, platform }, "balancerHealth");
  return balances ? undefined : "no catalogue entry of HAProxy was given";
}

/** What of a component decides whether it is run at all. */
const mainPart: Readonly<Partial<Record<ComponentName, Part>>> = {
  SubstrateNode: "node",
  LoadBalancedRpcEndpoint: "rpc",
  ValidatorSentry: "sentried",
};

const byMachines =
  "on machines it needs a jump host, networks that are there, and agents that say their peer ids, which none does here";
