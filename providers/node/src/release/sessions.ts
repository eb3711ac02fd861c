import * as log from "@pulumi/pulumi/log";
import { AgentClient } from "../ssh/agent.js";
import { placesOf, type Inputs, type Pins } from "./inputs.js";

/** Runs work with the agent of a machine, and closes the connection after it. */
export function agentSessions(cancel: () => AbortSignal) {
  return async <T>(
    inputs: Pick<Inputs, "connection">,
    pins: Pins,
    work: (agent: AgentClient) => Promise<T>,
  ): Promise<T> => {
    const { machine, via } = placesOf(inputs, pins);
    const tell = (what: string) => void log.info(`still waiting: ${what}`).catch(() => undefined);
    const agent = new AgentClient(machine, via, cancel(), tell);
    try {
      return await work(agent);
    } finally {
      agent.close();
    }
  };
}
