import {
  Network,
  ValidatorSentry,
  type CatalogueEntryArgs,
  type NodeResourcesArgs,
  type PlacementArgs,
  type SentryArgs,
  type SnapshotArgs,
} from "@dinfra/components";
import { runTopology, type Topology } from "./topology.js";

export interface ValidatorSentriesConfig {
  placement: PlacementArgs;
  entry: CatalogueEntryArgs;
  chain: string;
  sentries: number;
  sentry?: SentryArgs;
  rotation?: number;
  snapshot?: SnapshotArgs;
  resources?: NodeResourcesArgs;
  /** Ids of networks that are there. */
  network?: string;
  validatorNetwork?: string;
}

const of = (argument: string) => ({ component: "ValidatorSentry", argument });

/** A validator on a private address behind sentries. */
export const validatorSentries: Topology<ValidatorSentriesConfig> = {
  name: "validator-sentries",
  title: "A validator behind sentries",
  keys: {
    placement: of("placement"),
    entry: of("entry"),
    chain: of("chain"),
    sentries: of("sentries"),
    sentry: of("sentry"),
    rotation: of("rotation"),
    snapshot: of("snapshot"),
    resources: of("resources"),
    network: { component: "Network", argument: "existing" },
    validatorNetwork: { component: "Network", argument: "existing" },
  },
  build({ network, validatorNetwork, ...config }) {
    const { placement } = config;
    const there = (name: string, existing: string | undefined) =>
      existing === undefined ? undefined : new Network(name, { placement, existing }).attachment;
    const made = new ValidatorSentry("validator", {
      ...config,
      network: there("network", network),
      validatorNetwork: there("validator-network", validatorNetwork),
    });
    const { validator, sentries, metrics } = made;
    return { validator, sentries, metrics };
  },
};

export const program = () => runTopology(validatorSentries);
