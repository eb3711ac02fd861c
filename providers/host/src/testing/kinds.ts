import { hostProvider } from "../host-provider.js";
import type { Properties } from "../values.js";

export const urnOf = (type: string, name = "x") => `urn:pulumi:s::p::dinfra-host:index:${type}::${name}`;

/** The provider's operations on one type, as the engine calls them: create takes inputs through check. */
export function operations(type: string) {
  const provider = hostProvider();
  const checked = async (inputs: Properties): Promise<Properties> => {
    const result = await provider.check!(urnOf(type), {}, inputs);
    if (result.failures?.length) throw new Error(JSON.stringify(result.failures));
    return result.inputs as Properties;
  };
  return {
    provider,
    create: async (inputs: Properties, urn = urnOf(type)) => {
      const { id, outs } = await provider.create!(urn, await checked(inputs));
      return { id, ...(outs as Properties) } as Properties & { id: string };
    },
    read: async (id: string, props: Properties) => provider.read!(id, urnOf(type), props),
    update: async (id: string, olds: Properties, inputs: Properties) =>
      (await provider.update!(id, urnOf(type), olds, await checked(inputs))).outs as Properties,
    diff: async (id: string, olds: Properties, inputs: Properties) =>
      provider.diff!(id, urnOf(type), olds, await checked(inputs)),
    remove: (id: string, props: Properties, urn = urnOf(type)) => provider.delete!(id, urn, props),
  };
}
