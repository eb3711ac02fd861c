import {
  ComponentError,
  Exposure,
  Reach,
  type Outline,
  type Port,
  type Program,
  type Step,
  type Workload,
} from "@dinfra/port";
import { devNode } from "./dialects/dev-node.js";
import type { Dialect } from "./dialects/dialect.js";
import { plainHttp } from "./dialects/plain-http.js";
import { polkadotSdk } from "./dialects/polkadot-sdk.js";
import type { Endpoint } from "../endpoints.js";
import { behindGateway, outlineBehindGateway, type GatewaySpec } from "../gateway/service.js";
import { decideAxes, RpcExposure, type NodeAxes } from "./axes.js";
import { besideOf, besidePorts, besideServices, refusesBeside, type BesideOutline } from "./beside.js";
import { axesOf, checkNodeSpec, CommandLine, type NodeSpec } from "./node-spec.js";

const dialects: Record<CommandLine, Dialect> = {
  [CommandLine.PolkadotSdk]: polkadotSdk,
  [CommandLine.DevNode]: devNode,
  [CommandLine.PlainHttp]: plainHttp,
};

/** What a node consists of: decided by plain values alone. */
export function substrateNodeOutline(
  commandLine: CommandLine,
  axes: NodeAxes,
  reach: Reach,
  beside: BesideOutline = {},
  gateway?: Pick<GatewaySpec, "tls">,
): Outline {
  const outline = {
    volumes: dialects[commandLine].keepsData ? ["data"] : [],
    services: ["node", ...besideServices(beside)],
    ports: [...dialects[commandLine].ports(decideAxes(axes), reach), ...besidePorts(beside)].map((p) => p.name),
  };
  return gateway ? outlineBehindGateway(outline, gateway) : outline;
}

/** Ports of a node that a client connects to, with the scheme of their URL; not those that only its machine reaches. */
export function endpointPorts(
  commandLine: CommandLine,
  axes: NodeAxes,
  reach: Reach,
  beside: BesideOutline = {},
): Required<Port>[] {
  const reached = ({ exposure }: Port) => reach === Reach.Loopback || exposure !== Exposure.Machine;
  return [...dialects[commandLine].ports(decideAxes(axes), reach), ...besidePorts(beside)].filter(
    (p): p is Required<Port> => p.scheme !== undefined && reached(p),
  );
}

/** Ports of a node that a Prometheus scrapes. */
export const exporterPorts = (
  commandLine: CommandLine,
  axes: NodeAxes,
  reach: Reach,
  beside: BesideOutline = {},
): Port[] =>
  [...dialects[commandLine].ports(decideAxes(axes), reach), ...besidePorts(beside)].filter(
    (p) => p.metrics !== undefined,
  );

/** Port and path at which a node itself says whether it should get traffic. */
export const readinessOf = (commandLine: CommandLine): { port: string; path: string } =>
  dialects[commandLine].readiness;

/** URL that answers 200 while a node should get traffic; empty where only its machine may ask. */
export function readinessUrl(commandLine: CommandLine, endpoints: readonly Endpoint[]): string {
  const { port, path } = readinessOf(commandLine);
  const endpoint = endpoints.find((e) => e.name === port);
  return endpoint ? `${endpoint.url.replace(/^ws/, "http")}${path}` : "";
}

/**
 * The workload of a Substrate node.
 * @throws ComponentError `InvalidArgument` for a value that must not reach a command line, `UnsupportedByEntry` for what
 *   the program of the catalogue cannot do
 */
export function substrateNodeWorkload(spec: NodeSpec): Workload {
  checkNodeSpec(spec);
  const dialect = dialects[spec.commandLine];
  const axes = decideAxes(axesOf(spec));
  checkProgramAxes(spec.commandLine, axesOf(spec), spec.program);
  const refusal =
    dialect.refuses(spec) ??
    refusesBeside(spec.beside ?? {}, spec.commandLine, axesOf(spec), spec.reach) ??
    (spec.restore && !dialect.keepsData ? "a snapshot: the program keeps no data" : undefined);
  if (refusal) throw unsupported(spec.program, refusal);
  // Behind a gateway only its own machine calls it.
  const told = spec.gateway ? { ...spec, rpcExposure: RpcExposure.Machine } : spec;
  const workload: Workload = {
    name: spec.physicalName,
    volumes: dialect.keepsData ? [{ name: "data", sizeGib: spec.resources.disk, ...fixedOf(spec, dialect) }] : [],
    steps: steps(spec, dialect),
    services: [
      {
        name: "node",
        program: spec.program,
        args: dialect.args(told),
        files: [],
        secrets: [],
        stop: dialect.stop,
        ...optional("firstStartFlags", dialect.firstStartFlags),
        ...optional("assets", dialect.assets?.(spec)),
        ...optional("beside", dialect.beside?.(spec)),
        ...optional("sandbox", dialect.sandbox?.(spec)),
        probes: dialect.probes(axes, spec.reach),
        resources: { cpu: spec.resources.cpu, memory: spec.resources.memory },
        ...optional("substrate", dialect.substrate?.(axes)),
        ...optional("peers", spec.peers && { volume: "data" }),
      },
      ...besideOf(spec.beside ?? {}),
    ],
    ports: [...dialect.ports(axes, spec.reach), ...besidePorts(spec.beside ?? {})].map((port) => ({
      ...port,
      exposure: exposureOf(spec, port),
    })),
  };
  const nodeReadiness = dialect.readiness.path;
  return spec.gateway ? behindGateway(workload, spec.reach, { ...spec.gateway, nodeReadiness }) : workload;
}

/** Who speaks with its peers alone lets nobody else knock. */
const exposureOf = ({ peers }: NodeSpec, { exposure }: Port): Exposure =>
  peers?.reservedOnly && exposure === Exposure.World ? Exposure.Peers : exposure;

/** A field that is there only when it says something: documents made before it existed stay the same. */
function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined || (Array.isArray(value) && value.length === 0)
    ? {}
    : ({ [name]: value } as { [key in K]?: V });
}

/**
 * Refuses what the program cannot be, by plain values alone.
 * @throws ComponentError `UnsupportedByEntry`
 */
export function checkProgramAxes(commandLine: CommandLine, axes: NodeAxes, program: Program): void {
  const refusal = dialects[commandLine].refusesAxes(axes);
  if (refusal) throw unsupported(program, refusal);
}

const unsupported = ({ name, version }: Program, refusal: string) =>
  new ComponentError("UnsupportedByEntry", `catalogue entry ${name} ${version} cannot be asked for ${refusal}`);

function fixedOf(spec: NodeSpec, dialect: Dialect): { fixed?: Record<string, string> } {
  return dialect.fixed ? { fixed: dialect.fixed(spec) } : {};
}

function steps(spec: NodeSpec, dialect: Dialect): Step[] {
  if (!dialect.keepsData) return [];
  const disk: Step = { kind: "disk", volume: "data" };
  if (!spec.restore) return [disk];
  // Below the base path the SDK keeps a chain's files under its id; keys lie beside the database and are never restored.
  const { chainId, verifyEndpoints, ...source } = spec.restore;
  const verify = verifyEndpoints && { verify: { service: "node", endpoints: verifyEndpoints } };
  return [disk, { kind: "restore", volume: "data", folder: `chains/${chainId}/db`, ...source, ...verify }];
}
