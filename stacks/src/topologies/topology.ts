import { checkedConfig, type ConfigKey } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

/** Several components as one program, for an engineer who configures it and writes none. */
export interface Topology<Config> {
  /** Its project's name, and so the namespace of its configuration. */
  name: string;
  title: string;
  /** Each key is an argument of a component, and is checked and explained as that. */
  keys: { readonly [Key in keyof Config]-?: ConfigKey };
  /** Gives back the stack's outputs. */
  build(config: Config): Record<string, unknown>;
}

/**
 * The program of a topology. All of the stack's configuration is held against its keys first.
 * @throws ComponentError `InvalidArgument` that names each key that is refused, before the first resource
 */
export function runTopology<Config>(topology: Topology<Config>): Record<string, unknown> {
  const { name, keys } = topology;
  const prefix = `${name}:`;
  const texts = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, text]) => [key.slice(prefix.length), text]);
  const config = checkedConfig(`configuration of ${name}`, keys, Object.fromEntries(texts) as Record<string, string>);
  return topology.build(config as Config);
}
