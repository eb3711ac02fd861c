import type { KubernetesSettings } from "../settings.js";
import { clientOf, type Client } from "./client.js";
import { accessOf } from "./kubeconfig.js";

/** The client of a placement, made when it is first asked for, so that all who ask share connections and credentials. */
export function clientOfPlacement(settings: KubernetesSettings): () => Client {
  let client: Client | undefined;
  return () => (client ??= clientOf(accessOf(settings)));
}
