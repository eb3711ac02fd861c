import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentArtifactPath, renderUserData } from "@dinfra/node";
import { NodeRole, Reach, renderRelease, substrateNodeWorkload, CommandLine, type Workload } from "@dinfra/components";
import type { ReleaseDocument } from "@dinfra/schemas";
import { balancerWorkload } from "../../components/src/endpoint/workload.js";
import { gatewayValues } from "../../components/src/gateway/config.js";
import { programOnPath } from "../needs.js";
import { Clients } from "../rpc-endpoint/clients.js";
import { until } from "../world/until.js";
import { Lab } from "./lab/lab.js";
import type { Machine } from "./lab/machine.js";
import { describeOnMachines } from "./lab/needs.js";
import type { Network } from "./lab/network.js";
import { Artifacts } from "./release/artifacts.js";

jest.setTimeout(600_000);

const root = join(__dirname, "..", "..");
const agent = join(root, "agent", "dist", "dinfra-agent-linux-amd64");
const haproxy = programOnPath("haproxy");
const clientCount = 200;
const resources = { cpu: 2000, memory: 1024 };

/** HAProxy with the libraries that it has here, which the image of a cloud lacks. */
function packHaproxy(folder: string, program: string): string {
  const bin = join(folder, "haproxy");
  mkdirSync(bin);
  copyFileSync(program, join(bin, "haproxy.real"));
  const libraries = execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/=> (\/\S+)/g);
  for (const [, file] of libraries) copyFileSync(file!, join(bin, file!.split("/").at(-1)!));
  // The loader and libc are the system's own.
  for (const own of ["libc.so.6", "libm.so.6"]) rmSync(join(bin, own), { force: true });
  writeFileSync(
    join(bin, "haproxy"),
    '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\nLD_LIBRARY_PATH=$here exec "$here/haproxy.real" "$@"\n',
  );
  chmodSync(join(bin, "haproxy"), 0o755);
  const archive = join(folder, "haproxy.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", folder, "haproxy"]);
  return archive;
}

/** What an RPC endpoint is on machines: HAProxy on one, and nodes behind their gateways on two, each by its Release. */
describeOnMachines(
  "an RPC endpoint on machines",
  () => {
    let lab: Lab;
    let network: Network;
    let artifacts: Artifacts;
    let folder: string;
    let digests: { agent: string; node: string; haproxy: string };
    let proxy: Machine;
    let nodes: Machine[];
    let clients: Clients | undefined;
    let begun = performance.now();

    const took = (step: string, more = ""): void => {
      const ms = Math.round(performance.now() - begun);
      process.stderr.write(`an RPC endpoint on machines: ${step}: ${ms} ms${more}\n`);
      begun = performance.now();
    };

    const release = (workload: Workload): ReleaseDocument => {
      const subnet = `${network.gateway.replace(/\.\d+$/, ".0")}/24`;
      const operators = [`${network.gateway}/32`];
      const ranges = { world: ["0.0.0.0/0"], peers: [], gateway: [subnet], operators };
      return renderRelease(workload, { devices: {}, ranges, architecture: "amd64" });
    };

    const nodeDocument = (name: string) =>
      release(
        substrateNodeWorkload({
          ...{ physicalName: name, nodeName: name, chain: "dev", role: NodeRole.Rpc, reach: Reach.Network },
          commandLine: CommandLine.DevNode,
          program: {
            ...{ name: "dev", version: "1", args: [], url: "dev.tar.gz", archive: "bin/dev-node" },
            digest: `sha256:${digests.node}`,
          },
          ...{ rpcMaxConnections: 1000, telemetry: false, resources: { ...resources, disk: 1 } },
          gateway: {
            program: {
              ...{ name: "dinfra-agent", version: "1", args: [], url: agentArtifactPath(digests.agent) },
              digest: `sha256:${digests.agent}`,
            },
            // All clients of this test come from one address.
            values: gatewayValues({ limits: { connections: 2 * clientCount, weightPerSecond: 1e5, burst: 1e5 } }, []),
            agent: true,
          },
        }),
      );

    const proxyDocument = (of: readonly Machine[]) => {
      const backends = of.map(({ address }) => ({
        rpc: { host: address, port: 9944 },
        readiness: { host: address, port: 8001, path: "/ready" },
        gateway: true,
      }));
      return release(
        balancerWorkload({
          physicalName: "endpoint",
          program: {
            ...{ name: "haproxy", version: "2.6", args: [], url: "haproxy.tar.gz", archive: "haproxy/haproxy" },
            digest: `sha256:${digests.haproxy}`,
          },
          resources,
          backends: backends as [(typeof backends)[0]],
          // Long enough for a busy machine: that a node is not ready, its agent answers at once.
          health: { intervalSeconds: 1, timeoutSeconds: 5, fall: 2, rise: 2 },
          ...{ maxConnections: 1000, idleSeconds: 3600 },
        }),
      );
    };

    interface Status {
      release: { desired: string; running: string };
      conditions: Record<string, { status: boolean; reason: string }>;
    }
    const bring = async (machine: Machine, document: ReleaseDocument): Promise<void> => {
      await until(() => machine.attempt("dinfra-agent status"), ({ code }) => code === 0); // prettier-ignore
      const said = await machine.exec("dinfra-agent apply", { input: JSON.stringify(document) });
      const { release: asked } = JSON.parse(said) as Status;
      await until(
        async () => JSON.parse(await machine.exec("dinfra-agent status")) as Status,
        ({ release: now, conditions }) =>
          now.desired === asked.desired && now.running === now.desired && conditions["ready"]!.status,
      );
    };

    /** Which nodes the balancer sends clients to. */
    const inService = async () =>
      [
        ...(await (await fetch(`http://${proxy.address}:8404/metrics`)).text()).matchAll(
          /^haproxy_server_status\{.*server="([^"]+)",state="UP"\} 1/gm,
        ),
      ].map(([, server]) => server);
    const served = async (...names: string[]) =>
      until(inService, (found) => String(found.sort()) === String(names), 120_000);
    const callOf = async (method: string) => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [] });
      const headers = { "content-type": "application/json" };
      return (await fetch(`http://${proxy.address}:9944`, { method: "POST", headers, body })).json() as Promise<object>;
    };
    const moved = async (followers: Clients, what: string, before: number) => {
      await followers.allHear();
      took(what, `; ${followers.connections - before} new connections of ${clientCount}, at most ${followers.longestGapMs()} ms without a head`); // prettier-ignore
    };

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "dinfra-endpoint-"));
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "id")]);
      const packed = join(folder, "dev.tar.gz");
      execFileSync(process.execPath, [join(root, "tools", "dev-node-archive.mjs"), packed]);
      lab = await Lab.open();
      network = await lab.network();
      artifacts = await Artifacts.serve(network.gateway);
      digests = {
        agent: artifacts.putFile(agentArtifactPath, agent),
        node: artifacts.putFile(() => "dev.tar.gz", packed),
        haproxy: artifacts.putFile(() => "haproxy.tar.gz", packHaproxy(folder, haproxy!)),
      };
      const operators = {
        keys: [readFileSync(join(folder, "id.pub"), "utf8").trim()],
        sources: [`${network.gateway}/32`],
      };
      const boot = (name: string) =>
        lab.boot({ name, network, userData: renderUserData({ name, agent: { amd64: digests.agent }, artifacts, operators }) }); // prettier-ignore
      begun = performance.now();
      [proxy, ...nodes] = (await Promise.all(["endpoint", "node-1", "node-2"].map(boot))) as [Machine, ...Machine[]];
      await Promise.all([
        ...nodes.map((machine) => bring(machine, nodeDocument(machine.name))),
        bring(proxy, proxyDocument(nodes)),
      ]);
      took("three machines, booted to ready");
    });
    afterAll(async () => {
      clients?.end();
      artifacts?.close();
      await lab?.close();
      if (folder) rmSync(folder, { recursive: true });
    });

    test("JSON-RPC goes through it, by WebSocket too, and a node answers its own machine alone", async () => {
      await served("node-0", "node-1");
      expect(await callOf("system_chain")).toMatchObject({ result: "dev" });
      expect(await callOf("author_rotateKeys")).toMatchObject({ error: { code: -32601 } });
      clients = new Clients(`ws://${proxy.address}:9944`, clientCount);
      await clients.allHear();
      for (const port of [9943, 22])
        expect((await proxy.attempt(`timeout 2 bash -c '</dev/tcp/${nodes[0]!.address}/${port}'`)).code).not.toBe(0);
      expect((await nodes[0]!.attempt("timeout 2 bash -c '</dev/tcp/127.0.0.1/9943'")).code).toBe(0);
    });

    test("a node stalls and its clients follow the other; a change of nodes cuts nobody off; a machine is killed", async () => {
      const followers = clients as Clients;
      followers.longestGapMs();
      let before = followers.connections;
      begun = performance.now();
      await nodes[0]!.exec("systemctl kill --signal=STOP dinfra-node.service");
      await served("node-1");
      took("from a node's stall to its removal");
      await moved(followers, "all clients follow the other", before);
      await nodes[0]!.exec("systemctl kill --signal=CONT dinfra-node.service");
      await served("node-0", "node-1");

      const pid = () => proxy.exec("systemctl show -P MainPID dinfra-proxy.service");
      const [pidBefore, { cutOff }] = [await pid(), followers];
      before = followers.connections;
      begun = performance.now();
      await bring(proxy, proxyDocument([nodes[1]!]));
      await served("node-0");
      expect(await pid()).toBe(pidBefore);
      expect(followers.cutOff).toBe(cutOff);
      await moved(followers, "one node is left out", before);
      await bring(proxy, proxyDocument(nodes));
      await served("node-0", "node-1");
      expect(followers.cutOff).toBe(cutOff);

      before = followers.connections;
      begun = performance.now();
      await lab.remove(nodes[1]!);
      await served("node-0");
      await moved(followers, "one machine is killed", before);
    });
  },
  () => (haproxy ? undefined : "haproxy (apt-get install haproxy)"),
);
