import { ComponentError, type Outline, type Port, type Reach, type Step, type Workload } from "@dinfra/port";
import { devNode } from "./dialects/dev-node.js";
import type { Dialect } from "./dialects/dialect.js";
import { plainHttp } from "./dialects/plain-http.js";
import { polkadotSdk } from "./dialects/polkadot-sdk.js";
import { checkNodeSpec, CommandLine, type NodeRole, type NodeSpec } from "./node-spec.js";

const dialects: Record<CommandLine, Dialect> = {
  [CommandLine.PolkadotSdk]: polkadotSdk,
  [CommandLine.DevNode]: devNode,
  [CommandLine.PlainHttp]: plainHttp,
};

/** What a node consists of: decided by plain values alone. */
export function substrateNodeOutline(commandLine: CommandLine, role: NodeRole, reach: Reach): Outline {
  return {
    volumes: dialects[commandLine].keepsData ? ["data"] : [],
    services: ["node"],
    ports: dialects[commandLine].ports(role, reach).map((p) => p.name),
  };
}

/** Ports of a node that a client connects to, with the scheme of their URL. */
export function endpointPorts(commandLine: CommandLine, role: NodeRole, reach: Reach): Required<Port>[] {
  return dialects[commandLine].ports(role, reach).filter((p): p is Required<Port> => p.scheme !== undefined);
}

/**
 * The workload of a Substrate node.
 * @throws ComponentError `InvalidArgument` for a value that must not reach a command line, `UnsupportedByEntry` for what
 *   the program of the catalogue cannot do
 */
export function substrateNodeWorkload(spec: NodeSpec): Workload {
  checkNodeSpec(spec);
  const dialect = dialects[spec.commandLine];
  const { name, version } = spec.program;
  const refusal =
    dialect.refuses(spec) ?? (spec.restore && !dialect.keepsData ? "a snapshot: the program keeps no data" : undefined);
  if (refusal) {
    throw new ComponentError("UnsupportedByEntry", `catalogue entry ${name} ${version} cannot be asked for ${refusal}`);
  }
  return {
    name: spec.physicalName,
    volumes: dialect.keepsData ? [{ name: "data", sizeGib: spec.resources.disk, ...fixedOf(spec, dialect) }] : [],
    steps: steps(spec, dialect),
    services: [
      {
        name: "node",
        program: spec.program,
        args: dialect.args(spec),
        files: [],
        secrets: [],
        stop: dialect.stop,
        probes: dialect.probes,
        resources: { cpu: spec.resources.cpu, memory: spec.resources.memory },
        ...(dialect.substrate ? { substrate: dialect.substrate } : {}),
      },
    ],
    ports: dialect.ports(spec.role, spec.reach),
  };
}

function fixedOf(spec: NodeSpec, dialect: Dialect): { fixed?: Record<string, string> } {
  return dialect.fixed ? { fixed: dialect.fixed(spec) } : {};
}

function steps(spec: NodeSpec, dialect: Dialect): Step[] {
  if (!dialect.keepsData) return [];
  const disk: Step = { kind: "disk", volume: "data" };
  if (!spec.restore) return [disk];
  // Below the base path the SDK keeps a chain's files under its id; keys lie beside the database and are never restored.
  const { chainId, ...source } = spec.restore;
  return [disk, { kind: "restore", volume: "data", folder: `chains/${chainId}/db`, ...source }];
}
