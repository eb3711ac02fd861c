// Builds the machines' agent for every architecture into agent/dist/dinfra-agent-linux-<arch>: static, and with the same
// bytes from the same sources, since machines know it by its sha256. Go's own cache makes it a second when nothing changed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "agent");
export const architectures = ["amd64", "arm64"];
export const agentFile = (arch) => join(folder, "dist", `dinfra-agent-linux-${arch}`);

/** The agent's version is that of the provider that speaks to it. */
const readVersion = () =>
  JSON.parse(readFileSync(join(folder, "..", "providers", "node", "package.json"), "utf8")).version;

export const agentIsBuilt = () => architectures.every((arch) => existsSync(agentFile(arch)));

/** @returns undefined when it is built, else why not */
export function buildAgent() {
  mkdirSync(join(folder, "dist"), { recursive: true });
  const version = readVersion();
  for (const arch of architectures) {
    const partial = `${agentFile(arch)}.${process.pid}.partial`;
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags", `-s -w -X main.version=${version}`];
    const env = { ...process.env, CGO_ENABLED: "0", GOOS: "linux", GOARCH: arch };
    const built = spawnSync("go", ["build", ...flags, "-o", partial, "."], { cwd: folder, env, encoding: "utf8" });
    if (built.error) return `Go was not found (${built.error.code})`;
    if (built.status !== 0) {
      rmSync(partial, { force: true });
      return built.stderr.trim().split("\n").slice(-5).join("\n");
    }
    renameSync(partial, agentFile(arch)); // an interrupted build leaves no half program behind
  }
  return undefined;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failure = buildAgent();
  if (failure !== undefined) {
    process.stderr.write(`agent: ${failure}\n`);
    process.exit(1);
  }
}
