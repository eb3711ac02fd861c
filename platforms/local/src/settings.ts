import { IsolationKind } from "@dinfra/host";

/** Settings of the platform `local`. */
export interface LocalSettings {
  /** State root of the host provider; its own default where it is not said. */
  root?: string;
  /** The shared user where it is not said. */
  isolation?: `${IsolationKind}`;
  uids?: { first: number; count: number };
  /** What workloads with namespaces of their own may read, beside their programs and the system. */
  readable?: string[];
  /** DINFRA's agent, which is the gateway before a node. */
  agent?: { command: string; digest?: string };
}

/** A relative root is refused: program, provider and observer run in different folders. */
export const settingsSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  additionalProperties: false,
  properties: {
    root: {
      description: "Absolute path of the folder that processes are kept under.",
      type: "string",
      pattern: "^/",
    },
    isolation: {
      description:
        "Whether every owner has a uid of its own, every process namespaces of its own, or all share the user of the provider.",
      enum: Object.values(IsolationKind),
    },
    uids: {
      description: "The uids that owners are given theirs from.",
      type: "object",
      additionalProperties: false,
      required: ["first", "count"],
      properties: {
        first: { type: "integer", minimum: 1000, maximum: 4294967294 },
        count: { type: "integer", minimum: 1, maximum: 1000000 },
      },
    },
    readable: {
      description: "Absolute paths of files and folders that workloads with namespaces of their own may read.",
      type: "array",
      items: { type: "string", pattern: "^/" },
    },
    agent: {
      description: "The file of DINFRA's agent. With it, a node whose JSON-RPC is for gateways has one by default.",
      type: "object",
      additionalProperties: false,
      required: ["command"],
      properties: {
        command: { description: "Absolute path of the file.", type: "string", pattern: "^/" },
        digest: { description: "Hash of the file.", type: "string", pattern: "^sha256:[0-9a-f]{64}$" },
      },
    },
  },
} as const;
