// A validator that nobody but its sentries reaches. `machines` has to say where machines fetch the agent (`artifacts`), and
// through which machine SSH goes (`via`): the validator's has no public address.
import {
  Network,
  ValidatorSentry,
  type CatalogueEntryArgs,
  type MachinesPlacementArgs,
  type PlacementArgs,
} from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const machines = config.requireObject<MachinesPlacementArgs>("machines");
const placement: PlacementArgs = { aws: config.requireObject("cloud"), machines };

// Where the sentries' network has no way out without a public address, name one that has, for the validator.
const existing = config.get("validatorNetwork");
const node = new ValidatorSentry("validator", {
  placement,
  entry: config.requireObject<CatalogueEntryArgs>("entry"),
  chain: config.require("chain"),
  sentries: config.getNumber("sentries") ?? 2,
  validatorNetwork: existing ? new Network("validator-network", { placement, existing }).attachment : undefined,
  // Another number moves the validator to another machine, once the old one has said that it ended.
  rotation: config.getNumber("rotation") ?? 0,
});

export const validator = node.validator;
export const sentries = node.sentries;
