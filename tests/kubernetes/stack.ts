import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { openEngineStack, type EngineStack } from "../world/engine-stack.js";
import type { Cluster } from "./cluster.js";
import type { KubernetesParts } from "./parts.js";

export interface TestStack extends Pick<EngineStack, "up" | "preview" | "refresh" | "destroy" | "kill" | "resources"> {
  close(): void;
}

/** Puts Pulumi's plugin for Kubernetes where an engine with this PULUMI_HOME finds it. */
export function installPlugin({ plugin }: KubernetesParts, pulumiHome: string): void {
  // A folder that is a link is no plugin to the engine.
  const folder = join(pulumiHome, "plugins", basename(dirname(plugin)));
  mkdirSync(folder, { recursive: true });
  symlinkSync(plugin, join(folder, basename(plugin)));
}

/** A stack on the real engine and the real plugin, whose default provider is the cluster. */
export async function openStack(
  parts: KubernetesParts,
  { kubeconfig }: Pick<Cluster, "kubeconfig">,
): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-kubernetes-stack-"));
  installPlugin(parts, join(folder, "home"));
  const stack = await openEngineStack({ folder, name: "test", environment: { KUBECONFIG: kubeconfig } });
  return { ...stack, close: () => rmSync(folder, { recursive: true, force: true }) };
}
