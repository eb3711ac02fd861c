import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { ComponentError, readSecret } from "@dinfra/port";
import { parse } from "yaml";
import type { KubernetesSettings } from "../settings.js";

/** Where a cluster's API is, and how it is asked. */
export interface Access {
  /** For example https://192.0.2.1:6443. */
  server: string;
  /** Certificate authorities, PEM; those of the system where it says none. */
  ca?: string;
  /** Name that the server's certificate is for, where it is not that of the URL. */
  serverName?: string;
  insecure?: boolean;
  /** Read anew before each request that has none in hand: tokens end. */
  credentials(): Promise<Credentials>;
}

export interface Credentials {
  token?: string;
  cert?: string;
  key?: string;
  basic?: string;
  /** Epoch milliseconds from which on they are asked for anew; undefined: each time. */
  until?: number;
}

interface ConfigFile {
  "current-context"?: string;
  contexts?: { name: string; context: { cluster: string; user?: string } }[];
  clusters?: { name: string; cluster: Cluster }[];
  users?: { name: string; user: User }[];
}

interface Cluster {
  server?: string;
  "certificate-authority"?: string;
  "certificate-authority-data"?: string;
  "tls-server-name"?: string;
  "insecure-skip-tls-verify"?: boolean;
}

interface User {
  token?: string;
  tokenFile?: string;
  "client-certificate"?: string;
  "client-certificate-data"?: string;
  "client-key"?: string;
  "client-key-data"?: string;
  username?: string;
  password?: string;
  exec?: Exec;
}

interface Exec {
  apiVersion: string;
  command: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
}

const where = "placement.kubernetes.kubeconfig";
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The way to the settings' cluster, in kubectl's own order: the kubeconfig that is given, KUBECONFIG, ~/.kube/config, and the
 * service account of the pod that this process is in.
 * @throws ComponentError `SecretMissing`, `InvalidArgument`
 */
export function accessOf(settings: KubernetesSettings, env: NodeJS.ProcessEnv = process.env): Access {
  const { kubeconfig, context } = settings;
  if (kubeconfig?.env !== undefined) return accessIn(readSecret(where, kubeconfig), process.cwd(), context);
  if (kubeconfig?.file !== undefined) return accessIn(readSecret(where, kubeconfig), dirname(kubeconfig.file), context);
  const files = (env.KUBECONFIG || join(env.HOME || homedir(), ".kube", "config")).split(delimiter).filter(Boolean);
  for (const file of files) {
    const text = textOf(file);
    if (text !== undefined) return accessIn(text, dirname(resolve(file)), context);
  }
  if (env.KUBERNETES_SERVICE_HOST) return inCluster(env);
  throw new ComponentError(
    "SecretMissing",
    `${where}: expected a kubeconfig, found none at ${files.join(", ")}, and no service account of a pod; give one by { file: … }`,
  );
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** The service account of the pod; its token is renewed by the kubelet in the file. */
function inCluster({
  KUBERNETES_SERVICE_HOST: host = "",
  KUBERNETES_SERVICE_PORT: port = "443",
}: NodeJS.ProcessEnv): Access {
  return {
    server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    ca: readFileSync(join(serviceAccount, "ca.crt"), "utf8"),
    credentials: async () => ({ token: (await readFile(join(serviceAccount, "token"), "utf8")).trim() }),
  };
}

/**
 * The way that a kubeconfig says.
 * @param folder that paths in it are relative to
 * @throws ComponentError `InvalidArgument`, which shows nothing of the file but names
 */
export function accessIn(text: string, folder: string, wanted?: string): Access {
  const config = parsed(text);
  const name = wanted ?? config["current-context"];
  const context = config.contexts?.find((one) => one.name === name)?.context;
  if (!context)
    throw invalid(
      "context",
      "a context of the kubeconfig",
      config.contexts?.map((one) => one.name),
      name,
    );
  const cluster = config.clusters?.find((one) => one.name === context.cluster)?.cluster;
  if (!cluster?.server)
    throw invalid(
      "kubeconfig",
      "the context's cluster, with a server",
      config.clusters?.map((one) => one.name),
      context.cluster,
    );
  const user = config.users?.find((one) => one.name === context.user)?.user ?? {};
  const data = (inline: string | undefined, file: string | undefined) =>
    inline !== undefined
      ? Buffer.from(inline, "base64").toString("utf8")
      : file && readFileSync(resolve(folder, file), "utf8");
  const ca = data(cluster["certificate-authority-data"], cluster["certificate-authority"]);
  return {
    server: cluster.server.replace(/\/+$/, ""),
    ...(ca && { ca }),
    ...(cluster["tls-server-name"] !== undefined && { serverName: cluster["tls-server-name"] }),
    ...(cluster["insecure-skip-tls-verify"] && { insecure: true }),
    credentials: async () => {
      if (user.exec) return fromCommand(user.exec);
      const cert = data(user["client-certificate-data"], user["client-certificate"]);
      const key = data(user["client-key-data"], user["client-key"]);
      const token = user.tokenFile ? (await readFile(resolve(folder, user.tokenFile), "utf8")).trim() : user.token;
      const basic = user.username === undefined ? undefined : `${user.username}:${user.password ?? ""}`;
      return { ...(cert && key && { cert, key }), ...(token && { token }), ...(basic !== undefined && { basic }) };
    },
  };
}

function parsed(text: string): ConfigFile {
  let config: unknown;
  try {
    config = parse(text);
  } catch {
    // The error of the parser shows lines of the file.
    config = undefined;
  }
  if (typeof config === "object" && config !== null) return config as ConfigFile;
  throw new ComponentError("InvalidArgument", `${where}: expected a kubeconfig in YAML or JSON, found another text`);
}

function invalid(
  field: string,
  expected: string,
  known: readonly string[] | undefined,
  found: unknown,
): ComponentError {
  return new ComponentError(
    "InvalidArgument",
    `placement.kubernetes.${field}: expected ${expected} (${known?.join(", ") || "it has none"}), found ${JSON.stringify(found)}`,
  );
}

/** A cloud's own command for credentials (client.authentication.k8s.io, ExecCredential). */
async function fromCommand({ apiVersion, command, args, env }: Exec): Promise<Credentials> {
  const info = JSON.stringify({ apiVersion, kind: "ExecCredential", spec: { interactive: false } });
  const more = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  let output: string;
  try {
    const options = { env: { ...process.env, ...more, KUBERNETES_EXEC_INFO: info }, timeout: 30_000 };
    output = (await promisify(execFile)(command, args ?? [], options)).stdout;
  } catch (error) {
    // What it said may hold a token.
    const { code } = error as { code?: unknown };
    throw new ComponentError(
      "SecretMissing",
      `${where}: expected credentials of the command ${command}, found that it ended with ${String(code)}`,
    );
  }
  const { status = {} } = JSON.parse(output) as { status?: Record<string, string> };
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  return {
    ...(token && { token }),
    ...(cert && key && { cert, key }),
    ...(expirationTimestamp && { until: Date.parse(expirationTimestamp) - 60_000 }),
  };
}
