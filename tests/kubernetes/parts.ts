import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { version as etcdVersion } from "../../tools/etcd.json";
import kinds from "../../tools/kinds.json";
import { describeWhere, programOnPath } from "../needs.js";
import { built, cache } from "../world/built.js";

/** Files of the programs of a cluster without machines, and of Pulumi's plugin. */
export interface KubernetesParts {
  readonly etcd: string;
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly scheduler: string;
  /** Plays the nodes. */
  readonly kwok: string;
  /** Pulumi's plugin for Kubernetes. */
  readonly plugin: string;
  /** Definition of the Gateway API's kind of that name. */
  readonly httpRoutes: string;
  /** Definition of the Prometheus Operator's kind of that name. */
  readonly serviceMonitors: string;
}

/** Where set-up puts the definition of a kind. */
function defined(plural: string): string {
  const { version, file } = kinds.find((one) => one.file.endsWith(`_${plural}.yaml`))!;
  return join(cache, "kinds", version, basename(file));
}

const places = (): KubernetesParts => ({
  etcd: programOnPath("etcd") ?? join(cache, "etcd", etcdVersion, "bin", "etcd"),
  apiServer: built("kube-apiserver"),
  controllerManager: built("kube-controller-manager"),
  scheduler: built("kube-scheduler"),
  kwok: built("kwok"),
  plugin: built("pulumi-resource-kubernetes"),
  httpRoutes: defined("httproutes"),
  serviceMonitors: defined("servicemonitors"),
});

/** The parts, or null where set-up has not built them all. */
export function findKubernetes(): KubernetesParts | null {
  const parts = places();
  return Object.values(parts).every((file: string) => existsSync(file)) ? parts : null;
}

/** Tests on a real API server, skipped where its parts are not, unless DINFRA_KUBERNETES is "required". */
export function describeOnKubernetes(name: string, tests: (parts: KubernetesParts) => void): void {
  const lacking = [
    ...(findKubernetes() ? [] : ["a Kubernetes of its own (npm run setup -- --kubernetes)"]),
    // Ends the programs with the test, however that ends.
    ...(programOnPath("setpriv") ? [] : ["setpriv (apt-get install util-linux)"]),
  ];
  describeWhere({ variable: "DINFRA_KUBERNETES", lacking }, name, () => tests(places()));
}
