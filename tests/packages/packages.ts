import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { closure, type Lock } from "./closure.js";

export const repository = join(__dirname, "..", "..");

export interface Manifest {
  name: string;
  private?: boolean;
  workspaces?: string[];
  engines?: { node?: string };
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Packed extends Manifest {
  /** Folder in the repository. */
  folder: string;
  /** The archive. */
  file: string;
  contents: string[];
}

/** Without what npm tells the scripts of the repository, among them where its packages are, and its Node. */
export const cleanEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_PATH$/.test(name))),
  PATH: (process.env.PATH ?? "")
    .split(delimiter)
    .filter((place) => !place.includes("node_modules"))
    .join(delimiter),
};

export function run(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile(command, args, { cwd, env, maxBuffer: 64e6 }, (error, out, err) =>
      error ? reject(new Error(`${command} ${args.join(" ")}: ${err}${out}`, { cause: error })) : resolve(out),
    ),
  );
}

const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(repository, folder, "package.json"), "utf8")) as Manifest;

/** Every package of the repository that is published. */
export function published(): (Manifest & { folder: string })[] {
  const folders = manifest(".").workspaces as string[];
  return folders.map((folder) => ({ ...manifest(folder), folder })).filter((p) => !p.private);
}

/** Packs packages as `npm publish` would, into a folder. */
export async function pack(names: string[], into: string): Promise<Packed[]> {
  const wanted = published().filter((p) => names.includes(p.name));
  const workspaces = wanted.flatMap((p) => ["-w", p.name]);
  const out = await run("npm", ["pack", "--json", "--pack-destination", into, ...workspaces], repository);
  // A package's own scripts write to the same stream, before npm's answer.
  const answer = JSON.parse(out.slice(out.search(/^[[{]/m))) as object;
  const packed = Object.values(answer) as { name: string; filename: string; files: { path: string }[] }[];
  return wanted.map((p) => {
    const { filename, files } = packed.find((a) => a.name === p.name)!;
    return { ...p, file: join(into, filename), contents: files.map((f) => f.path) };
  });
}

/**
 * Installs packed packages, and others by name and version, in a project as its owner would. What they ask for is linked from the
 * repository first, in the versions of its lock file: npm takes what fits, fetches what is missing and removes what nobody asks for, and
 * spares half of its work, which is to resolve and to unpack. The files are shared with the repository: none may be written to.
 */
export async function install(packed: Packed[], project: string, others: string[] = []): Promise<void> {
  const lock = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as Lock;
  const asked = others.map((other) => other.slice(0, other.lastIndexOf("@")));
  const folders = closure(lock, [...packed.map((p) => p.name), ...asked]);
  // Links where both are on one file system; else npm does all of the work.
  await run("cp", ["-al", "--parents", "-t", project, ...folders], repository).catch(() => undefined);
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await run("npm", ["install", ...flags, ...packed.map((p) => p.file), ...others], project, cleanEnvironment);
}
