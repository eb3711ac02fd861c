import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../world/free-port.js";
import { until } from "../world/until.js";
import { Api } from "./api.js";
import type { KubernetesParts } from "./parts.js";
import { Program } from "./program.js";
import { Volumes, provisioner } from "./volumes.js";

/** Storage class of the claims that name none: grows, waits for the first pod, and deletes. */
export const defaultStorageClass = "standard";

export interface ClusterOptions {
  /** Nodes, over the zones in turn. */
  readonly nodes?: number;
  readonly zones?: readonly string[];
}

/** A Kubernetes without machines: real API server, controllers and scheduler; kwok plays the nodes. */
export interface Cluster {
  /** Path of the kubeconfig of an administrator. */
  readonly kubeconfig: string;
  /** Such as https://127.0.0.1:40123. */
  readonly server: string;
  /** Of an administrator. */
  readonly api: Api;
  readonly programs: readonly Program[];
  /** Text of a kubeconfig of a service account, with what roles allow it; the token is good for an hour. */
  serviceAccount(namespace: string, name: string): Promise<string>;
  /** What the provisioner of volumes could not do. */
  readonly errors: readonly unknown[];
  /** Ends every program and removes all that was written. */
  close(): Promise<void>;
}

/** Users of the API server's token file, and their groups. */
const users = {
  admin: ["system:masters"],
  "system:kube-controller-manager": [],
  "system:kube-scheduler": [],
  kwok: [],
} as const;
type User = keyof typeof users;

export async function openCluster(parts: KubernetesParts, options: ClusterOptions = {}): Promise<Cluster> {
  const { nodes = 3, zones = ["a", "b", "c"] } = options;
  const folder = mkdtempSync(join(tmpdir(), "dinfra-kubernetes-"));
  const watcher = removesAfterUs(folder);
  const programs: Program[] = [];
  const errors: unknown[] = [];
  let volumes: Volumes | undefined;
  let api: Api | undefined;
  const close = async () => {
    await volumes?.close();
    api?.close();
    await Promise.all(programs.map((program) => program.end()));
    await watcher();
  };
  try {
    const start = (name: string, file: string, args: readonly string[]) => {
      const program = Program.start(name, file, args, folder);
      programs.push(program);
      return program;
    };
    const answers = async (program: Program, look: () => Promise<boolean>) =>
      void (await until(() => {
        program.mustRun();
        return look().catch(() => false);
      }));

    const [client, peer, port] = [await freePort(), await freePort(), await freePort()];
    const etcd = start("etcd", parts.etcd, etcdArgs(folder, `http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`));
    await answers(etcd, async () => (await fetch(`http://127.0.0.1:${client}/health`)).ok);

    const tokens = writeTokens(folder);
    writeServiceAccountKey(folder);
    const apiServer = start("kube-apiserver", parts.apiServer, apiServerArgs(folder, client, port));
    const server = `https://127.0.0.1:${port}`;
    const certificate = join(folder, "certificates", "apiserver.crt");
    await answers(apiServer, () => Promise.resolve(existsSync(certificate)));
    const ca = readFileSync(certificate, "utf8");
    api = new Api(server, ca, tokens.admin);
    await answers(apiServer, async () => (await api!.text("readyz")) === "ok");

    const config = (user: string, token: string) => kubeconfig(server, ca, user, token);
    const configOf = (user: User) => {
      const file = join(folder, `${user.replace(":", "-")}.kubeconfig`);
      writeFileSync(file, config(user, tokens[user]), { mode: 0o600 });
      return file;
    };
    start("kube-controller-manager", parts.controllerManager, [
      `--kubeconfig=${configOf("system:kube-controller-manager")}`,
      `--service-account-private-key-file=${join(folder, "service-accounts.key")}`,
      `--root-ca-file=${certificate}`,
      `--flex-volume-plugin-dir=${join(folder, "flex")}`,
      ...["--use-service-account-credentials=true", "--leader-elect=false", "--secure-port=0"],
      // Metrics of a second ago are what a test waits for.
      "--horizontal-pod-autoscaler-sync-period=1s",
    ]);
    start("kube-scheduler", parts.scheduler, [
      `--kubeconfig=${configOf("system:kube-scheduler")}`,
      ...["--leader-elect=false", "--secure-port=0"],
    ]);
    await api.create("apis/rbac.authorization.k8s.io/v1/clusterroles", kwokRole);
    await api.create("apis/rbac.authorization.k8s.io/v1/clusterrolebindings", kwokBinding);
    start("kwok", parts.kwok, [
      `--kubeconfig=${configOf("kwok")}`,
      `--config=${join(__dirname, "stages.yaml")}`,
      ...["--manage-all-nodes=true", "--node-lease-duration-seconds=40", "--node-ip=127.0.0.1"],
    ]);
    volumes = new Volumes(api, (error) => errors.push(error));
    for (const [path, thing] of storage) await api.create(path, thing);
    for (let i = 0; i < nodes; i++) await api.create("api/v1/nodes", node(`node-${i}`, zones[i % zones.length]!));
    await api.until("api/v1/nodes", (all) => {
      for (const program of programs) program.mustRun();
      return all.filter(({ spec }) => !spec.taints).length === nodes;
    });
    // Without it no pod is admitted.
    await api.untilOne("api/v1/namespaces/default/serviceaccounts/default", (account) => account !== undefined);
    return {
      ...{ kubeconfig: configOf("admin"), server, api, programs, errors, close },
      async serviceAccount(namespace, name) {
        const path = `api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
        const { status } = await api!.create(path, { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest" });
        return config(name, status.token as string);
      },
    };
  } catch (error) {
    const said = programs.map((program) => `${program.name}: ${program.last()}`).join("\n");
    await close();
    throw new Error(`the cluster did not start: ${String(error)}\n${said}`, { cause: error });
  }
}

/** Removes the folder when it is told to, or when this process has ended without a word. */
function removesAfterUs(folder: string): () => Promise<void> {
  const script = 'trap "" HUP INT TERM; cat >/dev/null; for i in 1 2 3 4 5; do rm -rf "$0" && break; sleep 1; done';
  const watcher = spawn("sh", ["-c", script, folder], { stdio: ["pipe", "ignore", "inherit"], detached: true });
  const ended = once(watcher, "exit");
  return async () => {
    watcher.stdin.end();
    await ended;
  };
}

function writeTokens(folder: string): Record<User, string> {
  const tokens = Object.fromEntries(Object.keys(users).map((user) => [user, randomBytes(24).toString("hex")]));
  const lines = Object.entries(users).map(
    ([user, groups]) => `${tokens[user]},${user},${user},"${groups.join(",")}"\n`,
  );
  writeFileSync(join(folder, "tokens.csv"), lines.join(""), { mode: 0o600 });
  return tokens as Record<User, string>;
}

/** Signs the tokens of service accounts. */
function writeServiceAccountKey(folder: string): void {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = privateKey.export({ type: "pkcs1", format: "pem" });
  writeFileSync(join(folder, "service-accounts.key"), pem, { mode: 0o600 });
}

/** A kubeconfig; JSON is YAML. */
function kubeconfig(server: string, ca: string, user: string, token: string): string {
  const cluster = { server, "certificate-authority-data": Buffer.from(ca).toString("base64") };
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user } }],
    "current-context": "test",
  });
}

const etcdArgs = (folder: string, client: string, peer: string) => [
  ...["--name=test", `--data-dir=${join(folder, "etcd")}`, "--log-level=warn"],
  ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
  ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=test=${peer}`],
];

const apiServerArgs = (folder: string, etcd: number, port: number) => [
  `--etcd-servers=http://127.0.0.1:${etcd}`,
  ...["--bind-address=127.0.0.1", `--secure-port=${port}`, "--advertise-address=127.0.0.1"],
  // No endpoints of itself: Kubernetes takes none of loopback.
  "--endpoint-reconciler-type=none",
  `--cert-dir=${join(folder, "certificates")}`,
  `--token-auth-file=${join(folder, "tokens.csv")}`,
  "--authorization-mode=Node,RBAC",
  "--service-cluster-ip-range=10.96.0.0/16",
  "--service-account-issuer=https://kubernetes.default.svc",
  `--service-account-key-file=${join(folder, "service-accounts.key")}`,
  `--service-account-signing-key-file=${join(folder, "service-accounts.key")}`,
  // Both ask etcd how far its watches are, which Debian's cannot say: kwok would see a pod's changes half a minute late.
  "--feature-gates=WatchList=false,SizeBasedListCostEstimate=false",
];

/** What kwok's own role has, of the kinds that it is given here. */
const kwokRole = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "kwok" },
  rules: [
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    { apiGroups: [""], resources: ["nodes/status", "pods/status"], verbs: ["patch", "update"] },
    { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list", "patch", "update", "watch"] },
    { apiGroups: ["", "events.k8s.io"], resources: ["events"], verbs: ["create", "patch", "update"] },
    {
      apiGroups: ["coordination.k8s.io"],
      resources: ["leases"],
      verbs: ["create", "get", "list", "patch", "update", "watch"],
    },
  ],
};

const kwokBinding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "kwok" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "kwok" },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "kwok" }],
};

const storage: readonly [path: string, thing: object][] = [
  [
    "apis/storage.k8s.io/v1/csidrivers",
    // Nothing is to be attached: there is no machine.
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSIDriver",
      metadata: { name: provisioner },
      spec: { attachRequired: false },
    },
  ],
  [
    "apis/storage.k8s.io/v1/storageclasses",
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: defaultStorageClass,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      ...{ provisioner, reclaimPolicy: "Delete", allowVolumeExpansion: true },
      volumeBindingMode: "WaitForFirstConsumer",
    },
  ],
];

const node = (name: string, zone: string) => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name,
    labels: {
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": "amd64",
      "topology.kubernetes.io/zone": zone,
    },
  },
});
