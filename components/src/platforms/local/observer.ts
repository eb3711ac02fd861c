import * as host from "@dinfra/host";
import type { Observed, Observer, PlatformSettings } from "../port.js";
import { rootOf } from "./settings.js";

/** Looks at /proc and the folders under the root; asks no Pulumi state. */
export function localObserver(settings: PlatformSettings): Observer {
  const root = rootOf(settings) ?? host.defaultRoot();
  const list = async (owner: string) => Promise.all((await host.listOwned(root, owner)).map((o) => observed(root, o)));
  return {
    list,
    find: async (owner, name) => (await list(owner)).find((o) => o.name === name),
    isEmpty: (owner) => host.isEmpty(root, owner),
  };
}

/** The host provider's ids are the physical names, and for files, which have none of their own, the paths. */
async function observed(root: string, { kind, name, owner, detail }: host.Owned): Promise<Observed> {
  const found = { type: tokens[kind], name, id: kind === "file" ? detail : name, owner };
  if (kind !== "process") return found;
  return { ...found, state: (await host.findProcess(root, name))?.state === "running" ? "running" : "ended" };
}

const tokens: Record<host.Owned["kind"], string> = {
  process: "dinfra-host:index:Process",
  directory: "dinfra-host:index:Directory",
  network: "dinfra-host:index:Network",
  file: "dinfra-host:index:File",
};
