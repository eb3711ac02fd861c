import { LoadBalancedRpcEndpoint, Network, SubstrateNode, type LoadBalancedRpcEndpointArgs } from "@dinfra/components";
import type * as pulumi from "@pulumi/pulumi";
import { nodeArgs, type Wish } from "./node.js";

/** Nodes in one network behind a balancer of AWS, as an engineer writes them. */
export function endpointOf(
  names: readonly string[],
  wish: Partial<LoadBalancedRpcEndpointArgs> = {},
  node: Wish = {},
): pulumi.automation.PulumiFn {
  return async () => {
    const args = nodeArgs({ machines: { ranges: { gateway: ["10.0.0.0/16"] } }, ...node });
    const { placement } = args;
    const network = new Network("net", { placement }).attachment;
    const nodes = names.map((name) => ({ name, node: new SubstrateNode(name, { ...args, network }) }));
    const { endpoint, endpoints, addresses, resources, physicalName } = new LoadBalancedRpcEndpoint("rpc", {
      placement,
      network,
      nodes: nodes.map(({ name, node: { endpoint, readiness, gateway, machineId } }) => ({
        ...{ name, endpoint, readiness, gateway },
        machine: machineId,
      })),
      ...wish,
    });
    return { endpoint, endpoints, addresses, resources, physicalName };
  };
}
