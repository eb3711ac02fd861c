// A validator that nobody but its sentries reaches. On a cloud `machines` has to say where machines fetch the agent
// (`artifacts`), and through which machine SSH goes (`via`): the validator's has no public address. In a cluster there are no
// machines of its own, and `cloud` has to say the agent's image (`agent`).
import {
  Network,
  ValidatorSentry,
  type CatalogueEntryArgs,
  type MachinesPlacementArgs,
  type PlacementArgs,
} from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const machines = config.getObject<MachinesPlacementArgs>("machines");
const placement: PlacementArgs = { kubernetes: config.requireObject("cloud"), machines };

// Where a network has no way out without a public address, name one for the sentries and one that has for the validator. They
// reach each other: on AWS both are subnets of one VPC.
const networkOf = (key: string) => {
  const existing = config.get(key);
  return existing ? new Network(key, { placement, existing }).attachment : undefined;
};
const node = new ValidatorSentry("validator", {
  placement,
  entry: config.requireObject<CatalogueEntryArgs>("entry"),
  chain: config.require("chain"),
  sentries: config.getNumber("sentries") ?? 2,
  network: networkOf("network"),
  validatorNetwork: networkOf("validatorNetwork"),
  // Another number moves the validator to another machine, once the old one has said that it ended. A cluster does it itself.
  rotation: config.getNumber("rotation") ?? 0,
});

export const validator = node.validator;
export const sentries = node.sentries;
export const metrics = node.metrics;
