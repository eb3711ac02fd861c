// The component package as a plugin, for every Pulumi language. Run by the folder that `dinfra plugin make` writes.
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { ComponentError } from "@dinfra/port";
import type { ComponentResourceOptions, Inputs, Resource } from "@pulumi/pulumi";
import { main, type ConstructResult, type Provider } from "@pulumi/pulumi/provider";
import { ArchivalAutoscalingGroup } from "./archival-autoscaling-group/archival-autoscaling-group.js";
import { LoadBalancedRpcEndpoint } from "./load-balanced-rpc-endpoint.js";
import { Network } from "./network.js";
import { SubstrateNode } from "./substrate-node.js";
import { ValidatorSentry } from "./validator-sentry.js";

interface Schema {
  version: string;
  resources: Record<string, { properties: Record<string, unknown> }>;
}

type Component = new (name: string, args: never, opts: ComponentResourceOptions) => Resource;

/**
 * Serves the committed schema. The SDK's own host would read the TypeScript sources at each start to make the same schema, which takes
 * seconds; a test holds the committed one against it.
 */
class ComponentPackage implements Provider {
  private readonly text = readFileSync(path.join(__dirname, "..", "schema.json"), "utf8");
  private readonly schemaOf = JSON.parse(this.text) as Schema;
  readonly version = this.schemaOf.version;

  constructor(private readonly components: Readonly<Record<string, Component>>) {}

  getSchema = () => Promise.resolve(this.text);

  construct = (
    name: string,
    type: string,
    inputs: Inputs,
    options: ComponentResourceOptions,
  ): Promise<ConstructResult> => {
    const component = Object.hasOwn(this.components, type) ? this.components[type] : undefined;
    if (!component) {
      throw new Error(`expected a component of ${Object.keys(this.components).join(", ")}, found ${type}`);
    }
    const made = new component(name, inputs as never, options);
    const outputs = Object.keys(this.schemaOf.resources[type]!.properties);
    const values = made as unknown as Inputs;
    return Promise.resolve({
      urn: made.urn,
      state: Object.fromEntries(outputs.map((property) => [property, values[property]])),
    });
  };
}

// The SDK logs an unhandled rejection with its stack, which is of no use for a refusal that says what to do.
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => {
    if (error instanceof ComponentError) error.stack = error.message;
  });
}

main(
  new ComponentPackage({
    "dinfra:index:ArchivalAutoscalingGroup": ArchivalAutoscalingGroup,
    "dinfra:index:LoadBalancedRpcEndpoint": LoadBalancedRpcEndpoint,
    "dinfra:index:Network": Network,
    "dinfra:index:SubstrateNode": SubstrateNode,
    "dinfra:index:ValidatorSentry": ValidatorSentry,
  }),
  process.argv.slice(2),
).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
