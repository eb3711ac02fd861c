import type { Evidence, Opening, ResourceSeen } from "@dinfra/port";
import { userDataLimit } from "./driver/user-data.js";

const ofType = (resources: readonly ResourceSeen[], type: string) =>
  resources.filter((r) => r.type === `cloudstack:index/${type}:${type[0]?.toUpperCase()}${type.slice(1)}`);

interface Rule {
  ports?: string[];
  port?: string;
  cidrLists?: string[];
}

/** First and last of `9944` or `1-65535`. */
function portsOf(text: string): { firstPort: number; lastPort: number } {
  const [first = "0", last = first] = text.split("-");
  return { firstPort: Number(first), lastPort: Number(last) };
}

const openingsOf = (of: string, rules: readonly Rule[]): Opening[] =>
  rules.flatMap(({ ports, port, cidrLists = [] }) =>
    (ports ?? [port ?? "1-65535"]).map((text) => ({ of, ...portsOf(text), ranges: cidrLists, machines: [] })),
  );

export const evidence: Evidence = {
  openings(resources) {
    const machines = ofType(resources, "instance").map(({ id, inputs }) => ({ id, name: String(inputs.name) }));
    const behind = new Map(ofType(resources, "staticNat").map(({ inputs }) => [inputs.ipAddressId, inputs]));
    const balanced = new Map(
      ofType(resources, "loadbalancerRule").map(({ inputs }) => [inputs.ipAddressId, String(inputs.name)]),
    );
    const byAddress = ofType(resources, "firewall").flatMap(({ inputs }) => {
      const machine = machines.find(({ id }) => id === behind.get(inputs.ipAddressId)?.virtualMachineId);
      const of = machine?.name ?? balanced.get(inputs.ipAddressId);
      return of === undefined ? [] : openingsOf(of, (inputs.rules ?? []) as Rule[]);
    });
    // The access list of a tier is for all of its machines.
    const byList = ofType(resources, "networkAclRule").flatMap(({ inputs }) => {
      const rules = ((inputs.rules ?? []) as (Rule & { trafficType?: string })[]).filter(
        ({ trafficType }) => trafficType !== "egress",
      );
      return machines.flatMap(({ name }) => openingsOf(name, rules));
    });
    return [...byAddress, ...byList];
  },
  // Machines of one network reach each other past the router.
  filtersInside: false,
  userData: (resources) =>
    ofType(resources, "instance").map(({ inputs }) => ({
      of: String(inputs.name),
      bytes: sent(String(inputs.userData ?? "")),
    })),
  userDataBytes: userDataLimit,
};

/** What is compressed goes in base64, and the provider passes that on. A gzip file begins with H4sI in it. */
const sent = (userData: string): Buffer => Buffer.from(userData, userData.startsWith("H4sI") ? "base64" : "utf8");
