import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { attempt, command, LabError } from "./command.js";
import { withLock } from "./lock.js";

/** What a cloud's Debian image brings and a first boot uses, and what keeps workloads from a provider that is not root. */
const packages = [
  "bubblewrap",
  "cloud-init",
  "curl",
  "e2fsprogs",
  "iproute2",
  "iputils-ping",
  "kmod",
  "nftables",
  "openssh-server",
  "passt",
  "procps",
  "socat",
  "sudo",
  "udev",
  "wget",
  "xfsprogs",
];

/** Roots that nothing has used for so long are of another recipe, and make room. */
const keepDays = 7;

/** Below the project's cache folder, beside the engine, unless DINFRA_MACHINES_FOLDER says another. */
export const labFolder = (): string =>
  process.env.DINFRA_MACHINES_FOLDER ||
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "dinfra", "machines");

const recipe = join(__dirname, "root.sh");

/** The suite and mirror that this machine's own apt has, so that no mirror's name stands in the repository. */
export async function aptSource(): Promise<{ suite: string; mirror: string }> {
  const suite = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  const format = ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"];
  const targets = (await command("apt-get", ["indextargets", ...format])).split("\n").map((line) => line.split(" "));
  const mirror = targets.find(([, release, component]) => release === suite && component === "main")?.[0];
  if (suite === undefined || mirror === undefined) {
    throw new LabError(
      "LAB_NO_MIRROR",
      `expected Debian's suite ${suite} with the component main in apt's sources, found ` +
        `${targets.map((target) => target.join(" ")).join(", ") || "none"}: run apt-get update, or add Debian's mirror`,
    );
  }
  return { suite, mirror };
}

/**
 * The folder of the Debian root. Made once (2 to 4 minutes) and kept below the project's cache folder under a name made
 * of the recipe and the packages, so that a change of either makes another one. It appears whole or not at all.
 */
export async function debianRoot(say: (line: string) => void = () => {}): Promise<string> {
  const key = createHash("sha256")
    .update(readFileSync(recipe))
    .update(JSON.stringify([packages, process.arch]))
    .digest("hex")
    .slice(0, 12);
  const folder = labFolder();
  const root = join(folder, `root-${key}`);
  mkdirSync(folder, { recursive: true });
  return withLock(join(folder, "root.lock"), async () => {
    if (!existsSync(root)) await make(root, say);
    const now = new Date();
    utimesSync(root, now, now);
    removeUnused(folder, root, now);
    return root;
  });
}

async function make(root: string, say: (line: string) => void): Promise<void> {
  const partial = `${root}.partial`; // one at a time, by the lock: what is there was left by a process that died
  rmSync(partial, { recursive: true, force: true });
  say(`machines: making the Debian root (2 to 4 minutes, once per machine and recipe)`);
  const { suite, mirror } = await aptSource();
  const args = ["--mount", "--fork", "--kill-child", "bash", recipe, partial, suite, mirror, ...packages];
  const { code, stdout, stderr } = await attempt("unshare", args, { timeout: 1_200_000 });
  if (code !== 0) {
    rmSync(partial, { recursive: true, force: true });
    const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-15).join("\n");
    throw new LabError(
      "LAB_ROOT",
      `expected a Debian root from ${suite}, found exit code ${code} of root.sh:\n${said}`,
    );
  }
  renameSync(partial, root);
}

function removeUnused(folder: string, used: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    const other = join(folder, name);
    if (!/^root-[0-9a-f]{12}$/.test(name) || other === used) continue;
    if (now.getTime() - statSync(other).mtimeMs > keepDays * 86_400_000)
      rmSync(other, { recursive: true, force: true });
  }
}
