import { agentProgram, ComponentError, invalidArgument, Reach, reachOf, type Place, type Program } from "@dinfra/port";
import { programOf } from "../catalogue-entry.js";
import { RpcExposure, type DecidedAxes } from "../node/axes.js";
import { CommandLine } from "../node/node-spec.js";
import type { GatewayArgs } from "./args.js";
import type { GatewaySpec } from "./service.js";
import { decideTls } from "./tls.js";

/** What of a gateway is decided by plain values. */
export type DecidedGateway = Pick<GatewaySpec, "program" | "tls" | "agent" | "uncounted">;

/**
 * Whether a node has a gateway, and which: one that asks for it has, and without a word one whose JSON-RPC is for gateways, on a
 * machine that has the agent.
 * @throws ComponentError `InvalidArgument`, `UnsupportedByEntry`, `PlatformLacks`
 */
export function decideGateway(
  args: GatewayArgs | undefined,
  place: Place,
  commandLine: CommandLine,
  { rpcExposure }: DecidedAxes,
): DecidedGateway | undefined {
  if (args?.enabled === false) return undefined;
  if (args === undefined) {
    const agent = agentOf(place);
    const served = commandLine !== CommandLine.PlainHttp && rpcExposure === RpcExposure.Gateway;
    return agent && served ? { program: agent, agent: judgesNode(place), uncounted: true } : undefined;
  }
  const program = args.program ? programOf(args.program, "gateway.program") : agentOf(place);
  if (commandLine === CommandLine.PlainHttp)
    throw new ComponentError(
      "UnsupportedByEntry",
      "gateway: expected a program that answers JSON-RPC, found plain-http",
    );
  if (rpcExposure === RpcExposure.Machine)
    throw invalidArgument("gateway.enabled", "false where only the machine itself may call (rpcExposure)", true);
  const tls = args.tls && decideTls(args.tls, place);
  if (program) return { program, tls, agent: judgesNode(place) };
  throw invalidArgument(
    "gateway.program",
    "DINFRA's agent (the file dinfra-agent) where there is no placement.machines.artifacts and no placement.local.agent",
    undefined,
  );
}

/** Whether an agent runs beside the node and judges it: on this machine nothing of an agent runs but the gateway. */
const judgesNode = (place: Place) => place.machines.artifacts !== undefined && reachOf(place) !== Reach.Loopback;

/** The agent that a machine runs, or the file of it that the platform has, as what a service runs. */
function agentOf(place: Place): Program | undefined {
  const { platform } = place;
  if (platform.shape === "workload" && platform.agent)
    return { name: "dinfra-agent", version: "1", args: [], ...platform.agent };
  const { artifacts } = place.machines;
  if (!artifacts || reachOf(place) === Reach.Loopback) return undefined;
  return agentProgram(artifacts);
}
