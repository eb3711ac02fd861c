import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStandIn, type StandIn } from "@dinfra/cloudstack-stand-in";
import { agentArtifactPath } from "@dinfra/node";
import { Lab } from "../machines/lab/lab.js";
import { Artifacts } from "../machines/release/artifacts.js";
import { LabHypervisor } from "./hypervisor.js";

const root = join(__dirname, "..", "..");
const agent = join(root, "agent", "dist", "dinfra-agent-linux-amd64");

export interface BootedCloudOptions<H extends LabHypervisor> {
  /** Its credentials lie in the environment variables `DINFRA_TEST_<name>_KEY` and `_SECRET`. */
  name: string;
  /** First public address: of a range that no other suite has, all of them addresses of this machine. */
  firstPublic: string;
  hypervisor: (lab: Lab) => H;
}

/** A cloud of ours whose machines boot, with what they fetch, and a key with which their operators log in. */
export interface BootedCloud<H extends LabHypervisor> {
  /** For files of the suite; removed by `close`. */
  folder: string;
  lab: Lab;
  hypervisor: H;
  cloud: StandIn;
  /** On all addresses: the network, whose router's address machines ask, is made later by the program. */
  artifacts: Artifacts;
  /** The development node, packed as machines fetch it. */
  devNode: string;
  /** Of a placement: where the API is, and the credentials by reference. */
  api: { apiUrl: string; apiKey: { env: string }; secretKey: { env: string } };
  /** Of a placement of machines: who logs in, and what is fetched by machines of the network `<prefix>.0/24`. */
  access(prefix: string): {
    operators: { publicKeys: string[]; privateKey: { file: string } };
    artifacts: { baseUrl: string; agent: { amd64: string } };
  };
  close(): Promise<void>;
}

export async function openBootedCloud<H extends LabHypervisor>(
  options: BootedCloudOptions<H>,
): Promise<BootedCloud<H>> {
  if (!existsSync(agent)) throw new Error(`expected the agent at ${agent}, found nothing: npm run setup -- --tests`);
  const folder = mkdtempSync(join(tmpdir(), "dinfra-boots-"));
  const identity = join(folder, "id");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", identity]);
  const devNode = join(folder, "dev-node.tar.gz");
  execFileSync(process.execPath, [join(root, "tools", "dev-node-archive.mjs"), devNode]);
  const lab = await Lab.open();
  const hypervisor = options.hypervisor(lab);
  const cloud = await startStandIn({ hypervisor, publicRange: { first: options.firstPublic, count: 8 } });
  const [key, secret] = [`DINFRA_TEST_${options.name}_KEY`, `DINFRA_TEST_${options.name}_SECRET`];
  Object.assign(process.env, { [key]: cloud.admin.apiKey, [secret]: cloud.admin.secret });
  const artifacts = await Artifacts.serve("0.0.0.0");
  const amd64 = `sha256:${artifacts.putFile(agentArtifactPath, agent)}`;
  return {
    ...{ folder, lab, hypervisor, cloud, artifacts, devNode },
    api: { apiUrl: cloud.url, apiKey: { env: key }, secretKey: { env: secret } },
    access: (prefix) => ({
      operators: {
        publicKeys: [readFileSync(`${identity}.pub`, "utf8").trim()],
        privateKey: { file: identity },
      },
      artifacts: { baseUrl: `http://${prefix}.1:${new URL(artifacts.baseUrl).port}`, agent: { amd64 } },
    }),
    async close() {
      artifacts.close();
      await hypervisor.close();
      await cloud.close();
      await lab.close();
      rmSync(folder, { recursive: true });
    },
  };
}
