import type { CatalogueEntryArgs } from "@dinfra/components";
import { supports } from "@dinfra/port";
import type { MachinesPlacementArgs, PlatformDefinition } from "@dinfra/port";

/** What is tried on a platform. */
export const componentNames = ["Network", "SubstrateNode", "LoadBalancedRpcEndpoint"] as const;
export type ComponentName = (typeof componentNames)[number];

/** Networks and machines of a run: a network that is given as an existing one, a node, a stranger's, an endpoint of the node. */
export type Part = "existing" | "node" | "stranger" | "rpc";

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
  const part = component === "SubstrateNode" ? "node" : component === "LoadBalancedRpcEndpoint" ? "rpc" : undefined;
  if (parts && part && !parts.includes(part)) return "it was left out of this run";
  if (component !== "LoadBalancedRpcEndpoint" || proxy) return undefined;
  const balances = supports({ name: definition.name, platform: definition.open(settings) }, "balancerHealth");
  return balances ? undefined : "no catalogue entry of HAProxy was given";
}
