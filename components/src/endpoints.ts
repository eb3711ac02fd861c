import type { BoundPort } from "@dinfra/port";

/** Something that a client connects to. */
export interface Endpoint {
  /** What it is for, for example rpc. */
  name: string;
  /** Its URL. */
  url: string;
}

const secure = (scheme: string): string => scheme.replace(/^(ws|http)$/, "$1s");

/** URLs of the bound ports that have a scheme, in the order of the workload. */
export function endpointsOf(
  bound: readonly BoundPort[],
  ports: readonly { name: string; scheme: string }[],
): Endpoint[] {
  return ports.flatMap(({ name, scheme }) =>
    bound
      .filter((b) => b.name === name)
      .map(({ address, port, tls }) => ({
        name,
        url: `${tls ? secure(scheme) : scheme}://${address.includes(":") ? `[${address}]` : address}:${port}`,
      })),
  );
}
