import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The protocols that the agent before speaks: all but the present one. */
export const protocolsBefore = [1, 2, 3, 4, 5];

/**
 * Builds the agent of the protocol before from its own sources, which are kept here whole: a clone may have no history. Answers
 * the program's path; Go's cache makes it seconds.
 *
 * With a new protocol, keep those of the last commit that did not have it:
 *
 *     git archive <commit> agent | tar --extract --directory=FOLDER   # then remove *_test.go and testdata
 *     tar --sort=name --mtime=@0 --owner=0 --group=0 -C FOLDER/agent -cf - . | gzip -9n > agent-of-protocol-<N-1>.tar.gz
 */
export function buildAgentBefore(folder: string): string {
  const sources = mkdtempSync(join(tmpdir(), "dinfra-agent-before-"));
  try {
    execFileSync("tar", ["-xzf", join(__dirname, "agent-of-protocol-5.tar.gz"), "-C", sources]);
    const program = join(folder, "dinfra-agent-before");
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags", "-s -w -X main.version=before"];
    const env = { ...process.env, CGO_ENABLED: "0", GOOS: "linux", GOARCH: "amd64" };
    execFileSync("go", ["build", ...flags, "-o", program, "."], { cwd: sources, env, stdio: "pipe" });
    return program;
  } finally {
    rmSync(sources, { recursive: true });
  }
}
