import { requireDescriptor, type SubstrateNodeV3 } from "@dinfra/schemas";

/** Descriptor types of one Substrate node, oldest first. */
export const nodeTypes = ["substrate-node/v1", "substrate-node/v2", "substrate-node/v3"] as const;
export type NodeType = (typeof nodeTypes)[number];

/** What a descriptor of any version wants, in the words of the newest. */
export type NodeWish = Omit<SubstrateNodeV3, "type">;

/**
 * A descriptor of the named type. Each field of a version means the same in the next one, so it is a wish that says nothing
 * of what came later.
 * @throws SchemasError `descriptor.schema`
 */
export function wishOf(type: NodeType, descriptor: unknown): NodeWish {
  if (type === "substrate-node/v1") return requireDescriptor(type, descriptor);
  if (type === "substrate-node/v2") return requireDescriptor(type, descriptor);
  return requireDescriptor(type, descriptor);
}
