import { agentArtifactPath } from "@dinfra/node";
import type { ArtifactsArgs } from "../placements/machines.js";
import type { Program } from "../workload/workload.js";

/** The agent of machines as a program that runs beside a node: each has the file already. */
export function agentProgram({ agent }: Pick<ArtifactsArgs, "agent">): Program {
  const sources = Object.entries(agent).map(([architecture, digest]) => {
    const sha256 = digest.replace(/^sha256:/, "");
    return [architecture, { url: agentArtifactPath(sha256), digest: `sha256:${sha256}` }] as const;
  });
  return { name: "dinfra-agent", version: "1", args: [], sources: Object.fromEntries(sources) };
}
