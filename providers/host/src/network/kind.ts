import { checkInputs } from "../checks/check.js";
import { networkShape } from "../checks/rules.js";
import { gone, type Kind } from "../kind.js";
import { layoutOf } from "../layout.js";
import { readRecord } from "../records.js";
import { defaultRoot } from "../root.js";
import { changed, plain, type Properties } from "../values.js";
import { releaseNetwork, reserveNetwork, type NetworkRecord, type WantedNetwork } from "./reserve.js";

function outputsOf(raw: Properties, { address, firstPort, lastPort }: NetworkRecord): Properties {
  return { ...raw, address, firstPort, lastPort };
}

export const networkKind: Kind = {
  check: (news) => checkInputs(news, plain(news) as Properties, networkShape),

  diff(olds, news) {
    const replaces = changed(olds, news, ["name", "owner", "root"]);
    const resized = changed(olds, news, ["size"]).length > 0;
    const { root, name } = plain(olds) as { root: string; name: string };
    const reserved = readRecord<NetworkRecord>(layoutOf(root), "networks", name);
    const kept = reserved?.address === olds.address && reserved?.firstPort === olds.firstPort;
    return { changes: replaces.length > 0 || resized || !kept, replaces, deleteBeforeReplace: true };
  },

  async create(urn, inputs) {
    const wanted = plain(inputs) as unknown as WantedNetwork;
    return { id: wanted.name, outs: outputsOf(inputs, await reserveNetwork(urn, wanted)) };
  },

  read(id, _urn, props) {
    const layout = layoutOf((plain(props.root) as string | undefined) ?? defaultRoot());
    const record = readRecord<NetworkRecord>(layout, "networks", id);
    if (!record) return Promise.resolve(gone);
    const known = props.size !== undefined;
    const { name, owner, size } = record;
    const inputs = known ? props : { name, owner, size, root: layout.root };
    return Promise.resolve({ id, props: outputsOf(inputs, record), ...(known ? {} : { inputs }) });
  },

  async update(_id, urn, _olds, news) {
    return { outs: outputsOf(news, await reserveNetwork(urn, plain(news) as unknown as WantedNetwork)) };
  },

  async delete(id, urn, props) {
    await releaseNetwork((plain(props.root) as string | undefined) ?? defaultRoot(), id, urn);
  },
};
