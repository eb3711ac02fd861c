import { connect } from "node:net";
import type { Endpoint } from "./record.js";

const defaultPorts: Record<string, number> = { "ws:": 80, "http:": 80, "wss:": 443, "https:": 443 };

/** Whether a TCP connection to the endpoint is taken within `timeout` milliseconds. An URL without a port that we know counts as reachable: nothing can be said. */
export function reachable(endpoint: Endpoint, timeout = 2_000): Promise<boolean> {
  const url = new URL(endpoint.url);
  const port = Number(url.port) || defaultPorts[url.protocol];
  if (port === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port, timeout });
    const settle = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", settle(true)).once("timeout", settle(false)).once("error", settle(false));
  });
}
