import { requireDescriptor, type SubstrateNodeV2 } from "@dinfra/schemas";

/** Descriptor types of one Substrate node, oldest first. */
export const nodeTypes = ["substrate-node/v1", "substrate-node/v2"] as const;
export type NodeType = (typeof nodeTypes)[number];

/** What a descriptor of any version wants, in the words of the newest. */
export type NodeWish = Omit<SubstrateNodeV2, "type">;

/**
 * A descriptor of the named type. Each field of the first version means the same in the second, so it is a wish that says
 * nothing of what came later.
 * @throws SchemasError `descriptor.schema`
 */
export function wishOf(type: NodeType, descriptor: unknown): NodeWish {
  return type === "substrate-node/v1" ? requireDescriptor(type, descriptor) : requireDescriptor(type, descriptor);
}
