import { createHash } from "node:crypto";
import { badValue } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, sameTenant, tenantFields, tenantOf, visible } from "../tenancy/model.js";
import { known, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { AffinityGroup, KeyPair } from "./model.js";

export const keyCommands: Commands = {
  registerSSHKeyPair: (call) => {
    const tenant = tenantOf(call);
    const name = call.params.required("name");
    const publicKey = call.params.required("publickey");
    if (call.cloud.keys.pairs.where(sameTenant(tenant)).some((k) => k.name === name)) {
      throw badValue(`A key pair with name '${name}' already exists for this account.`);
    }
    if (!/^(ssh-(rsa|ed25519)|ecdsa-sha2-\S+) [A-Za-z0-9+/]+=*( .*)?$/s.test(publicKey.trim()))
      throw badValue("Public key is invalid");
    return { keypair: renderPair(call.cloud.keys.pairs.insert({ name, publicKey, tenant })) };
  },

  deleteSSHKeyPair: (call) => {
    const tenant = tenantOf(call);
    const name = call.params.required("name");
    const found = call.cloud.keys.pairs.where(sameTenant(tenant)).find((k) => k.name === name);
    if (!found) {
      throw badValue(
        `A key pair with name '${name}' does not exist for account ${tenant.account.name} in specified domain id`,
      );
    }
    call.cloud.keys.pairs.remove(found.id);
    return { success: true };
  },

  listSSHKeyPairs: (call) => {
    const name = call.params.optional("name");
    const shown = call.cloud.keys.pairs.where(visible(call)).filter((k) => !name || k.name === name);
    return page("sshkeypair", shown.map(renderPair), call.params);
  },

  createAffinityGroup: (call) => {
    const { cloud, params } = call;
    const tenant = tenantOf(call);
    const name = params.required("name");
    if (cloud.keys.affinity.where(sameTenant(tenant)).some((g) => g.name === name)) {
      throw badValue(`Unable to create affinity group, a group with name ${name} already exists.`);
    }
    const group = cloud.keys.affinity.insert({
      name,
      description: params.optional("description"),
      type: params.required("type"),
      tenant,
    });
    return asynchronously(call, { type: "AffinityGroup", id: group.id }, () => ({
      affinitygroup: renderGroup(call, group),
    }));
  },

  deleteAffinityGroup: (call) => {
    const group = own(call, call.params.entity("id", call.cloud.keys.affinity));
    return asynchronously(call, { type: "AffinityGroup" }, () => {
      call.cloud.keys.affinity.remove(group.id);
      for (const machine of call.cloud.machines.table.all()) {
        machine.affinity = machine.affinity.filter((g) => g !== group);
      }
      return { success: true };
    });
  },

  listAffinityGroups: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.keys.affinity);
    const name = params.optional("name");
    const shown = cloud.keys.affinity
      .where(visible(call))
      .filter((g) => (!id || g === id) && (!name || g.name === name));
    return page(
      "affinitygroup",
      shown.map((g) => renderGroup(call, g)),
      params,
    );
  },
};

function renderPair(pair: KeyPair): object {
  const bytes = Buffer.from(pair.publicKey.trim().split(/\s+/)[1] ?? "", "base64");
  const digest = createHash("md5").update(bytes).digest("hex");
  const { domainpath: _path, ...whose } = tenantFields(pair.tenant);
  return { id: pair.id, name: pair.name, ...whose, fingerprint: digest.match(/../g)?.join(":"), hasannotations: false };
}

function renderGroup({ cloud }: Call, group: AffinityGroup): object {
  const members = cloud.machines.table.where((m) => m.affinity.includes(group)).map((m) => m.id);
  return known({
    id: group.id,
    name: group.name,
    description: group.description,
    ...tenantFields(group.tenant),
    type: group.type,
    virtualmachineIds: members.length > 0 ? members : undefined,
  });
}
