import { Reach, renderCloudInit, renderProcess, renderStatefulSet } from "@dinfra/port";
import fc from "fast-check";
import { parse, parseAllDocuments } from "yaml";
import { node } from "../testing/node-specs.js";
import { NodeRole } from "./axes.js";
import { substrateNodeWorkload } from "./workload.js";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const spec = fc
  .record({
    chain: label,
    nodeName: label,
    role: fc.constantFrom(...Object.values(NodeRole).filter((role) => role !== NodeRole.Collator)),
    telemetry: fc.boolean(),
    rpcMaxConnections: fc.integer({ min: 1, max: 100_000 }),
    pruning: fc.option(fc.integer({ min: 256, max: 2 ** 32 - 1 }), { nil: undefined }),
  })
  .map(({ pruning, ...rest }) => ({ ...rest, pruningBlocks: rest.role === NodeRole.Archive ? undefined : pruning }));

interface Container {
  args: string[];
}

test("a node is told the same by a systemd unit and by a pod, but for where its data lies", () => {
  fc.assert(
    fc.property(spec, (change) => {
      const workload = substrateNodeWorkload(node(change));
      const cloudInit = parse(renderCloudInit(workload, { devices: { data: "/dev/disk/by-id/d" } })) as {
        write_files: { path: string; content: string }[];
      };
      const unit = cloudInit.write_files.find((f) => f.path.endsWith("/dinfra-node.service"))!.content;
      const bySystemd = /^ExecStart=\S+ (.*)$/m.exec(unit)![1]!.split(" ");
      const documents = parseAllDocuments(renderStatefulSet(workload)).map((d) => (d as { toJS(): unknown }).toJS());
      const set = documents[0] as { spec: { template: { spec: { containers: Container[] } } } };
      const inPod = set.spec.template.spec.containers[0]!.args;
      const place = (arg: string) => (arg.endsWith("/data") ? "<data>" : arg);
      expect(bySystemd.map(place)).toEqual(inPod.map(place));
    }),
    { numRuns: 40 },
  );
});

test("as a process it is told the same node, on its own loopback address alone", () => {
  const place = { address: "127.4.5.6", ports: { p2p: 2000, rpc: 2001, "p2p-ws": 2002 }, volumes: { data: "/data" } };
  fc.assert(
    fc.property(spec, (change) => {
      const { args, ports } = renderProcess(
        substrateNodeWorkload(node({ ...change, reach: Reach.Loopback })),
        "node",
        place,
      );
      const value = (flag: string) => args[args.indexOf(flag) + 1];
      expect([value("--chain"), value("--name")]).toEqual([change.chain, change.nodeName]);
      expect(args.join(" ")).not.toMatch(/0\.0\.0\.0|external/);
      expect(ports.every((p) => p.address === place.address)).toBe(true);
    }),
  );
});
