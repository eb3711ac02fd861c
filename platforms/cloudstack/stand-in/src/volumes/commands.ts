import { badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { own, sameTenant, tenantFields, tenantOf, visible, withinLimit } from "../tenancy/model.js";
import { known, timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import type { Volume } from "./model.js";

const gib = 1024 ** 3;

export const volumeCommands: Commands = {
  createVolume: (call) => {
    const { cloud, params } = call;
    const offering = params.entity("diskofferingid", cloud.catalogue.diskOfferings);
    const zone = params.entity("zoneid", cloud.catalogue.zones);
    const tenant = tenantOf(call);
    const asked = params.integer("size");
    if (offering.custom && asked === undefined) throw badValue("This disk offering requires a custom size specified");
    if (!offering.custom && asked !== undefined) throw badValue("This disk offering does not allow custom size");
    withinLimit(tenant, "volume", cloud.volumes.table.where(sameTenant(tenant)).length);
    const size = (asked ?? offering.size) * gib;
    const volume = cloud.volumes.create(cloud, params.required("name"), size, zone, offering, tenant);
    return asynchronously(call, { type: "Volume", id: volume.id }, () => ({ volume: render(call, volume) }));
  },

  deleteVolume: (call) => {
    const { cloud } = call;
    const volume = one(call);
    if (volume.machine) throw badValue("Please specify a volume that is not attached to any VM.");
    // Answers at once: the record is gone before its bytes are.
    void cloud.volumes.remove(cloud, volume);
    return { success: true };
  },

  attachVolume: (call) => {
    const { cloud, params } = call;
    const volume = one(call);
    const machine = own(call, params.entity("virtualmachineid", cloud.machines.table));
    const deviceId = params.integer("deviceid");
    if (volume.machine) throw badValue("Please specify a volume that is not attached to any VM.");
    if (!["Running", "Stopped"].includes(machine.state)) {
      throw badValue("Please specify a VM that is either running or stopped.");
    }
    if (volume.zone !== machine.zone) throw badValue("Please specify a VM that is in the same zone as the volume.");
    return asynchronously(call, { type: "Volume" }, async () => {
      await cloud.volumes.attach(cloud, volume, machine, deviceId);
      return { volume: render(call, volume) };
    });
  },

  detachVolume: (call) => {
    const volume = one(call);
    if (!volume.machine) throw badValue("The specified volume is not attached to a VM.");
    return asynchronously(call, { type: "Volume" }, async () => {
      await call.cloud.volumes.detach(call.cloud, volume);
      return { volume: render(call, volume) };
    });
  },

  resizeVolume: (call) => {
    const { cloud, params } = call;
    const volume = one(call);
    const offering = params.optionalEntity("diskofferingid", cloud.catalogue.diskOfferings) ?? volume.offering;
    const size = (params.integer("size") ?? offering?.size ?? 0) * gib;
    if (size < volume.size && params.boolean("shrinkok") !== true) {
      throw badValue(
        "Going from existing size of " +
          `${volume.size} to size of ${size} would shrink the volume. Need to sign off by supplying the shrinkok parameter with value of true.`,
      );
    }
    return asynchronously(call, { type: "Volume" }, async () => {
      if (volume.state === "Ready") {
        const machineId = volume.machine?.state === "Running" ? volume.machine.id : undefined;
        await cloud.hypervisor.resize(volume.id, size, machineId);
      }
      Object.assign(volume, { size, offering });
      return { volume: render(call, volume) };
    });
  },

  listVolumes: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.volumes.table);
    const machine = params.optional("virtualmachineid");
    const [type, name, zone] = [
      params.optional("type"),
      params.optional("name"),
      params.optionalEntity("zoneid", cloud.catalogue.zones),
    ];
    const tags = params.keyValues("tags");
    const shown = cloud.volumes.table
      .where(visible(call))
      .filter(
        (v) => (!id || v === id) && (!machine || v.machine?.id === machine) && (!type || v.type === type.toUpperCase()),
      )
      .filter((v) => (!name || v.name === name) && (!zone || v.zone === zone) && cloud.tags.matches(v.id, tags));
    return page(
      "volume",
      shown.map((v) => render(call, v)),
      params,
    );
  },

  createSnapshot: (call) => {
    const { cloud, params } = call;
    const volume = own(call, params.entity("volumeid", cloud.volumes.table));
    withinLimit(volume.tenant, "snapshot", cloud.volumes.snapshots.where(sameTenant(volume.tenant)).length);
    const name = params.optional("name") ?? `${volume.machine?.name ?? "detached"}_${volume.name}`;
    const { size, zone, tenant } = volume;
    const snapshot = cloud.volumes.snapshots.insert({
      name,
      volumeId: volume.id,
      volumeName: volume.name,
      size,
      zone,
      tenant,
      created: cloud.now(),
    });
    return asynchronously(call, { type: "Snapshot", id: snapshot.id }, () => ({
      snapshot: renderSnapshot(call, snapshot),
    }));
  },

  deleteSnapshot: (call) => {
    const { cloud } = call;
    const snapshot = own(call, call.params.entity("id", cloud.volumes.snapshots));
    return asynchronously(call, { type: "Snapshot" }, () => {
      if (!cloud.volumes.snapshots.get(snapshot.id)) throw jobFailure(530, "Failed to delete snapshot");
      cloud.tags.removeAll(snapshot.id);
      cloud.volumes.snapshots.remove(snapshot.id);
      return { success: true };
    });
  },

  listSnapshots: (call) => {
    const { cloud, params } = call;
    const id = params.optionalEntity("id", cloud.volumes.snapshots);
    const [volume, tags] = [params.optional("volumeid"), params.keyValues("tags")];
    const shown = cloud.volumes.snapshots
      .where(visible(call))
      .filter((s) => (!id || s === id) && (!volume || s.volumeId === volume) && cloud.tags.matches(s.id, tags));
    return page(
      "snapshot",
      shown.map((s) => renderSnapshot(call, s)),
      params,
    );
  },
};

function one(call: Call): Volume {
  return own(call, call.params.entity("id", call.cloud.volumes.table));
}

function renderSnapshot(
  { cloud }: Call,
  snapshot: ReturnType<Call["cloud"]["volumes"]["snapshots"]["all"]>[number],
): object {
  return {
    id: snapshot.id,
    ...tenantFields(snapshot.tenant),
    volumeid: snapshot.volumeId,
    volumename: snapshot.volumeName,
    created: timestamp(snapshot.created),
    name: snapshot.name,
    intervaltype: "MANUAL",
    state: "BackedUp",
    physicalsize: 0,
    zoneid: snapshot.zone.id,
    zonename: snapshot.zone.name,
    virtualsize: snapshot.size,
    tags: cloud.tags.of(snapshot.id),
    hasannotations: false,
  };
}

function render({ cloud }: Call, volume: Volume): object {
  const { machine, offering, zone } = volume;
  return known({
    id: volume.id,
    name: volume.name,
    zoneid: zone.id,
    zonename: zone.name,
    type: volume.type,
    deviceid: volume.deviceId,
    virtualmachineid: machine?.id,
    vmname: machine?.name,
    vmdisplayname: machine?.displayName,
    vmstate: machine?.state,
    vmtype: machine && "User",
    provisioningtype: "thin",
    size: volume.size,
    created: timestamp(volume.created),
    state: volume.state,
    ...tenantFields(volume.tenant),
    storagetype: "shared",
    hypervisor: volume.state === "Ready" ? "KVM" : "None",
    diskofferingid: offering?.id,
    diskofferingname: offering?.name,
    diskofferingdisplaytext: offering?.displaytext,
    attached: volume.attached && timestamp(volume.attached),
    destroyed: false,
    isextractable: volume.type === "DATADISK",
    displayvolume: true,
    quiescevm: false,
    supportsstoragesnapshot: false,
    deleteprotection: false,
    tags: cloud.tags.of(volume.id),
    hasannotations: false,
  });
}
