/** Relay chains that the SDK's own program knows by name: chains of parachains, whose validators check each other's blocks. */
const relayChains = new Set(["polkadot", "kusama", "westend", "paseo", "rococo"]);

export const isRelayChain = (chain: string): boolean => relayChains.has(chain);
