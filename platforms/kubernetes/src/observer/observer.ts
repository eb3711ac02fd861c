import { sharedLooks, type HalfMade, type Observer } from "@dinfra/port";
import type { Client } from "../api/client.js";
import type { KubernetesSettings } from "../settings.js";
import { idOf, look } from "./look.js";

/** Lists without a version are read from the quorum of etcd: they show all that was done before. */
const consistencyDelayMs = 0;

export function kubernetesObserver(settings: KubernetesSettings, client: () => Client): Observer {
  return {
    consistencyDelayMs,
    identify: (half, owned) => {
      const id = idIn(half);
      return owned.find((one) => one.type === half.type && one.id === id);
    },
    snapshot: sharedLooks((signal) => look(client(), settings, signal)),
  };
}

/** The provider's id is made of what a resource is asked to be called. */
function idIn({ inputs }: HalfMade): string | undefined {
  const { name, namespace } = (inputs.metadata ?? {}) as { name?: unknown; namespace?: unknown };
  if (typeof name !== "string") return undefined;
  return idOf(typeof namespace === "string" ? namespace : undefined, name);
}
