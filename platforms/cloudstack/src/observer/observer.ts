import {
  ComponentError,
  type HalfMade,
  identifyByName,
  nameTag,
  type Observed,
  type Observer,
  sharedLooks,
} from "@dinfra/port";
import { accessOf, apiOf, type Api } from "../api/client.js";
import type { CloudStackSettings } from "../settings.js";
import { look } from "./look.js";

/** CloudStack's lists come from the database that a job has written before it ends. */
const consistencyDelayMs = 0;

export function cloudStackObserver(settings: CloudStackSettings): Observer {
  let scope: Promise<Record<string, string>> | undefined;
  return {
    consistencyDelayMs,
    identify: (half, owned) => withIdOutput(identifyByName(nameOf)(half, owned)),
    snapshot: sharedLooks(async (signal) => {
      const api = apiOf(accessOf(settings));
      scope ??= scopeOf(api, settings.project);
      const where = await scope.catch((error: unknown) => {
        scope = undefined; // asked again next time
        throw error;
      });
      return look(api, where, signal);
    }),
  };
}

/** The bridge knows a resource of a Terraform provider by that provider's own id: of an Instance, the output instanceId. */
function withIdOutput(found: Observed | undefined): Observed | undefined {
  const [, resource] = /index\/(\w+):/.exec(found?.type ?? "") ?? [];
  return found && { ...found, idOutput: `${resource}Id` };
}

/** What every list is asked for: a project's things are listed only for whoever names it, by its id. */
async function scopeOf(api: Api, project: string | undefined): Promise<Record<string, string>> {
  if (project === undefined) return {};
  const found = (await api.list("listProjects", { listall: "true" })).find(
    (p) => p.id === project || p.name === project,
  );
  if (!found) {
    throw new ComponentError(
      "InvalidArgument",
      `placement.cloudstack.project: expected a project of the account, found ${JSON.stringify(project)}`,
    );
  }
  return { projectid: found.id };
}

/** The tag is on all that can be tagged; an affinity group has a name. */
function nameOf({ inputs }: HalfMade): unknown {
  const tags = inputs.tags as Record<string, unknown> | undefined;
  return tags?.[nameTag] ?? inputs.name;
}
