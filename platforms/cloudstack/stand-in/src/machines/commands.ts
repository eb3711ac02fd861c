import { badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, visible } from "../tenancy/model.js";
import type { Call, Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import { describeMachine, publicKeysOf, refuseName, refuseUserData } from "./deploy.js";
import type { Machine } from "./model.js";
import { renderMachine } from "./render.js";

const instance = "VirtualMachine";

export const machineCommands: Commands = {
  deployVirtualMachine: (call) => {
    const { cloud, params } = call;
    const diskOffering = params.optionalEntity("diskofferingid", cloud.catalogue.diskOfferings);
    const rootSize = params.integer("rootdisksize");
    const machine = describeMachine(call);
    cloud.volumes.addRoot(cloud, machine, rootSize === undefined ? machine.template.size : rootSize * 1024 ** 3);
    if (diskOffering) cloud.volumes.addOwn(cloud, machine, diskOffering);
    return asynchronously(call, { type: instance, id: machine.id }, async () => {
      if (params.boolean("startvm") !== false) {
        try {
          await cloud.machines.start(cloud, machine, "Error");
        } catch (error) {
          cloud.expungeLater(machine);
          throw error;
        }
      }
      return { virtualmachine: renderMachine(cloud, machine) };
    });
  },

  startVirtualMachine: (call) => {
    const machine = one(call);
    return asynchronously(call, { type: instance }, async () => {
      if (machine.state === "Running") {
        throw jobFailure(431, `The virtual machine ${machine.id} (${machine.displayName}) is already running`);
      }
      await call.cloud.machines.start(call.cloud, machine, "Stopped");
      return { virtualmachine: renderMachine(call.cloud, machine) };
    });
  },

  stopVirtualMachine: (call) => {
    const machine = one(call);
    return asynchronously(call, { type: instance }, async () => {
      await call.cloud.machines.stop(call.cloud, machine, call.params.boolean("forced") === true);
      return { virtualmachine: renderMachine(call.cloud, machine) };
    });
  },

  rebootVirtualMachine: (call) => {
    const machine = one(call);
    return asynchronously(call, { type: instance }, async () => {
      if (machine.state !== "Running") throw jobFailure(530, "Failed to reboot vm instance");
      await call.cloud.hypervisor.reboot(machine.id);
      return { virtualmachine: renderMachine(call.cloud, machine) };
    });
  },

  destroyVirtualMachine: (call) => {
    const machine = one(call);
    return asynchronously(call, { type: instance }, async () => {
      await call.cloud.machines.destroy(call.cloud, machine, call.params.boolean("expunge") === true);
      return { virtualmachine: renderMachine(call.cloud, machine) };
    });
  },

  expungeVirtualMachine: (call) => {
    const machine = one(call);
    return asynchronously(call, { type: instance }, async () => {
      if (machine.state !== "Destroyed" && machine.state !== "Error") {
        throw jobFailure(530, "Please destroy vm with specified vmId before expunge");
      }
      await call.cloud.machines.expunge(call.cloud, machine);
      return { success: true };
    });
  },

  updateVirtualMachine: (call) => {
    const { cloud, params, pairs } = call;
    const machine = one(call);
    const name = params.optional("name");
    if (name !== undefined && name !== machine.name) {
      if (machine.state !== "Stopped")
        throw badValue(`Vm ${machine.name} must be stopped before its host name is changed`);
      refuseName(call, machine.network, name);
      machine.name = name;
    }
    const userData = params.optional("userdata");
    if (userData !== undefined) {
      refuseUserData(params.has("userdataid"), userData);
      machine.userData = userData;
    }
    machine.displayName = params.optional("displayname") ?? machine.displayName;
    machine.group = params.optional("group") ?? machine.group;
    const details = params.map("details", pairs);
    // The whole map goes, and with it the key pair that was put there at the deployment.
    if (details) Object.assign(machine, { details, keyPairs: [] });
    cloud.machines.settle(cloud, machine, machine.state);
    return { virtualmachine: renderMachine(cloud, machine) };
  },

  changeServiceForVirtualMachine: (call) => {
    const { cloud, params } = call;
    const machine = one(call);
    refuseRunning(machine, "Unable to upgrade virtual machine");
    machine.offering = params.entity("serviceofferingid", cloud.catalogue.serviceOfferings);
    return { virtualmachine: renderMachine(cloud, machine) };
  },

  resetSSHKeyForVirtualMachine: (call) => {
    const { cloud, params } = call;
    const machine = one(call);
    refuseRunning(machine, "Unable to reset SSH keys");
    const names = [...params.list("keypairs"), ...params.list("keypair")];
    const keys = publicKeysOf(call, machine.tenant, names);
    return asynchronously(call, { type: instance }, () => {
      Object.assign(machine.details, keys);
      machine.keyPairs = names;
      return { virtualmachine: renderMachine(cloud, machine) };
    });
  },

  updateVMAffinityGroup: (call) => {
    const { cloud, params } = call;
    const machine = one(call);
    const groups = params.entities("affinitygroupids", cloud.keys.affinity);
    refuseRunning(machine, "Unable update affinity groups of the virtual machine");
    return asynchronously(call, { type: instance }, () => {
      machine.affinity = groups;
      return { virtualmachine: renderMachine(cloud, machine) };
    });
  },

  listVirtualMachines: (call) => {
    const { cloud, params } = call;
    const { table } = cloud.machines;
    const asked = params.optional("id");
    // One that was expunged is not an error, unlike an id that never was.
    const id = asked !== undefined && table.wasRemoved(asked) ? { id: asked } : params.optionalEntity("id", table);
    const network = params.optionalEntity("networkid", cloud.networks.table);
    const zone = params.optionalEntity("zoneid", cloud.catalogue.zones);
    const group = params.optionalEntity("affinitygroupid", cloud.keys.affinity);
    const scaled = params.optional("autoscalevmgroupid");
    const [name, keyword, state] = [params.optional("name"), params.optional("keyword"), params.optional("state")];
    const tags = params.keyValues("tags");
    const shown = table
      .where(visible(call))
      .filter((m) => (!id || m.id === id.id) && (!network || m.network === network) && (!zone || m.zone === zone))
      .filter((m) => (!group || m.affinity.includes(group)) && (!name || m.name === name))
      .filter((m) => !scaled || cloud.autoscale.groupOf(m)?.id === scaled)
      .filter(
        (m) =>
          (!keyword || m.name.includes(keyword) || m.displayName.includes(keyword)) && (!state || m.state === state),
      )
      .filter((m) => cloud.tags.matches(m.id, tags));
    const minimal = params.list("details").includes("min");
    return page(
      "virtualmachine",
      shown.map((m) => renderMachine(cloud, m, minimal)),
      params,
    );
  },
};

function one(call: Call): Machine {
  return own(call, call.params.entity("id", call.cloud.machines.table));
}

function refuseRunning(machine: Machine, what: string): void {
  if (machine.state !== "Stopped")
    throw badValue(`${what} ${machine.name} in state ${machine.state}; make sure it is stopped`);
}
