// Generated from descriptors/validator-sentry/v1.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
/**
 * A validator of one chain behind sentries, described without any platform: the world reaches the sentries, and they alone reach the validator. It says nothing about commands, images or machines: those are the provider's. Session keys are born on the validator; whoever operates it has them made and hands out their public part.
 */
export interface ValidatorSentryV1 {
  /**
   * Name and version of this descriptor type.
   */
  type: "validator-sentry/v1";
  /**
   * Name that the validator shows to its peers; a sentry's has its number after it. Lower-case letters, digits and inner hyphens, at most 32.
   */
  name?: string;
  /**
   * Which chain the nodes follow, by the name under which the provider's catalogue entry knows it, for example my-chain. Not a path and not an address.
   */
  chain: string;
  /**
   * How many sentries stand before the validator. With two or more, it outlives any one of them.
   */
  sentries: number;
  /**
   * Catalogue entry of the provider that validator and sentries run.
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
   * The least that the validator must be given, and each sentry where sentryResources does not say otherwise.
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
   * The least that each sentry must be given.
   */
  sentryResources?: {
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
