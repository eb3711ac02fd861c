import type { Address, AddressRequest } from "@dinfra/port";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsSettings } from "../settings.js";
import { named } from "./identity.js";
import { providerOptions, sdk } from "./provider.js";

/** What a balancer needs of its address. */
export interface AddressHandle {
  allocationId: pulumi.Output<string>;
  zone: string | undefined;
}

/** An elastic address that nothing has yet. */
export function address(settings: AwsSettings, request: AddressRequest, opts: pulumi.CustomResourceOptions): Address {
  const { name, tags } = named(request, "", { tags: request.tags });
  const made = new (sdk.Eip())(
    request.logicalName,
    { domain: "vpc", tags },
    providerOptions(settings, request.logicalName, opts),
  );
  const handle: AddressHandle = { allocationId: made.allocationId, zone: request.zone };
  return { ip: made.publicIp, handle, resources: [{ kind: "address", name }] };
}
