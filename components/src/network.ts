import {
  invalidArgument,
  planZone,
  requireCapability,
  resolvePlacement,
  type NetworkAttachment,
  type PlacedResource,
  type PlacementArgs,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import { checkedArgs } from "./checked-args.js";
import { requireNode } from "./require-node.js";

/** Arguments of a Network. */
export interface NetworkArgs {
  /**
   * Where the network is placed.
   * @example { local: {} }
   */
  placement: PlacementArgs;
  /**
   * Id of a network that is there already, such as a VPC of your own: nothing is made. Defaults to none.
   * @example "subnet-0123456789abcdef0"
   */
  existing?: pulumi.Input<string>;
  /**
   * Ports for the workloads of the network where they share one machine: 1 to 1000. Defaults to 16.
   * @example 40
   */
  size?: pulumi.Input<number>;
}

/** Ports of a network whose size is not said: four nodes with three ports each, and some. */
export const DEFAULT_NETWORK_SIZE = 16;

/** A network that nodes are placed in. On this machine: a loopback address and a range of ports of its own. */
export class Network extends pulumi.ComponentResource {
  /** What a component needs to know to be placed in this network: give it as its `network`. */
  public readonly attachment!: pulumi.Output<NetworkAttachment>;
  /** What was made, by physical name. */
  public readonly resources!: pulumi.Output<PlacedResource[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dinfra:index:Network", name, {}, opts);
    requireNode("Network", name);
    args = checkedArgs("Network", name, args);
    const place = resolvePlacement(args.placement);
    requireCapability("Network", place, args.existing === undefined ? "network" : "existingNetwork");

    const network = place.platform.driver.network(
      {
        logicalName: `${name}-network`,
        owner: place.owner,
        role: name,
        index: 0,
        size: pulumi.output(args.size ?? DEFAULT_NETWORK_SIZE).apply(checkSize),
        existing: args.existing,
      },
      { parent: this },
    );
    this.attachment = network.attachment;
    planZone(this.attachment, place);
    this.resources = pulumi.output(network.resources);
    this.registerOutputs({ attachment: this.attachment, resources: this.resources });
  }
}

function checkSize(size: number): number {
  if (!Number.isInteger(size) || size < 1 || size > 1000)
    throw invalidArgument("size", "a whole number from 1 to 1000", size);
  return size;
}
