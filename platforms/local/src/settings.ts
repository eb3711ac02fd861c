/** Settings of the platform `local`. */
export interface LocalSettings {
  /** State root of the host provider; its own default where it is not said. */
  root?: string;
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
  },
} as const;
