import type { CatalogueEntryArgs } from "@dinfra/components";
import { supports } from "@dinfra/port";
import type { MachinesPlacementArgs, PlatformDefinition, SecretRef } from "@dinfra/port";

/** What is tried on a platform. */
export const componentNames = ["Network", "SubstrateNode", "LoadBalancedRpcEndpoint", "ValidatorSentry"] as const;
export type ComponentName = (typeof componentNames)[number];

/** Networks and machines of a run, and which component each is. The first of a component decides whether that is run at all. */
const parts = {
  network: "Network",
  /** The network once more, given as an existing one. */
  existing: "Network",
  /** Networks that were there before the run: of a sentry, and of its validator. */
  sentries: "Network",
  validators: "Network",
  node: "SubstrateNode",
  stranger: "SubstrateNode",
  /** An endpoint of the node. */
  rpc: "LoadBalancedRpcEndpoint",
  /** A validator behind a sentry. */
  sentried: "ValidatorSentry",
} as const satisfies Record<string, ComponentName>;

/** What a run may leave out. Its network it may not. */
export type Part = Exclude<keyof typeof parts, "network" | "sentries" | "validators">;

/** Which component a part of a subject is. */
export const componentOfPart: Readonly<Record<string, ComponentName>> = parts;

/** How the machines of a ValidatorSentry are logged in to: their agents are asked for the nodes' peer ids. */
export interface Login {
  /** The key pair that lets the operator in. */
  operators: { publicKeys: string[]; privateKey: SecretRef };
  /** A machine that SSH goes through to the validator's, which has no public address. */
  via: { host: string; port?: number; user?: string };
  /** Ids of networks that are there: of the sentry, and of its validator. Default to what the run makes, and to `network`. */
  network?: string;
  validatorNetwork?: string;
}

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
  /** Without it no machine is logged in to, and a ValidatorSentry on machines is not run. All other machines never are. */
  login?: Login;
  /** HAProxy, for endpoints. Without it an endpoint is the platform's own balancer, where that asks by HTTP, else it is not run. */
  proxy?: CatalogueEntryArgs;
  /** What is made beside its network. Defaults to all that the platform claims. */
  parts?: readonly Part[];
  /** Components that cannot be tried, with the reason. */
  notRun?: Partial<Record<ComponentName, string>>;
}

/** Why a component is not tried; undefined where it is. */
export function whyNotRun(
  { notRun = {}, proxy, parts: wanted, definition, settings, login, machines }: Subject,
  component: ComponentName,
): string | undefined {
  const said = notRun[component];
  if (said !== undefined) return said;
  const part = Object.keys(parts).find((one) => componentOfPart[one] === component);
  if (wanted && part !== "network" && !wanted.includes(part as Part)) return "it was left out of this run";
  const platform = definition.open(settings);
  if (component === "ValidatorSentry" && platform.shape === "machine") {
    if (!login) return "its machines are logged in to, and no way in was given (--login)";
    return machines?.artifacts ? undefined : "its machines have no agent (placement.machines.artifacts)";
  }
  if (component !== "LoadBalancedRpcEndpoint" || proxy) return undefined;
  const balances = supports({ name: definition.name, platform }, "balancerHealth");
  return balances ? undefined : "no catalogue entry of HAProxy was given";
}
