// A validator that nobody but its sentries reaches. `machines` has to say where machines fetch the agent (`artifacts`), and
// through which machine SSH goes (`via`): the validator's has no public address.
import { ValidatorSentry, type CatalogueEntryArgs, type PlacementArgs } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const placement: PlacementArgs = {
  cloudstack: config.requireObject("cloud"),
  machines: config.requireObject("machines"),
};

const node = new ValidatorSentry("validator", {
  placement,
  entry: config.requireObject<CatalogueEntryArgs>("entry"),
  chain: config.require("chain"),
  sentries: config.getNumber("sentries") ?? 2,
  // Another number moves the validator to another machine, once the old one has said that it ended.
  rotation: config.getNumber("rotation") ?? 0,
});

export const validator = node.validator;
export const sentries = node.sentries;
