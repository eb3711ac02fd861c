import {
  machineSizesSchema,
  secretRefSchema,
  type CloudStackPlacementArgs,
  type CloudStackSizeArgs,
} from "@dinfra/port";

export type Size = CloudStackSizeArgs;

export interface CloudStackSettings extends CloudStackPlacementArgs {
  networkKind?: "isolated" | "vpc" | "shared";
}

const name = { type: "string", minLength: 1 } as const;

/** JSON Schema of the settings. */
export const settingsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["zone"],
  properties: {
    apiUrl: { type: "string", pattern: "^https?://.+/client/api$" },
    apiKey: secretRefSchema,
    secretKey: secretRefSchema,
    zone: name,
    template: name,
    project: name,
    sizes: machineSizesSchema,
    diskOffering: name,
    networkKind: { enum: ["isolated", "vpc", "shared"] },
    network: name,
    networkOffering: name,
    vpc: name,
    vpcOffering: name,
    cidr: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$" },
    antiAffinity: { type: "boolean" },
    affinityGroups: { type: "array", items: name },
    keyPair: name,
  },
  // Keys without the API that they belong to, or half a pair, are a slip.
  dependentRequired: {
    apiKey: ["secretKey", "apiUrl"],
    secretKey: ["apiKey", "apiUrl"],
    // Its own default would lie outside of most VPCs, and two tiers never have the same.
    vpc: ["cidr"],
  },
  dependentSchemas: {
    vpc: { properties: { networkKind: { const: "vpc" } } },
    network: { properties: { networkKind: { const: "shared" } }, required: ["networkKind"] },
  },
} as const;
