import * as host from "@dinfra/host";
import { identifyByName, ownerLabel, sharedLooks, type Observed, type Observer } from "@dinfra/port";
import type { LocalSettings } from "./settings.js";

/** Looks at /proc and the folders under the root; asks no Pulumi state. */
export function localObserver({ root = host.defaultRoot() }: LocalSettings): Observer {
  return {
    snapshot: sharedLooks(async () => (await host.listAll(root)).map(observed)),
    consistencyDelayMs: 0,
    identify: identifyByName(({ inputs }) => inputs["name"]),
  };
}

/** The host provider's ids are the physical names, and for files, which have none of their own, the paths. */
function observed({ kind, name, owner, detail, running }: host.Owned): Observed {
  const found = { type: tokens[kind], name, id: kind === "file" ? detail : name, owner: ownerLabel(owner) };
  return running === undefined ? found : { ...found, state: running ? "running" : "ended" };
}

const tokens: Record<host.Owned["kind"], string> = {
  process: "dinfra-host:index:Process",
  directory: "dinfra-host:index:Directory",
  network: "dinfra-host:index:Network",
  file: "dinfra-host:index:File",
};
