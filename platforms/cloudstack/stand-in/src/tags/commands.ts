import { jobFailure, noSuchEntity } from "../api-error.js";
import type { Cloud } from "../cloud.js";
import { asynchronously } from "../jobs/start.js";
import { own, tenantFields, visible, type Tenant } from "../tenancy/model.js";
import type { Call, Commands } from "../wire/command.js";
import { page } from "../wire/page.js";

export const tagCommands: Commands = {
  createTags: (call) => {
    const targets = taggable(call);
    const tags = call.params.keyValues("tags");
    return asynchronously(call, { type: "None" }, () => {
      for (const { id, tenant, type } of targets) {
        for (const [key, value] of tags)
          call.cloud.tags.add({ key, value: value ?? "", resourceType: type, resourceId: id, tenant });
      }
      return { success: true };
    });
  },

  deleteTags: (call) => {
    const targets = taggable(call);
    const tags = call.params.keyValues("tags");
    return asynchronously(call, { type: "None" }, () => {
      for (const { id } of targets) {
        const keys = tags.size > 0 ? [...tags] : call.cloud.tags.of(id).map((t) => [t.key, undefined] as const);
        for (const [key, value] of keys) call.cloud.tags.remove(id, key, value);
      }
      return { success: true };
    });
  },

  listTags: (call) => {
    const { cloud, params } = call;
    const [key, value, id] = [params.optional("key"), params.optional("value"), params.optional("resourceid")];
    const type = params.optional("resourcetype")?.toLowerCase();
    const shown = cloud.tags
      .all()
      .filter(visible(call))
      .filter((t) => (!key || t.key === key) && (!value || t.value === value) && (!id || t.resourceId === id))
      .filter((t) => !type || t.resourceType.toLowerCase() === type)
      .map((t) => ({
        key: t.key,
        value: t.value,
        resourcetype: t.resourceType,
        resourceid: t.resourceId,
        ...tenantFields(t.tenant),
      }));
    return page("tag", shown, params);
  },
};

/** The kinds that bear tags here, with the word that the answers use for each. */
function kinds(cloud: Cloud): Record<string, { type: string; find(id: string): { tenant: Tenant } | undefined }> {
  const table = (type: string, t: { get(id: string): { tenant: Tenant } | undefined }) => ({
    type,
    find: (id: string) => t.get(id),
  });
  return {
    uservm: table("UserVm", cloud.machines.table),
    volume: table("Volume", cloud.volumes.table),
    snapshot: table("Snapshot", cloud.volumes.snapshots),
    network: table("Network", cloud.networks.table),
    vpc: table("Vpc", cloud.networks.vpcs),
    networkacl: table("NetworkACL", cloud.networks.aclRules),
    networkacllist: table("NetworkACLList", cloud.networks.acls),
    publicipaddress: {
      type: "PublicIpAddress",
      find: (id) => {
        const tenant = cloud.addresses.table.get(id)?.tenant;
        return tenant && { tenant };
      },
    },
    firewallrule: table("FirewallRule", cloud.addresses.firewallRules),
    portforwardingrule: table("PortForwardingRule", cloud.addresses.portForwards),
    loadbalancer: table("LoadBalancer", cloud.balancers.table),
    project: {
      type: "Project",
      find: (id) => {
        const project = cloud.projects.get(id);
        return project && { tenant: { account: project.owner, project } };
      },
    },
  };
}

function taggable(call: Call): { id: string; tenant: Tenant; type: string }[] {
  const wanted = call.params.required("resourcetype");
  const kind = kinds(call.cloud)[wanted.toLowerCase()];
  if (!kind) throw jobFailure(431, `Invalid resource type ${wanted}`);
  return call.params.list("resourceids").map((id) => {
    const found = kind.find(id);
    if (!found) throw noSuchEntity(call.params.command, "resourceids", id);
    return { id, tenant: own(call, found).tenant, type: kind.type };
  });
}
