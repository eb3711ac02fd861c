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
  const { protocol } = document;
  if (protocol === 6 && isSaidWithoutRights(document)) return spoken(withoutRights(document), protocols);
  if (protocol === 5) return spoken(withoutVerify(document), protocols);
  if (protocol === 4) return spoken(withoutReload(document), protocols);
  if (protocol === 3 && isSaidBefore(document)) return spoken(withoutAgent(document), protocols);
  if (protocol === 2 && protocols.includes(1)) {
    return { ...document, protocol: 1, services: document.services.map(withoutRelay) };
  }
  // Peers, signatures and auxiliary services are what no agent of before can do; nor is a state or a port below 1024.
  const wanted = protocol === 3 || protocol === 6 ? `protocol ${protocol}` : `protocol ${protocol} or the one before`;
  throw new NodeError(
    "agent-too-old",
    `expected an agent that speaks ${wanted}, found ${protocols.join(", ")}: ` +
      `update the agent (a machine that is made anew has the present one), or use the provider of its version`,
  );
}

/** Whether what a document of protocol 3 says of the services, an agent of before can do too. */
function isSaidBefore({ services, artifacts }: ReleaseDocument): boolean {
  const signed = artifacts.some(({ platforms }) => Object.values(platforms).some(({ signature }) => signature));
  return !signed && !services.some(({ peers, auxiliary }) => peers ?? auxiliary);
}

const hasRights = ({ state, privilegedPorts, journal }: Service) => state ?? privilegedPorts ?? journal ?? false;

/** Whether the machine does its work without the services that only an agent of protocol 6 can bring about. */
const isSaidWithoutRights = ({ services }: ReleaseDocument): boolean =>
  services.every((service) => service.auxiliary === true || !hasRights(service));

/** An agent of before is told of those services once it is renewed. The oldest protocol that says the rest. */
function withoutRights(document: ReleaseDocument): ReleaseDocument {
  const services = document.services.filter((service) => !hasRights(service));
  const rest: ReleaseDocument = { ...document, protocol: 5, services };
  return document.restores?.some(({ verify }) => verify) ? rest : withoutVerify(rest);
}

/** An agent of before cannot renew itself. The oldest protocol that says the rest. */
function withoutAgent({ agent: _, ...rest }: ReleaseDocument): ReleaseDocument {
  const relayed = rest.services.some(({ substrate }) => substrate?.relayRpcPort !== undefined);
  return { ...rest, protocol: relayed ? 2 : 1 };
}

/** An agent of before asks nobody about a restored database; once it is renewed, it is told to. The oldest protocol that says the rest. */
function withoutVerify(document: ReleaseDocument): ReleaseDocument {
  const restores = (document.restores ?? []).map(({ verify: _, ...restore }) => restore);
  const rest: ReleaseDocument = { ...document, protocol: 4, restores };
  return document.services.some(({ reload }) => reload) ? rest : withoutReload(rest);
}

/** An agent of before starts a service afresh that could read its files again. The oldest protocol that says the rest. */
function withoutReload(document: ReleaseDocument): ReleaseDocument {
  const services = document.services.map(({ reload: _, ...service }) => service);
  const rest: ReleaseDocument = { ...document, protocol: 3, services };
  return document.agent || !isSaidBefore(rest) ? rest : withoutAgent(rest);
}

type Service = ReleaseDocument["services"][number];

function withoutRelay({ substrate, ...service }: Service): Service {
  if (!substrate) return service;
  const { relayRpcPort: _, ...rest } = substrate;
  return { ...service, substrate: rest };
}
