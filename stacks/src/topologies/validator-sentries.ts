import {
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
  },
  build(config) {
    const { validator, sentries } = new ValidatorSentry("validator", config);
    return { validator, sentries };
  },
};

export const program = () => runTopology(validatorSentries);
