// Bundles the providers' programs with Pulumi's SDK, each into dist/bundle.js of its package: an engine starts them for every
// update, and Node loads one file in about half of the time that 300 take.
//
//   node tools/bundle.mjs [folder...]     the packages of these folders, all of them without one
//
// What a package names in its dependencies stays outside: it is loaded when it is needed, and brings its own licence.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ["providers/host", "providers/node"].map((folder) => join(root, folder));
const bundleOf = (folder) => join(folder, "dist", "bundle.js");

const modified = (file) => (existsSync(file) ? statSync(file).mtimeMs : 0);

/** The rule of pluginProgram (providers/host/src/plugin.ts), and no older than what npm installed. */
const isCurrent = (folder) =>
  [join(folder, "dist", ".tsbuildinfo"), join(root, "node_modules", ".package-lock.json")].every(
    (file) => modified(bundleOf(folder)) >= modified(file),
  );

export const bundlesAreCurrent = () => folders.every(isCurrent);

/** Writes a file whole or not at all: a plugin may be starting from the one before. */
function replace(file, text) {
  const partial = `${file}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** The licences of the packages that a bundle holds, which ask to be handed on with it. */
function licences(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  return [...packages].sort().map((folder) => {
    const at = join(root, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"].map((n) => join(at, n)).find((f) => existsSync(f));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(file, "utf8") : ""}`;
  });
}

async function bundle(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(folder, "dist", "provider.js")],
    outfile: bundleOf(folder),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: Object.keys(dependencies).filter((name) => name !== "@dinfra/host"),
    metafile: true,
    write: false,
    logLevel: "error",
  });
  replace(join(folder, "dist", "bundle.licenses.txt"), licences(Object.keys(metafile.inputs)).join("\n---\n\n"));
  replace(bundleOf(folder), outputFiles[0].contents);
}

/** Makes what is missing or out of date. @returns undefined when all is there, else why not */
export async function makeBundles(wanted = folders) {
  try {
    for (const folder of wanted) if (!isCurrent(folder)) await bundle(folder);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2).map((folder) => resolve(folder));
  const failure = await makeBundles(named.length > 0 ? named : folders);
  if (failure !== undefined) {
    process.stderr.write(`bundle: ${failure}\n`);
    process.exit(1);
  }
}
