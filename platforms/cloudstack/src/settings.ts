import { secretRefSchema, type CloudStackPlacementArgs } from "@dinfra/port";

/** A size of machine that a cloud offers: the name of its service offering, and what a machine of it has. */
export interface Size {
  name: string;
  /** Thousandths of a core. */
  cpu: number;
  /** MiB. */
  memory: number;
}

export interface CloudStackSettings extends CloudStackPlacementArgs {
  /** What machines may be, for those whose size is not said. */
  sizes?: Size[];
  /** Disk offering of data disks; one whose size the request says. Default: Custom. */
  diskOffering?: string;
  /** isolated: a network with a firewall per address. vpc: a VPC with one tier and its access list. Default: isolated. */
  networkKind?: "isolated" | "vpc";
  /** Offering of networks, or of tiers. Defaults to CloudStack's own with source NAT. */
  networkOffering?: string;
  /** Default: Default VPC offering. */
  vpcOffering?: string;
  /** Address range of networks. Default: 10.1.1.0/24. */
  cidr?: string;
  /** Machines of one network run on different hosts; a machine without a host of its own does not start. Default: false. */
  antiAffinity?: boolean;
  /** Name of a key pair that the cloud knows and that machines get beside the login keys. Default: none. */
  keyPair?: string;
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
    sizes: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["name", "cpu", "memory"],
        properties: {
          name,
          cpu: { type: "integer", minimum: 1 },
          memory: { type: "integer", minimum: 1 },
        },
      },
    },
    diskOffering: name,
    networkKind: { enum: ["isolated", "vpc"] },
    networkOffering: name,
    vpcOffering: name,
    cidr: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+$" },
    antiAffinity: { type: "boolean" },
    keyPair: name,
  },
  // Keys without the API that they belong to, or half a pair, are a slip.
  dependentRequired: { apiKey: ["secretKey", "apiUrl"], secretKey: ["apiKey", "apiUrl"] },
} as const;
