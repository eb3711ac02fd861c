import type { Workload } from "@dinfra/port";
import type { KubernetesSettings } from "../settings.js";

/** How much a volume asks for, as a quantity of the API. */
export const storageOf = ({ sizeGib }: Pick<Workload["volumes"][number], "sizeGib">): string => `${sizeGib}Gi`;

/** PersistentVolumeClaimSpec, core/v1: one pod's, of the settings' storage class or the cluster's default. */
export const claimSpec = <Storage>({ storageClass }: KubernetesSettings, storage: Storage) => ({
  accessModes: ["ReadWriteOnce"],
  ...(storageClass !== undefined && { storageClassName: storageClass }),
  resources: { requests: { storage } },
});
