import type { ReleaseDocument } from "@dinfra/schemas";
import { NodeError } from "../errors.js";

/**
 * The document in a protocol that the agent speaks. An agent of one protocol before gets what that one can say; it judges
 * the node as it did before, until it is brought up to date.
 * @param protocols what the agent speaks; undefined where it was not asked yet
 * @throws NodeError `agent-too-old`
 */
export function spoken(document: ReleaseDocument, protocols: readonly number[] | undefined): ReleaseDocument {
  if (protocols === undefined || protocols.includes(document.protocol)) return document;
  if (document.protocol === 2 && protocols.includes(1)) {
    return { ...document, protocol: 1, services: document.services.map(withoutRelay) };
  }
  // Protocol 3 is about what no agent of before can do.
  const wanted = document.protocol === 3 ? "protocol 3" : `protocol ${document.protocol} or the one before`;
  throw new NodeError(
    "agent-too-old",
    `expected an agent that speaks ${wanted}, found ${protocols.join(", ")}: ` +
      `update the agent (a machine that is made anew has the present one), or use the provider of its version`,
  );
}

type Service = ReleaseDocument["services"][number];

function withoutRelay({ substrate, ...service }: Service): Service {
  if (!substrate) return service;
  const { relayRpcPort: _, ...rest } = substrate;
  return { ...service, substrate: rest };
}
