import { SchemasError } from "./errors.js";
import { descriptorSchemas, type DescriptorByType } from "./generated/descriptor-schemas.js";
import { descriptorHash, type Digest } from "./hash.js";

/** Name of a descriptor type that this package knows, such as `substrate-node/v1`. */
export type DescriptorTypeName = keyof DescriptorByType;

export interface DescriptorType {
  readonly name: DescriptorTypeName;
  /** Id on chain: digest of the schema's canonical JSON. */
  readonly id: Digest;
  /** JSON Schema 2020-12. */
  readonly schema: Readonly<Record<string, unknown>>;
}

export const descriptorTypes: readonly DescriptorType[] = (
  Object.entries(descriptorSchemas) as [DescriptorTypeName, Record<string, unknown>][]
).map(([name, schema]) => ({ name, id: descriptorHash(schema).digest, schema }));

export function descriptorTypeById(id: string): DescriptorType | undefined {
  return descriptorTypes.find((type) => type.id === id);
}

/**
 * @throws SchemasError `descriptor.type`
 */
export function descriptorTypeByName(name: string): DescriptorType {
  const type = descriptorTypes.find((candidate) => candidate.name === name);
  if (type) return type;
  const known = descriptorTypes.map((candidate) => candidate.name).join(", ");
  throw new SchemasError("descriptor.type", `expected a descriptor type (${known}), found ${JSON.stringify(name)}`);
}
