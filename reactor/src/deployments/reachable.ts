import { connect } from "node:net";
import type { Endpoint } from "./record.js";

const defaultPorts: Record<string, number> = { "ws:": 80, "http:": 80, "wss:": 443, "https:": 443 };

/**
 * Whether a TCP connection to the endpoint is taken within `timeout` milliseconds. Refused is an answer; silence is asked again,
 * three times in all, because it may be this process that had no time (a machine under load) and not the endpoint. An URL without
 * a port that we know counts as reachable: nothing can be said. So does a name of a cluster's own DNS that nobody knows here: this
 * process is not in the cluster.
 */
export async function reachable(endpoint: Endpoint, timeout = 2_000): Promise<boolean> {
  const url = new URL(endpoint.url);
  const port = Number(url.port) || defaultPorts[url.protocol];
  if (port === undefined) return true;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  for (let asked = 0; asked < 3; asked++) {
    const answer = await ask(host, port, timeout);
    if (answer === "unknown" && /\.svc(\.|$)/.test(host)) return true;
    if (answer !== "silent") return answer === "taken";
  }
  return false;
}

type Answer = "taken" | "refused" | "silent" | "unknown";

function ask(host: string, port: number, timeout: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout });
    const settle = (answer: Answer) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once("connect", settle("taken"))
      .once("timeout", settle("silent"))
      .once("error", (error: NodeJS.ErrnoException) =>
        settle(["ENOTFOUND", "EAI_AGAIN"].includes(error.code ?? "") ? "unknown" : "refused")(),
      );
  });
}
