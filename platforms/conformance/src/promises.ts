import { supportOf, type Capability } from "@dinfra/port";
import { agreement, deletionOrder, names, recovery } from "./checks/identity.js";
import { capabilities } from "./checks/capabilities.js";
import { dataSurvives, formatOnlyBlank } from "./checks/data.js";
import { health, rpcClosed, strangersApart } from "./checks/reach.js";
import { secrets, userDataFits } from "./checks/user-data.js";
import type { Life } from "./life.js";
import { componentNames, whyNotRun, type ComponentName } from "./subject.js";

/** What a check found: problems in words, none where the promise is kept, or why it could not be looked at. */
export type Finding = { problems: readonly string[] } | { notRun: string };

export type Check = (life: Life, component: ComponentName) => Finding;

/** What every platform promises, of the components that it is about. */
export interface Promised {
  id: string;
  /** Ends "A platform promises that …". */
  title: string;
  components: readonly ComponentName[];
  /** Without which there is nothing to promise. */
  needs?: Capability;
  check: Check;
}

const all = componentNames;
const running = ["SubstrateNode", "LoadBalancedRpcEndpoint", "ValidatorSentry"] as const;
/** Without which a component is on no platform. */
const neededBy: Partial<Record<ComponentName, Capability>> = { ValidatorSentry: "reservedPeers" };

export const promises: readonly Promised[] = [
  {
    id: "rpc-closed",
    title: "no RPC port is open to the world but the endpoint's",
    components: running,
    check: rpcClosed,
  },
  { id: "health", title: "health is asked by HTTP or WebSocket, not by TCP", components: running, check: health },
  {
    id: "format-blank",
    title: "a disk is formatted only if it is blank",
    components: ["SubstrateNode"],
    needs: "disk",
    check: formatOnlyBlank,
  },
  { id: "no-secret", title: "no secret is in clear text in user data or state", components: all, check: secrets },
  {
    id: "data-survives",
    title: "what holds data survives a replacement of what runs",
    components: ["SubstrateNode", "ValidatorSentry"],
    check: dataSurvives,
  },
  { id: "names", title: "names, labels and tags are the same each time", components: all, check: names },
  {
    id: "deletion-order",
    title: "what runs is deleted before its network, and nothing is left",
    components: running,
    check: deletionOrder,
  },
  { id: "agreement", title: "observer and driver agree after each step", components: all, check: agreement },
  { id: "recovery", title: "recovery after a lost create finds the resource", components: all, check: recovery },
  {
    id: "strangers",
    title: "strangers in a shared network are apart",
    components: ["SubstrateNode", "ValidatorSentry"],
    needs: "sharedNetwork",
    check: strangersApart,
  },
  {
    id: "capabilities",
    title: "what the capability table claims is what the driver does",
    components: all,
    check: capabilities,
  },
  {
    id: "user-data",
    title: "user data is within the platform's limits",
    components: ["SubstrateNode", "LoadBalancedRpcEndpoint"],
    needs: "machine",
    check: userDataFits,
  },
];

export type Outcome = "pass" | "fail" | "lacking" | "not-run";

export interface Cell {
  component: ComponentName;
  promise: string;
  outcome: Outcome;
  /** What is wrong, what the platform lacks, or why it was not run; empty where it passes. */
  detail: string;
}

/** Judges one life: a cell for each promise and component that it is about. */
export function judge(life: Life): Cell[] {
  const { subject, platform } = life.tenant;
  return promises.flatMap((promised) =>
    promised.components.map((component): Cell => {
      const cell = (outcome: Outcome, detail: string) => ({ component, promise: promised.id, outcome, detail });
      for (const needed of [promised.needs, neededBy[component]]) {
        const support = needed === undefined || supportOf({ name: subject.name, platform }, needed);
        if (support !== true && "lacks" in support) return cell("lacking", support.lacks);
      }
      const why = whyNotRun(subject, component);
      if (why !== undefined) return cell("not-run", why);
      if (life.ended)
        return cell("fail", `the run ended after ${life.ended.after ?? "nothing"}: ${life.ended.message}`);
      const found = promised.check(life, component);
      if ("notRun" in found) return cell("not-run", found.notRun);
      return found.problems.length === 0 ? cell("pass", "") : cell("fail", found.problems.join("; "));
    }),
  );
}
