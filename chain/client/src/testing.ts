/** What the proxy does with the connections and requests of its clients. */
export type EndpointMode = "pass" | "down" | "errors" | "empty" | "hang";

/** A WebSocket proxy before an endpoint, for tests of what clients do when the endpoint misbehaves. */
export interface EndpointProxy {
  readonly endpoint: string;
  readonly mode: EndpointMode;
  setMode(mode: EndpointMode): Promise<void>;
  /** Point to another endpoint (a chain that was swapped); open connections are cut. */
  retarget(endpoint: string): Promise<void>;
  /** Cut the open connections once; clients may connect again. */
  cut(): void;
  close(): Promise<void>;
}

export async function startEndpointProxy(_target: string): Promise<EndpointProxy> {
  throw new Error("under construction");
}
