import { physicalName } from "@dinfra/port";
import type { Life } from "./life.js";
import { partOf } from "./program.js";
import { partIn } from "./state.js";
import { componentOfPart, type ComponentName } from "./subject.js";

/** A machine, balancer or process as it was asked for. */
interface Running {
  /** Physical names of all that was made for it. */
  names: readonly string[];
  part: string | undefined;
  ports: readonly AskedPort[];
  userData?: string;
}

export interface AskedPort {
  name: string;
  number: number;
  /** Whether everybody was to reach it. */
  world: boolean;
}

const everybody = ["0.0.0.0/0", "::/0"];

function running({ tenant: { subject }, moments: { made } }: Life): Running[] {
  if (!made) return [];
  // A role is the component's name, and behind a slash what of it.
  const part = (role: string) =>
    Object.keys(componentOfPart).find((one) => partOf(subject, one) === role.split("/")[0]);
  return [
    ...made.asked.machines.map(({ request, made: machine, ports = [], userData }) => ({
      names: machine.resources.map(({ name }) => name),
      part: part(request.role),
      ports: ports.map(({ name, number, ranges }) => ({
        name,
        number,
        world: ranges.some((r) => everybody.includes(r)),
      })),
      userData,
    })),
    ...made.asked.balancers.map(({ request, made: balancer }) => ({
      names: balancer.resources.map(({ name }) => name),
      part: part(request.role),
      ports: request.ports.map((port) => ({ ...port, world: request.ranges.some((r) => everybody.includes(r)) })),
    })),
    ...made.asked.workloads.map(({ request, made: placed, workload, bound = [] }) => ({
      names: placed.resources.map(({ name }) => name),
      part: part(request.role),
      ports: bound.map(({ name, port }) => ({
        ...{ name, number: port },
        world: workload?.ports.find((one) => one.name === name)?.exposure === "world",
      })),
    })),
  ];
}

const found = (life: Life, of: string) => running(life).find(({ names }) => names.includes(of));

export const componentOf = (life: Life, of: string): ComponentName | undefined =>
  componentOfPart[found(life, of)?.part ?? ""];

export const portsOf = (life: Life, of: string): readonly AskedPort[] => found(life, of)?.ports ?? [];

/** What was asked to be sent to a machine. */
export const requestedUserData = (life: Life, of: string): string | undefined => found(life, of)?.userData;

/** Physical names of a part's machines. */
export const machinesOf = (life: Life, part: string): string[] =>
  running(life)
    .filter((one) => one.part === part)
    .flatMap(({ names }) => names);

export const partOfUrn = ({ tenant: { subject }, moments: { made } }: Life, urn: string): string | undefined =>
  made && partIn(made.state, subject, urn);

/** A node of the validator and its sentry, on a machine. */
export interface SentriedNode {
  /** Physical name: of the node, and of the machine that it is on. */
  name: string;
  machine: string;
  validates: boolean;
  /** In its network. */
  address: string | undefined;
  isPublic: boolean;
}

/** The validator and its sentry as they were asked for; none where they are on no machines. */
export const sentriedNodes = ({ tenant: { subject, owner }, moments: { made } }: Life): SentriedNode[] =>
  (made?.asked.machines ?? [])
    .filter(({ request }) => request.role.startsWith(`${partOf(subject, "sentried")}/`))
    .map(({ request: { role, index }, made: machine, address }) => {
      const ofNode = role.replace(/\/machine$/, "");
      return {
        ...{ name: physicalName(owner, ofNode, index), machine: machine.resources[0]?.name ?? "", address },
        ...{ validates: ofNode.endsWith("/validator"), isPublic: machine.addresses.public !== undefined },
      };
    });
