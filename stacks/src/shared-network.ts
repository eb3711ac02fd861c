import { Network } from "@dinfra/components";
import * as pulumi from "@pulumi/pulumi";
import { StackError } from "./errors.js";
import { placementOf } from "./profile.js";
import type { StackProgram } from "./program.js";

const prefix = "shared:";

/** The owner of a network that the deployments of a reactor share. No deployment's and no stack's owner begins so. */
export const ownerOfSharedNetwork = (instance: string, provider: string, key: string): string =>
  `${prefix}${[instance.toLowerCase(), provider, key].map(encodeURIComponent).join(":")}`;

/** The program of a shared network. No descriptor's: only the reactor runs it, for an owner of its own. */
export const sharedNetworkProgram: StackProgram = {
  type: "shared-network/v1",

  check: ({ owner }) => {
    if (owner.startsWith(prefix)) return Promise.resolve();
    const message = `descriptor type "shared-network/v1": expected the reactor's own owner, found ${owner}`;
    return Promise.reject(new StackError("UnknownDescriptorType", message));
  },

  patience: () => 0,

  async run(input) {
    await sharedNetworkProgram.check(input);
    const network = new Network("network", { placement: placementOf(input.profile, input.owner) });
    return { endpoints: pulumi.output([]), resources: network.resources };
  },
};
