import * as pulumi from "@pulumi/pulumi";
import { defaultRoot } from "../root.js";
import { version } from "../version.js";

/**
 * The version goes with every resource, so that the engine takes the plugin that was installed for this very package
 * and neither one on PATH nor one of another version.
 */
export function withVersion<T extends pulumi.CustomResourceOptions>(opts: T | undefined): pulumi.CustomResourceOptions {
  return pulumi.mergeOptions({ version }, opts);
}

/**
 * The state root of a resource: its own argument, the stack's configuration `dinfra-host:root`, DINFRA_HOST_ROOT, the
 * default. It is decided where the program runs and travels in the inputs: a plugin that is shared by several stacks
 * would otherwise put the resources of one under the root of the other (the last configuration of a plugin wins).
 */
export function rootOf(root: pulumi.Input<string> | undefined): pulumi.Input<string> {
  return root ?? new pulumi.Config("dinfra-host").get("root") ?? defaultRoot();
}
