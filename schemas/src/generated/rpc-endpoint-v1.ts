// Generated from descriptors/rpc-endpoint/v1.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
/**
 * One address for the JSON-RPC of many Substrate nodes of one chain, described without any platform: HTTP and WebSocket, sent to those nodes that are ready. It says nothing about commands, images or machines: those are the provider's.
 */
export interface RpcEndpointV1 {
  /**
   * Name and version of this descriptor type.
   */
  type: "rpc-endpoint/v1";
  /**
   * Name that the nodes show to their peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.
   */
  name?: string;
  /**
   * Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.
   */
  chain: string;
  /**
   * How many nodes answer. With two or more, the endpoint outlives any one of them.
   */
  nodes: number;
  /**
   * How much history each node keeps. Without it: the state of the last 256 blocks.
   */
  pruning?: {
    /**
     * State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.
     */
    blocks?: number;
    /**
     * Keeps all state since genesis.
     */
    archive?: true;
  };
  /**
   * Clients served at once, by all nodes together.
   */
  connections?: number;
  /**
   * Seconds after which a WebSocket without a message in either direction is closed.
   */
  idleSeconds?: number;
  /**
   * Catalogue entry of the provider that the nodes run. The balancer is the provider's choice.
   */
  entry: {
    /**
     * Name of the catalogue entry, for example dev-node or polkadot.
     */
    name: string;
    /**
     * Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.
     */
    version?: string;
  };
  /**
   * The least that each node must be given. What the balancer needs comes on top.
   */
  resources: {
    /**
     * Processor, in thousandths of a core (1000 = one core).
     */
    cpu: number;
    /**
     * Memory in MiB.
     */
    memory: number;
    /**
     * Disk for the chain's data in GiB.
     */
    disk: number;
  };
}
