import { checkInputs } from "../checks/check.js";
import { portsShape } from "../checks/rules.js";
import { gone, type Kind } from "../kind.js";
import { defaultRoot } from "../root.js";
import { canonical, changed, plain, type Properties } from "../values.js";
import { knownPorts, leasePorts, releasePorts, type WantedPorts } from "./lease.js";

const wantedOf = (props: Properties): WantedPorts => {
  const { root = defaultRoot(), ...wanted } = plain(props) as unknown as Partial<WantedPorts>;
  return { root, ...wanted } as WantedPorts;
};

export const leaseKind: Kind = {
  check: (news) => checkInputs(news, plain(news) as Properties, portsShape),

  diff(olds, news) {
    const replaces = changed(olds, news, ["name", "owner", "root", "network"]);
    const known = knownPorts(wantedOf(olds));
    // A state has names in another order than they were asked for.
    const kept = canonical(known ?? null) === canonical(plain(olds.numbers) ?? null);
    const asked = changed(olds, news, ["ports"]);
    return { changes: replaces.length + asked.length > 0 || !kept, replaces, deleteBeforeReplace: true };
  },

  async create(_urn, inputs) {
    const wanted = wantedOf(inputs);
    return { id: wanted.name, outs: { ...inputs, numbers: await leasePorts(wanted) } };
  },

  read(id, _urn, props) {
    // By its name alone nobody knows its network.
    const numbers = props.network === undefined ? undefined : knownPorts(wantedOf(props));
    return Promise.resolve(numbers ? { id, props: { ...props, numbers } } : gone);
  },

  async update(_id, _urn, _olds, news) {
    return { outs: { ...news, numbers: await leasePorts(wantedOf(news)) } };
  },

  async delete(_id, _urn, props) {
    const { root, network, name } = wantedOf(props);
    await releasePorts(root, network, name);
  },
};
