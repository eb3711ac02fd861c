/** Where below `artifacts.baseUrl` an agent lies, by its sha256: what is served there never changes. */
export function agentArtifactPath(sha256: string): string {
  return `dinfra-agent/${sha256}/dinfra-agent`;
}
