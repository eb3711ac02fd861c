import { nameTag, openPorts, type Workload } from "@dinfra/port";

/** ServiceMonitorSpec, monitoring.coreos.com/v1: every exporter of the pods, ready or not, and the agent's figures. */
export function monitorSpec(workload: Workload, name: string, healthPort?: number) {
  const exporters = openPorts(workload).flatMap(({ name: port, metrics }) =>
    metrics ? [endpoint(port, metrics.path, metrics.job)] : [],
  );
  return {
    selector: { matchLabels: { [nameTag]: name } },
    endpoints: [...exporters, ...(healthPort === undefined ? [] : [endpoint("health", "/metrics", "dinfra-agent")])],
  };
}

const endpoint = (port: string, path: string, job: string) => ({
  ...{ port, path },
  relabelings: [{ targetLabel: "job", replacement: job }],
});
