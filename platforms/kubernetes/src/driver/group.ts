import {
  invalidArgument,
  nameTag,
  ownerLabel,
  ScalingSignal,
  type GroupPolicy,
  type GroupScaling,
  type MachineGroup,
  type Workload,
  type WorkloadGroupRequest,
} from "@dinfra/port";
import * as pulumi from "@pulumi/pulumi";
import type { Client } from "../api/client.js";
import { kinds } from "../kinds.js";
import type { KubernetesSettings } from "../settings.js";
import { around, digestOf } from "./around.js";
import { claimSpec, storageOf } from "./claim.js";
import { growClaims } from "./grow.js";
import { named, ours, skipAwait } from "./identity.js";
import { providerOptions, sdk } from "./provider.js";
import { podTemplate, type SetPlace } from "./set.js";
import { asSpec } from "./workload.js";

/** A group is a set of many pods, each with a claim that comes and goes with it, and an autoscaler. */
export function group(
  settings: KubernetesSettings,
  request: WorkloadGroupRequest,
  opts: pulumi.CustomResourceOptions,
  client: () => Client,
): MachineGroup {
  const { logicalName, owner, outline, policy, diskSnapshot } = request;
  const [volume, ...more] = outline.volumes;
  if (more.length > 0) throw invalidArgument("volumes", "at most one of a pod of a group", outline.volumes.join(", "));
  const scaling = policy.scaling && scalerSpec(settings, policy, policy.scaling);
  const on = providerOptions(settings, logicalName, opts);
  const { self, namespace, wanted, files, agentConfig, ports, keep, resources, made } = around(settings, request, on);
  const { name, labels } = self;
  const claimLabels = volume === undefined ? {} : named(settings, request, volume).labels;
  const spec = pulumi.all([wanted, files, agentConfig, diskSnapshot]).apply(([w, maps, agent, snapshot]) =>
    groupSpec(settings, w, policy, {
      ...{ name, owner, labels, files: maps, claimLabels, snapshot },
      agentConfig: agent,
    }),
  );
  const set = new (sdk.StatefulSet())(
    logicalName,
    { metadata: { name, namespace, labels, annotations: skipAwait }, spec: spec.apply(asSpec) },
    // Another template of claims is another set: Pulumi would take this one away first, and all claims with it.
    { ...on, dependsOn: [...made], ignoreChanges: ["spec.volumeClaimTemplates"] },
  );
  keep(set, kinds.set, self);
  const grown = pulumi.all([set.id, namespace, wanted]).apply(async ([id, ns, { volumes }]) => {
    const [wish] = volumes;
    if (!pulumi.runtime.isDryRun() && wish)
      await growClaims(client(), { namespace: ns, set: name, storage: storageOf(wish) });
    return id;
  });
  if (scaling) {
    const target = { apiVersion: "apps/v1", kind: "StatefulSet", name };
    const scaler = {
      metadata: { name, namespace, labels, annotations: ours },
      spec: { scaleTargetRef: target, ...scaling },
    };
    const after = { ...on, dependsOn: [set] };
    keep(new (sdk.HorizontalPodAutoscaler())(`${logicalName}-scaler`, scaler, after), kinds.scaler, self);
  }
  return { id: grown, version: spec.apply(({ template }) => digestOf(template)), ports, resources };
}

export interface GroupPlace extends Omit<SetPlace, "claims"> {
  /** Labels of each pod's claim. */
  claimLabels: Record<string, string>;
  /** VolumeSnapshot that each claim is made from. */
  snapshot?: string;
}

/** StatefulSetSpec, apps/v1. How many pods there are is the autoscaler's to say, where there is one. */
export function groupSpec(settings: KubernetesSettings, workload: Workload, policy: GroupPolicy, where: GroupPlace) {
  const { name, owner, claimLabels, snapshot } = where;
  const { drainSeconds } = policy;
  // The volume that a claim leaves behind names its claim, and that begins with the template's name.
  const template = ownerLabel(owner);
  const templates = Object.fromEntries(workload.volumes.map((volume) => [volume.name, template]));
  return {
    ...(policy.scaling ? {} : { replicas: policy.minimum }),
    ...{ serviceName: name, podManagementPolicy: "Parallel", updateStrategy: { type: "RollingUpdate" } },
    selector: { matchLabels: { [nameTag]: name } },
    template: drained(podTemplate(settings, workload, { ...where, templates }), drainSeconds),
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Delete" },
    volumeClaimTemplates: workload.volumes.map((volume) => ({
      metadata: { name: template, labels: claimLabels },
      spec: {
        ...claimSpec(settings, storageOf(volume)),
        ...(snapshot !== undefined && {
          dataSource: { apiGroup: "snapshot.storage.k8s.io", kind: "VolumeSnapshot", name: snapshot },
        }),
      },
    })),
  };
}

/** A pod that goes gets no new client at once, and stays with those that it has. */
function drained(template: ReturnType<typeof podTemplate>, seconds: number) {
  if (seconds === 0) return template;
  const { spec } = template;
  const lifecycle = { preStop: { sleep: { seconds } } };
  return {
    ...template,
    spec: {
      ...spec,
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds + seconds,
      containers: spec.containers.map((container) => ({ ...container, lifecycle })),
    },
  };
}

/** The longest period of a rule that the API takes. */
const longestPeriod = 1800;
const longestWindow = 3600;

/**
 * HorizontalPodAutoscalerSpec, autoscaling/v2. An autoscaler has one target, which is `outAbove`: it takes a pod away when those
 * that stay are still below it, whatever `inBelow` says.
 */
export function scalerSpec(settings: KubernetesSettings, { minimum, maximum }: GroupPolicy, scaling: GroupScaling) {
  const { signal, outAbove, forSeconds, outCooldownSeconds, inCooldownSeconds } = scaling;
  const oneIn = (seconds: number) => [{ type: "Pods", value: 1, periodSeconds: Math.min(seconds, longestPeriod) }];
  return {
    ...{ minReplicas: minimum, maxReplicas: maximum },
    metrics: [metricOf(settings, signal, outAbove)],
    behavior: {
      scaleUp: { stabilizationWindowSeconds: Math.min(forSeconds, longestWindow), policies: oneIn(outCooldownSeconds) },
      scaleDown: {
        stabilizationWindowSeconds: Math.min(Math.max(forSeconds, inCooldownSeconds), longestWindow),
        policies: oneIn(inCooldownSeconds),
      },
    },
  };
}

/** Figure of the agent (`agent/pod/serve.go`): what a group scales on where the settings say no other. */
const connectionsFigure = "dinfra_pod_connections";

function metricOf(
  { connectionsMetric = connectionsFigure }: KubernetesSettings,
  signal: ScalingSignal,
  target: number,
) {
  if (signal === ScalingSignal.Connections) {
    const averageValue = String(target);
    return {
      type: "Pods",
      pods: { metric: { name: connectionsMetric }, target: { type: "AverageValue", averageValue } },
    };
  }
  return { type: "Resource", resource: { name: signal, target: { type: "Utilization", averageUtilization: target } } };
}
