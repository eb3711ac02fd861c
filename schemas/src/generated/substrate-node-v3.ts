// Generated from descriptors/substrate-node/v3.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
/**
 * One Substrate node, described without any platform: what it is, what it needs, which catalogue entry of the provider it runs and who may log in. It says nothing about commands, images or machines: those are the provider's.
 */
export interface SubstrateNodeV3 {
  /**
   * Name and version of this descriptor type.
   */
  type: "substrate-node/v3";
  /**
   * Name that the node shows to its peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.
   */
  name?: string;
  /**
   * Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.
   */
  chain: string;
  /**
   * full: keeps recent state, serves its peers. archive: keeps all state since genesis. rpc: a full node meant to answer JSON-RPC from others. validator: authors blocks of a relay chain or of a chain of its own. collator: authors blocks of a parachain; needs relay. bootnode: where other nodes find their first peers.
   */
  role: "full" | "archive" | "rpc" | "validator" | "collator" | "bootnode";
  /**
   * How much history the node keeps. Without it: all for the role archive, else the state of the last 256 blocks.
   */
  pruning?: {
    /**
     * State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.
     */
    blocks?: number;
    /**
     * Keeps all state since genesis, whatever the role.
     */
    archive?: true;
  };
  /**
   * How an empty node catches up. full runs every block; fast fetches headers and one state; warp fetches proofs of finality and one state. Without it: full for a node that keeps all history, which allows nothing else, and fast for the others.
   */
  sync?: "full" | "fast" | "warp";
  /**
   * Kind of the node's database, for ever.
   */
  database?: "rocksdb" | "paritydb";
  /**
   * The relay chain, for a parachain's node.
   */
  relay?: {
    /**
     * The relay chain, by the name under which the provider's catalogue entry knows it, for example polkadot.
     */
    chain: string;
    /**
     * embedded: a relay chain node inside the node. remote: the relay chain nodes that the provider's catalogue entry names.
     */
    node?: "embedded" | "remote";
  };
  /**
   * JSON-RPC of the node. Unsafe methods are never served: a descriptor cannot ask for them.
   */
  rpc?: {
    /**
     * WebSocket connections served at once.
     */
    maxConnections?: number;
    /**
     * Who may call it. machine: nobody beyond the node's own machine; what validator and collator have, and nothing else. operators: the provider's operators. gateway: gateways as well, for the role rpc. Without it: what the role says.
     */
    exposure?: "machine" | "operators" | "gateway";
  };
  /**
   * Ethereum JSON-RPC for the contracts of the chain (pallet-revive), beside the node. Only nodes of polkadot-sdk that author no blocks have it, on machines of their own.
   */
  ethRpc?: {
    /**
     * Catalogue entry of the provider that is run beside the node, one with the command line eth-rpc.
     */
    entry: {
      /**
       * Name of the catalogue entry, for example eth-rpc.
       */
      name: string;
      /**
       * Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.
       */
      version?: string;
    };
    /**
     * Who may call it. machine: nobody beyond the node's own machine. operators: the provider's operators. gateway: gateways as well.
     */
    exposure?: "machine" | "operators" | "gateway";
  };
  /**
   * Whether the node reports to the public telemetry of its chain. Off unless asked for.
   */
  telemetry?: boolean;
  /**
   * Catalogue entry of the provider that is run.
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
   * The least that the node must be given.
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
  /**
   * Accounts (SS58) that may log in to the node's machine, besides nobody: an empty or absent list means that no login is set up.
   *
   * @maxItems 16
   *
   * Items: An account in SS58.
   */
  login?: string[];
}
