import { gone, type Kind } from "@dinfra/host/dist/kind.js";
import { canonical, changed, plain, type Properties } from "@dinfra/host/dist/values.js";
import { NodeError } from "../errors.js";
import type { Inputs } from "../release/inputs.js";
import { lookOrKeep } from "../release/look.js";
import { agentSessions } from "../release/sessions.js";
import { timeLeft, waitFor } from "../release/wait.js";
import type { PeerLists, Status } from "../ssh/agent.js";
import { checkPeers } from "./check.js";

interface PeersInputs extends Pick<Inputs, "connection" | "machine" | "waitFor" | "timeoutSeconds"> {
  node: string;
  service: string;
  release: string;
  reserved: string[];
  publicAddresses: string[];
}

const inputsOf = (props: Properties) => plain(props) as unknown as PeersInputs;

const told = (status: Status, service: string) => status.nodes?.find((node) => node.service === service);

/** How long a machine that is gone is asked before a refresh goes on, or a deletion says so. */
const readSeconds = 20;
const deleteSeconds = 120;

/** @param cancel raised when the engine asks to stop */
export function peersKind(cancel: () => AbortSignal): Kind {
  const withAgent = agentSessions(cancel);

  const apply = (props: Properties) => {
    const inputs = inputsOf(props);
    const { service, reserved, publicAddresses, timeoutSeconds } = inputs;
    const lists: PeerLists = { reserved, public: publicAddresses };
    const left = timeLeft(timeoutSeconds);
    return withAgent(inputs, {}, async (agent) => {
      const first = await agent.askUntil("peers", canonical({ service, ...lists }), left());
      const settled = (status: Status) => {
        const node = told(status, service);
        return node?.settled === true && canonical(node.peers) === canonical(lists);
      };
      await waitFor(agent, first, inputs.release, inputs, cancel(), left, settled);
      return props;
    });
  };

  return {
    check: checkPeers,

    diff(olds, news) {
      const replaces = changed(olds, news, ["node", "service"]);
      const other = changed(olds, news, [
        ...["connection", "machine", "release", "reserved", "publicAddresses"],
        ...["waitFor", "timeoutSeconds"],
      ]);
      return { changes: replaces.length + other.length > 0, replaces, deleteBeforeReplace: true };
    },

    async create(_urn, inputs) {
      const { node, service } = inputsOf(inputs);
      return { id: `${node}/${service}`, outs: await apply(inputs) };
    },

    async update(_id, _urn, _olds, news) {
      return { outs: await apply(news) };
    },

    async read(id, _urn, props) {
      if (props.connection === undefined)
        throw new NodeError("unreachable", `expected the connection of ${id}, found none: peers cannot be imported`);
      const inputs = inputsOf(props);
      return lookOrKeep(`the peers of ${id} were`, { id, props }, () =>
        withAgent(inputs, {}, async (agent) => {
          const node = told(await agent.askUntil("status", "", readSeconds), inputs.service);
          // Taken away, or with its release: the next update tells it again.
          if (!node?.peers) return gone;
          return { id, props: { ...props, reserved: node.peers.reserved, publicAddresses: node.peers.public } };
        }),
      );
    },

    async delete(_id, _urn, props) {
      const inputs = inputsOf(props);
      const { service } = inputs;
      await withAgent(inputs, {}, async (agent) => {
        const status = await agent.askUntil("status", "", deleteSeconds);
        // With its release, they are gone already.
        if (told(status, service)) await agent.askUntil("peers", canonical({ service, withdraw: true }), deleteSeconds);
      });
    },
  };
}
