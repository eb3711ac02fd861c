import { ScalingSignal, ownerLabel, type GroupPolicy } from "@dinfra/port";
import { digest, identity, nodeWorkload } from "../testing/workloads.js";
import { groupSpec, scalerSpec } from "./group.js";
import { ownerOfClaim } from "./identity.js";

const { owner } = identity;
const scaling = {
  ...{ signal: ScalingSignal.Cpu, outAbove: 60, inBelow: 30, forSeconds: 300 },
  ...{ outCooldownSeconds: 7200, inCooldownSeconds: 1200 },
};
const policy: GroupPolicy = { minimum: 2, maximum: 6, scaling, readyAfterSeconds: 7200, drainSeconds: 120 };
const where = { name: "prod-group-x", owner, labels: { "dinfra-name": "prod-group-x" }, files: {}, claimLabels: {} };

test("each pod has a claim of its own that goes with it, and that says whose the volume was", () => {
  const spec = groupSpec({ storageClass: "ssd" }, nodeWorkload(), policy, { ...where, snapshot: "archive-2026" });
  expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: "Delete", whenScaled: "Delete" });
  const [template] = spec.volumeClaimTemplates;
  expect(template!.spec).toMatchObject({
    ...{ storageClassName: "ssd", resources: { requests: { storage: "100Gi" } } },
    dataSource: { kind: "VolumeSnapshot", name: "archive-2026" },
  });
  const claim = `${template!.metadata.name}-${where.name}-0`;
  expect(ownerOfClaim(claim)).toBe(ownerLabel(owner));
  expect(template!.metadata.name.length).toBeLessThanOrEqual(63);
  expect(spec.template.spec.containers[0]).toMatchObject({
    volumeMounts: expect.arrayContaining([
      { name: template!.metadata.name, mountPath: "/dinfra/volumes/data" },
    ]) as object,
  });
});

test("how many there are is the autoscaler's to say, where there is one; a pod that goes stays for its clients", () => {
  const scaled = groupSpec({}, nodeWorkload(), policy, where);
  expect(scaled).not.toHaveProperty("replicas");
  expect(scaled.template.spec.terminationGracePeriodSeconds).toBe(300 + 120);
  expect(scaled.template.spec.containers[0]).toMatchObject({ lifecycle: { preStop: { sleep: { seconds: 120 } } } });
  const { scaling: _, ...fixed } = policy;
  const still = groupSpec({}, nodeWorkload(), { ...fixed, drainSeconds: 0 }, where);
  expect(still).toMatchObject({ replicas: 2 });
  expect(still.template.spec.containers[0]).not.toHaveProperty("lifecycle");
});

test("one pod more or less at a time, within the periods that the API takes", () => {
  expect(scalerSpec({}, policy, scaling)).toEqual({
    ...{ minReplicas: 2, maxReplicas: 6 },
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 60 } } }],
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 1800 }] },
      scaleDown: { stabilizationWindowSeconds: 1200, policies: [{ type: "Pods", value: 1, periodSeconds: 1200 }] },
    },
  });
});

test.each([
  [{ agent: { image: `a@sha256:${digest}` } }, "dinfra_pod_connections"],
  [{ connectionsMetric: "haproxy_sessions" }, "haproxy_sessions"],
])("connections are the agent's figure, or that of the settings %j", (settings, name) => {
  const { metrics } = scalerSpec(settings, policy, { ...scaling, signal: ScalingSignal.Connections, outAbove: 400 });
  expect(metrics).toEqual([
    { type: "Pods", pods: { metric: { name }, target: { type: "AverageValue", averageValue: "400" } } },
  ]);
});
