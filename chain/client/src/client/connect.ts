import type { Chain, ConnectOptions } from "./chain.js";

/** Connects to an endpoint (`ws://…`), and stays connected through outages until close(). */
export async function connect(_endpoint: string, _options: ConnectOptions = {}): Promise<Chain> {
  throw new Error("under construction");
}
