import { ApiError, type Api, type Thing } from "./api.js";

/** Provisioner of the storage classes whose claims are served here. */
export const provisioner = "volumes.dinfra.test";
const provisionedBy = "pv.kubernetes.io/provisioned-by";
const zone = "topology.kubernetes.io/zone";

const units: Record<string, number> = {
  ...{ "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 },
};

/** Bytes of a quantity such as "10Gi". */
export function bytesOf(quantity: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = units[unit];
  if (number === undefined || factor === undefined) throw new Error(`expected bytes such as 10Gi, found ${quantity}`);
  return Number(number) * factor;
}

/**
 * Volumes of a cluster that has no disks: what a cloud's provisioner and resizer do, and no byte is ever stored. A claim gets a volume
 * in the zone of its pod's node; a claim that asks for more gets more; a volume that nobody claims any longer goes, where its class
 * says Delete. Binding, protection and the refusal of what a class does not allow are Kubernetes' own.
 */
export class Volumes {
  private readonly stop = new AbortController();
  private readonly done: Promise<unknown>;
  /** What is being done, by uid and deed: a change that is seen meanwhile begins nothing twice. */
  private readonly busy = new Set<string>();

  /** @param onError hears of what the provisioner could not do */
  constructor(
    private readonly api: Api,
    private readonly onError: (error: unknown) => void,
  ) {
    this.done = Promise.all([
      this.each("api/v1/persistentvolumeclaims", (claim) => this.onClaim(claim)),
      this.each("api/v1/persistentvolumes", (volume) => this.onVolume(volume)),
    ]);
  }

  async close(): Promise<void> {
    this.stop.abort();
    await this.done;
  }

  private async each(path: string, look: (thing: Thing) => Promise<unknown> | undefined): Promise<void> {
    const { signal } = this.stop;
    const running = new Set<Promise<unknown>>();
    while (!signal.aborted) {
      try {
        for await (const things of this.api.follow(path, signal)) {
          for (const thing of things) {
            const work = look(thing)?.catch((error: unknown) => signal.aborted || this.onError(error));
            if (work === undefined) continue;
            running.add(work);
            void work.finally(() => running.delete(work));
          }
        }
      } catch (error) {
        if (!signal.aborted) this.onError(error);
        break;
      }
    }
    await Promise.all(running);
  }

  private onClaim(claim: Thing): Promise<void> | undefined {
    const { metadata, spec, status } = claim;
    if (metadata.annotations?.["volume.kubernetes.io/storage-provisioner"] !== provisioner) return undefined;
    if (metadata.deletionTimestamp !== undefined) return undefined;
    if (spec.volumeName === undefined) {
      // Of a class that waits for the first pod, which the scheduler has not placed yet or never asks for.
      const node = metadata.annotations["volume.kubernetes.io/selected-node"];
      return node === undefined ? undefined : this.once(metadata, "provision", () => this.provision(claim, node));
    }
    const [wanted, has] = [spec.resources.requests.storage as string, status?.capacity?.storage as string | undefined];
    if (status?.phase !== "Bound" || has === undefined || bytesOf(wanted) <= bytesOf(has)) return undefined;
    return this.once(metadata, `grow to ${wanted}`, () => this.grow(claim, wanted));
  }

  private onVolume({ metadata, spec, status }: Thing): Promise<void> | undefined {
    if (metadata.annotations?.[provisionedBy] !== provisioner || metadata.deletionTimestamp !== undefined)
      return undefined;
    if (status?.phase !== "Released" || spec.persistentVolumeReclaimPolicy !== "Delete") return undefined;
    return this.once(metadata, "delete", () => this.api.delete(`api/v1/persistentvolumes/${metadata.name}`));
  }

  private async once(metadata: Thing["metadata"], deed: string, work: () => Promise<void>): Promise<void> {
    const key = `${metadata.uid} ${deed}`;
    if (this.busy.has(key)) return;
    this.busy.add(key);
    try {
      await work();
    } finally {
      this.busy.delete(key);
    }
  }

  private async provision({ metadata, spec }: Thing, nodeName: string): Promise<void> {
    const { name, namespace, uid, resourceVersion } = metadata;
    const [node, storageClass] = await Promise.all([
      this.api.get(`api/v1/nodes/${nodeName}`),
      this.api.get(`apis/storage.k8s.io/v1/storageclasses/${spec.storageClassName}`),
    ]);
    const where = node?.metadata.labels?.[zone];
    const volume = {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `pvc-${uid}`, annotations: { [provisionedBy]: provisioner } },
      spec: {
        capacity: { storage: spec.resources.requests.storage },
        accessModes: spec.accessModes,
        volumeMode: spec.volumeMode,
        storageClassName: spec.storageClassName,
        persistentVolumeReclaimPolicy: storageClass?.reclaimPolicy ?? "Delete",
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid, resourceVersion },
        csi: { driver: provisioner, volumeHandle: `pvc-${uid}` },
        ...(where !== undefined && {
          nodeAffinity: {
            required: { nodeSelectorTerms: [{ matchExpressions: [{ key: zone, operator: "In", values: [where] }] }] },
          },
        }),
      },
    };
    try {
      await this.api.create("api/v1/persistentvolumes", volume);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409)) throw error; // made before
    }
  }

  private async grow({ metadata, spec }: Thing, storage: string): Promise<void> {
    const claim = `api/v1/namespaces/${metadata.namespace}/persistentvolumeclaims/${metadata.name}`;
    await this.api.patch(`api/v1/persistentvolumes/${spec.volumeName}`, { spec: { capacity: { storage } } });
    await this.api.patch(`${claim}/status`, { status: { capacity: { storage } } });
  }
}
