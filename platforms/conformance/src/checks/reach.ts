import { physicalName, type Opening } from "@dinfra/port";
import { componentOf, machinesOf, portsOf, sentriedNodes } from "../facts.js";
import type { Life } from "../life.js";
import { gatewayRange, partOf } from "../program.js";
import type { Check } from "../promises.js";
import type { ComponentName } from "../subject.js";
import { resourcesOfComponent } from "./identity.js";

const world = ["0.0.0.0/0", "::/0"];
const openToWorld = ({ ranges }: Opening) => ranges.some((range) => world.includes(range));
const covers = ({ firstPort, lastPort }: Opening, port: number) => firstPort <= port && port <= lastPort;

/** What is open of a component's machines or processes; undefined where the platform does not say. */
function openingsOf(life: Life, component: ComponentName): Opening[] | undefined {
  const { evidence } = life.tenant.subject.definition;
  const { made } = life.moments;
  if (!evidence?.openings || !made) return undefined;
  return evidence.openings(made.resources).filter(({ of }) => componentOf(life, of) === component);
}

const noOpenings = { notRun: "the platform's evidence does not say what its rules let in" };

/**
 * Nothing is open wider than it was asked to be; and of the ports with an RPC, which were asked to be open to gateways, only
 * the endpoint's was asked to be open to the world.
 */
export const rpcClosed: Check = (life, component) => {
  const openings = openingsOf(life, component);
  if (!openings) return noOpenings;
  if (openings.length === 0) return { problems: [`nothing of a ${component} can be reached at all`] };
  const problems = openings.flatMap((opening) => {
    const { of, firstPort, lastPort } = opening;
    const asked = portsOf(life, of).filter(({ number }) => covers(opening, number));
    if (asked.length === 0) return [`${of}: ports ${firstPort} to ${lastPort} are open, and nobody asked for it`];
    if (firstPort !== lastPort) return [`${of}: ports ${firstPort} to ${lastPort} are open together`];
    const wider = openToWorld(opening) && !asked.some(({ world: wanted }) => wanted);
    return wider ? [`${of}: port ${firstPort} (${asked.map(({ name }) => name).join(", ")}) is open to the world`] : [];
  });
  const rpcOfNode =
    component !== "LoadBalancedRpcEndpoint"
      ? openings.filter((o) => portsOf(life, o.of).some(({ name, number }) => name === "rpc" && number === o.firstPort))
      : [];
  const wrong = rpcOfNode.filter(openToWorld).map(({ of }) => `${of}: the RPC of a node is open to the world`);
  return { problems: [...new Set([...problems, ...wrong])] };
};

interface Document {
  name: string;
  health?: { port: number };
  services: { name: string; files?: { content: unknown }[]; probes: { ready: { kind: string } } }[];
  sources: Record<string, string[]>;
  ports: { name: string; number: number; exposure: string }[];
}

const documentsOf = (life: Life, component: ComponentName): Document[] =>
  life.moments.made
    ? resourcesOfComponent(life, life.moments.made, component)
        .filter(({ type }) => type === "dinfra-node:index:Release")
        .map(({ inputs }) => inputs.document as Document)
    : [];

/** An endpoint asks its nodes by HTTP; a node is asked by a probe that it must answer, at a port that gateways reach. */
export const health: Check = (life, component) => {
  const { made } = life.moments;
  const { evidence } = life.tenant.subject.definition;
  const seen = (evidence?.healthChecks?.(made?.resources ?? []) ?? []).filter(
    ({ of }) => componentOf(life, of) === component,
  );
  const byConnection = seen.filter(({ kind }) => kind === "tcp").map(({ of }) => `${of} is asked by a bare connection`);
  if (component === "LoadBalancedRpcEndpoint") {
    if (seen.length > 0) return { problems: byConnection };
    const config = JSON.stringify(
      (made ? resourcesOfComponent(life, made, component) : []).map(({ inputs }) => inputs),
    );
    return {
      problems: config.includes("option httpchk") ? [] : ["the balancer asks its nodes by TCP: no option httpchk"],
    };
  }
  const documents = documentsOf(life, component);
  if (documents.length === 0 && seen.length === 0)
    return {
      notRun: "nothing says whether the node is ready: its machine has no agent (placement.machines.artifacts)",
    };
  const byTcp = [
    ...documents.flatMap(({ services }) => services.filter((s) => s.probes.ready.kind === "tcp").map((s) => s.name)),
  ].map((of) => `${of} counts as ready when it takes a TCP connection`);
  const readiness = String(made?.outputs.node?.readiness ?? "");
  // Nobody is sent to a validator or its sentries.
  const noUrl =
    component === "ValidatorSentry" || readiness.startsWith("http://")
      ? []
      : [`readiness: expected a URL to be asked by GET, found "${readiness}"`];
  return { problems: [...byConnection, ...byTcp, ...noUrl, ...shut(life, documents, component)] };
};

/** Machines whose verdict no gateway can ask for. */
function shut(life: Life, documents: readonly Document[], component: ComponentName): string[] {
  const port = documents[0]?.health?.port;
  const openings = openingsOf(life, component);
  if (port === undefined || !openings) return [];
  const machines = [...new Set(openings.map(({ of }) => of))];
  const answers = (of: string) =>
    openings.some((o) => o.of === of && covers(o, port) && o.ranges.includes(gatewayRange));
  return machines
    .filter((of) => !answers(of))
    .map((of) => `${of}: gateways do not reach port ${port}, which says whether it is ready`);
}

/** The platform's rules let no stranger in; where they do not stand between machines, each machine's own firewall does. */
export const strangersApart: Check = (life, component) => {
  if (component === "ValidatorSentry") return validatorApart(life);
  const { evidence } = life.tenant.subject.definition;
  const openings = openingsOf(life, "SubstrateNode");
  if (!openings || evidence?.filtersInside === undefined) return noOpenings;
  const { parts } = life.tenant.subject;
  if (parts && !parts.includes("stranger")) return { notRun: "the stranger was left out of this run" };
  const ours = machinesOf(life, "node");
  const theirs = machinesOf(life, "stranger");
  if (ours.length === 0 || theirs.length === 0)
    return { problems: ["no machine of a stranger was made in the network"] };
  const across = (a: readonly string[], b: readonly string[]) =>
    openings.filter(({ of, machines }) => a.includes(of) && machines.some((m) => b.includes(m)));
  const byReference = [...across(ours, theirs), ...across(theirs, ours)].map(
    ({ of, firstPort, machines }) => `${of}: port ${firstPort} is open to ${machines.join(", ")} of a stranger`,
  );
  if (evidence.filtersInside) return { problems: byReference };
  const documents = documentsOf(life, "SubstrateNode");
  if (documents.length < 2)
    return { notRun: "machines have no firewall of their own without an agent (placement.machines.artifacts)" };
  const lets = documents.flatMap(({ ports, sources }) =>
    ports
      .filter(({ exposure }) => exposure !== "world" && exposure !== "peers")
      .filter(({ exposure }) => (sources[exposure] ?? []).some((range) => world.includes(range)))
      .map(({ name }) => `the machine's own firewall lets everybody to ${name}`),
  );
  return { problems: [...byReference, ...lets] };
};

/** Everybody but its own sentries is a stranger to a validator, its owner's nodes too. */
function validatorApart(life: Life): ReturnType<Check> {
  const openings = openingsOf(life, "ValidatorSentry");
  if (!openings) return noOpenings;
  const { owner, subject, platform } = life.tenant;
  if (platform.shape === "machine") return validatorsMachineApart(life, openings);
  const nameOf = (which: string) => physicalName(owner, `${partOf(subject, "sentried")}/${which}`);
  const own = openings.filter(({ of }) => of === nameOf("validator"));
  if (!own.some((opening) => opening.machines.includes(nameOf("sentry"))))
    return { problems: ["its sentry does not reach the validator"] };
  const problems = own.flatMap((opening) => [
    ...(openToWorld(opening) ? [`port ${opening.firstPort} of the validator is open to the world`] : []),
    ...opening.machines
      .filter((machine) => machine !== nameOf("sentry"))
      .map((machine) => `port ${opening.firstPort} of the validator is open to ${machine}, which is no sentry of it`),
  ]);
  return { problems: [...new Set(problems)] };
}

/**
 * The machine has no address of the world's. Its own firewall lets the sentry's machine to its peers' port and nobody else, and
 * so do the platform's rules where they stand between machines.
 */
function validatorsMachineApart(life: Life, openings: readonly Opening[]): ReturnType<Check> {
  const node = sentriedNodes(life).find(({ validates }) => validates);
  const sentries = sentriedNodes(life).filter(({ validates }) => !validates);
  if (!node || sentries.length === 0) return { problems: ["no validator and sentry were made"] };
  const own = sentries.map(({ address }) => `${address}/32`);
  const document = documentsOf(life, "ValidatorSentry").find(({ name }) => name === node.name);
  const port = document?.ports.find(({ exposure }) => exposure === "peers")?.number;
  if (!document || port === undefined) return { problems: ["nothing was brought to the validator that has peers"] };
  const only = (who: string, ranges: readonly string[]) => [
    ...own.filter((range) => !ranges.includes(range)).map((range) => `${who} does not let in its sentry at ${range}`),
    ...ranges
      .filter((range) => !own.includes(range))
      .map((range) => `${who} lets in ${range}, which is no sentry of it`),
  ];
  const problems = only("the validator's own firewall", document.sources.peers ?? []);
  if (node.isPublic) problems.push("the validator's machine has an address that the world reaches");
  if (life.tenant.subject.definition.evidence?.filtersInside) {
    const at = openings.filter((opening) => opening.of === node.machine && covers(opening, port));
    problems.push(
      ...only(
        `the platform's rule for port ${port} of the validator`,
        at.flatMap(({ ranges }) => ranges),
      ),
      ...at.flatMap(({ machines }) => machines).map((machine) => `port ${port} of the validator is open to ${machine}`),
    );
  }
  return { problems: [...new Set(problems)] };
}
