import { badValue, jobFailure } from "../api-error.js";
import { asynchronously } from "../jobs/start.js";
import { timestamp, type Call, type Commands } from "../wire/command.js";
import { page } from "../wire/page.js";
import { limitNumbers, own, withinLimit, type LimitKind, type Project } from "./model.js";

export const tenancyCommands: Commands = {
  listAccounts: ({ cloud, caller, params }) =>
    page(
      "account",
      cloud.accounts
        .where((a) => caller.account.admin || a === caller.account)
        .map((a) => ({
          id: a.id,
          name: a.name,
          accounttype: a.admin ? 1 : 0,
          domainid: a.domain.id,
          domain: a.domain.name,
          domainpath: a.domain.path,
          state: "enabled",
        })),
      params,
    ),

  createProject: (call) => {
    const { cloud, caller, params } = call;
    const name = params.required("name");
    if (cloud.projects.all().some((p) => p.name === name)) {
      throw badValue(`Project with name ${name} already exists in domain id=1`);
    }
    withinLimit({ account: caller.account }, "project", cloud.projects.where((p) => p.owner === caller.account).length);
    const project = cloud.projects.insert({
      name,
      displaytext: params.optional("displaytext") ?? name,
      owner: caller.account,
      created: cloud.now(),
      limits: {},
    });
    return asynchronously(call, { type: "None", id: project.id }, () => ({ project: render(call, project) }));
  },

  updateProject: (call) => {
    const project = owned(call);
    project.displaytext = call.params.optional("displaytext") ?? project.displaytext;
    project.name = call.params.optional("name") ?? project.name;
    return asynchronously(call, { type: "None" }, () => ({ project: render(call, project) }));
  },

  deleteProject: (call) => {
    const project = owned(call);
    return asynchronously(call, { type: "None" }, () => {
      const { cloud } = call;
      const left = [cloud.machines.table, cloud.networks.table, cloud.volumes.table, cloud.networks.vpcs];
      if (
        left.some((table) =>
          (table.all() as { tenant: { project?: Project } }[]).some((e) => e.tenant.project === project),
        )
      ) {
        throw jobFailure(530, "Failed to delete project");
      }
      cloud.projects.remove(project.id);
      return { success: true };
    });
  },

  listProjects: (call) => {
    const { cloud, caller, params } = call;
    const id = params.optionalEntity("id", cloud.projects);
    const shown = cloud.projects.where(
      (p) =>
        (p.owner === caller.account || caller.account.admin) &&
        (!id || p === id) &&
        (!params.optional("name") || p.name === params.optional("name")),
    );
    return page(
      "project",
      shown.map((p) => render(call, p)),
      params,
    );
  },

  listResourceLimits: ({ caller, params }) => {
    const { account } = caller;
    const kinds = Object.keys(limitNumbers) as LimitKind[];
    const limits = kinds.map((kind) => ({
      account: account.name,
      domainid: account.domain.id,
      domain: account.domain.name,
      domainpath: account.domain.path,
      resourcetype: String(limitNumbers[kind]),
      resourcetypename: kind,
      max: account.limits[kind] ?? -1,
    }));
    return page("resourcelimit", limits, params);
  },
};

function owned(call: Call): Project {
  const project = call.params.entity("id", call.cloud.projects);
  own(call, { tenant: { account: project.owner, project } });
  return project;
}

function render({ cloud }: Call, project: Project): object {
  return {
    id: project.id,
    name: project.name,
    displaytext: project.displaytext,
    domainid: project.owner.domain.id,
    domain: project.owner.domain.name,
    owner: [{ account: project.owner.name }],
    projectaccountname: `PrjAcct-${project.name}-2`,
    state: "Active",
    tags: cloud.tags.of(project.id),
    created: timestamp(project.created),
  };
}
