import { readSecret, withProvider } from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { KubernetesSettings } from "../settings.js";

/*
 * The SDK by its parts, loaded when the first resource is made: the whole of it has every kind of every version of Kubernetes, and
 * an observer needs none of it.
 */
/* eslint-disable @typescript-eslint/no-require-imports -- synchronous and late, as said above */
export const sdk = {
  Provider: () => (require("@pulumi/kubernetes/provider") as typeof import("@pulumi/kubernetes/provider.js")).Provider,
  Namespace: () =>
    (require("@pulumi/kubernetes/core/v1/namespace") as typeof import("@pulumi/kubernetes/core/v1/namespace.js"))
      .Namespace,
  Service: () =>
    (require("@pulumi/kubernetes/core/v1/service") as typeof import("@pulumi/kubernetes/core/v1/service.js")).Service,
  ConfigMap: () =>
    (require("@pulumi/kubernetes/core/v1/configMap") as typeof import("@pulumi/kubernetes/core/v1/configMap.js"))
      .ConfigMap,
  PersistentVolumeClaim: () =>
    (
      require("@pulumi/kubernetes/core/v1/persistentVolumeClaim") as typeof import("@pulumi/kubernetes/core/v1/persistentVolumeClaim.js")
    ).PersistentVolumeClaim,
  StatefulSet: () =>
    (require("@pulumi/kubernetes/apps/v1/statefulSet") as typeof import("@pulumi/kubernetes/apps/v1/statefulSet.js"))
      .StatefulSet,
  NetworkPolicy: () =>
    (
      require("@pulumi/kubernetes/networking/v1/networkPolicy") as typeof import("@pulumi/kubernetes/networking/v1/networkPolicy.js")
    ).NetworkPolicy,
  Ingress: () =>
    (
      require("@pulumi/kubernetes/networking/v1/ingress") as typeof import("@pulumi/kubernetes/networking/v1/ingress.js")
    ).Ingress,
  PodDisruptionBudget: () =>
    (
      require("@pulumi/kubernetes/policy/v1/podDisruptionBudget") as typeof import("@pulumi/kubernetes/policy/v1/podDisruptionBudget.js")
    ).PodDisruptionBudget,
  HorizontalPodAutoscaler: () =>
    (
      require("@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler") as typeof import("@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js")
    ).HorizontalPodAutoscaler,
  CustomResource: () =>
    (
      require("@pulumi/kubernetes/apiextensions/customResource") as typeof import("@pulumi/kubernetes/apiextensions/customResource.js")
    ).CustomResource,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** Options with the provider of the user, else one from the settings, else Pulumi's own default. */
export function providerOptions(
  settings: KubernetesSettings,
  logicalName: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return withProvider("kubernetes", opts, (parent) => {
    const { kubeconfig, context } = settings;
    if (!kubeconfig && context === undefined) return undefined;
    return new (sdk.Provider())(
      `${logicalName}-provider`,
      {
        context,
        kubeconfig: kubeconfigOf(settings),
        // Else the plugin guesses from the text whether it is another cluster, and another one means that all is made anew.
        clusterIdentifier: context ?? "of-the-placement",
      },
      parent,
    );
  });
}

/** A file stays where it is: the plugin reads it by its path, and no secret gets into the state. */
function kubeconfigOf({ kubeconfig }: KubernetesSettings): pulumi.Input<string> | undefined {
  if (!kubeconfig) return undefined;
  return kubeconfig.file ?? pulumi.secret(readSecret("placement.kubernetes.kubeconfig", kubeconfig));
}
