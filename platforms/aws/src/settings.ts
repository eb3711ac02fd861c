import { machineSizesSchema, secretRefSchema, type AwsPlacementArgs } from "@dinfra/port";

export type AwsSettings = AwsPlacementArgs;

const name = { type: "string", minLength: 1 } as const;

/** JSON Schema of the settings. */
export const settingsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["region"],
  properties: {
    region: { type: "string", pattern: "^[a-z]{2,3}(-[a-z]+)+-\\d+$" },
    zones: {
      type: "array",
      minItems: 1,
      maxItems: 8,
      uniqueItems: true,
      items: { type: "string", pattern: "^[a-z]{2,3}(-[a-z]+)+-\\d+[a-z]$" },
    },
    profile: name,
    accessKey: secretRefSchema,
    secretKey: secretRefSchema,
    sessionToken: secretRefSchema,
    image: { type: "string", pattern: "^ami-[0-9a-f]+$" },
    sizes: machineSizesSchema,
    disk: {
      type: "object",
      additionalProperties: false,
      properties: {
        iops: { type: "integer", minimum: 3000, maximum: 16000 },
        throughput: { type: "integer", minimum: 125, maximum: 1000 },
      },
    },
    kmsKey: { type: "string", pattern: "^arn:aws[a-z-]*:kms:" },
    cidr: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$" },
    subnets: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: { type: "string", pattern: "^subnet-[0-9a-f]+$" },
    },
    instanceProfile: name,
    keyPair: { type: "string", minLength: 1, maxLength: 255 },
  },
  // Half a pair is a slip, and keys beside a profile would not say which of the two is meant.
  dependentRequired: { accessKey: ["secretKey"], secretKey: ["accessKey"], sessionToken: ["accessKey"] },
  dependentSchemas: { accessKey: { properties: { profile: false } } },
} as const;
