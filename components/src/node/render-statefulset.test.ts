import { renderStatefulSet, type Workload } from "@dinfra/port";
import { parseAllDocuments } from "yaml";
import { expectGolden } from "../testing/golden.js";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { CommandLine } from "./node-spec.js";
import { substrateNodeWorkload } from "./workload.js";

const workload = substrateNodeWorkload(node({ role: NodeRole.Rpc, rpcMaxConnections: 1000 }));
const documents = (of: Workload) =>
  parseAllDocuments(renderStatefulSet(of)).map((d) => {
    expect(d).toMatchObject({ errors: [], warnings: [] });
    return (d as { toJS(): Record<string, unknown> }).toJS();
  });

test("an RPC node as a StatefulSet", () => expectGolden("statefulset-rpc.yaml", renderStatefulSet(workload)));

test("names agree across the documents, and labels fit a DNS label", () => {
  const [set, service, policy] = documents(workload);
  expect([set, service, policy].map((d) => d!["kind"])).toEqual(["StatefulSet", "Service", "NetworkPolicy"]);
  const spec = set!["spec"] as { serviceName: string; selector: object; template: { metadata: { labels: object } } };
  expect((service!["metadata"] as { name: string }).name).toBe(spec.serviceName);
  expect(spec.template.metadata.labels).toMatchObject((spec.selector as { matchLabels: object }).matchLabels);
});

test("only the peers' port is open to the world", () => {
  const policy = documents(workload)[2]!["spec"] as { ingress: { from?: unknown; ports: { port: number }[] }[] };
  expect(policy.ingress.filter((rule) => !rule.from).flatMap((rule) => rule.ports.map((p) => p.port))).toEqual([30333]);
});

test("a secret is named and mounted, never given", () => {
  const service = { ...workload.services[0]!, secrets: [{ name: "node-key", key: "dinfra-node-key" }] };
  const text = renderStatefulSet({
    ...workload,
    services: [{ ...service, args: [...service.args, "--node-key-file", [{ ref: "secret", secret: "node-key" }]] }],
  });
  expectGolden("statefulset-secret.yaml", text);
  expect(text).toContain("- /dinfra/secrets/node/node-key");
  expect(text).not.toMatch(/kind: Secret/);
});

test("what a pod cannot be told is refused, not left out", () => {
  const render = (change: Partial<Workload>) => () => renderStatefulSet({ ...workload, ...change });
  const dev = substrateNodeWorkload(
    node({
      commandLine: CommandLine.DevNode,
      program: { name: "dev-node", version: "1", args: [], image: "x@sha256:1" },
    }),
  );
  expect(() => renderStatefulSet(dev)).toThrow("a kubelet cannot ask port rpc over WebSocket");
  expect(render({ services: [{ ...workload.services[0]!, program: { name: "a", version: "1", args: [] } }] })).toThrow(
    expect.objectContaining({ code: "EntryNotRunnable" }),
  );
  expect(
    render({ steps: [{ kind: "restore", volume: "data", folder: "x", baseUrl: "https://x", manifestSha256: "" }] }),
  ).toThrow("a StatefulSet cannot restore from a snapshot");
});
