// Packs the development node into one archive that runs on a machine with nothing but a C library: the compiled chain
// client, what it depends on, and the Node that this repository pins. The same inputs give the same bytes, so that a
// catalogue can name it by its sha256.
//
//   node tools/dev-node-archive.mjs FILE.tar.gz        prints {"file":…,"sha256":…,"bytes":…,"command":"bin/dev-node"}
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const chain = join(root, "chain", "client");

/** What a running node never reads: types, maps, sources, documentation. */
const unread = /\.(d\.[cm]?ts|[cm]?ts|map|md|markdown|flow|tsbuildinfo)$|\.test\.js$/;

const readJson = (file) => JSON.parse(readFileSync(file, "utf8"));

/** Where Node would find a package from a folder. */
function resolvePackage(name, from) {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, "node_modules", name);
    if (existsSync(join(folder, "package.json"))) return folder;
    if (at === dirname(at)) return undefined;
  }
}

/** The folders of all packages that one needs at run time, its own not among them. */
export function closure(folder) {
  const found = new Set();
  const visit = (at) => {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = readJson(join(at, "package.json"));
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const next = resolvePackage(name, realpathSync(at));
      if (next === undefined) {
        if (name in dependencies) throw new Error(`expected ${name}, which ${at} needs: run npm ci`);
        continue; // an optional one, or a peer that nobody wanted
      }
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(folder);
  return [...found].sort();
}

function copy(from, to) {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copy(source, target);
    else if (entry.isFile() && !unread.test(entry.name)) {
      mkdirSync(to, { recursive: true });
      copyFileSync(source, target);
      chmodSync(target, 0o644);
    }
  }
}

const launcher = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" "$here/../lib/node_modules/@dinfra/chain/dist/node/main.js" "$@"
`;

/** Lays the node out in a folder as it will be in the archive. */
function layOut(folder) {
  const modules = join(folder, "lib", "node_modules");
  for (const part of ["dist", "blob"]) copy(join(chain, part), join(modules, "@dinfra", "chain", part));
  copyFileSync(join(chain, "package.json"), join(modules, "@dinfra", "chain", "package.json"));
  for (const at of closure(chain)) {
    const real = realpathSync(at);
    // A package of this repository is a link into it; any other lies where npm put it.
    const inside = real.startsWith(join(root, "node_modules"))
      ? relative(join(root, "node_modules"), real)
      : join(readJson(join(real, "package.json")).name);
    copy(real, join(modules, inside));
  }
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin", "dev-node"), launcher, { mode: 0o755 });
  const node = realpathSync(join(root, "node_modules", "node", "bin", "node"));
  try {
    linkSync(node, join(folder, "bin", "node"));
  } catch {
    copyFileSync(node, join(folder, "bin", "node"));
  }
}

/** Writes the archive, whole or not at all. */
export function makeDevNodeArchive(file) {
  if (!existsSync(join(chain, "dist", "node", "main.js")))
    throw new Error("expected chain/client/dist: run npm run build");
  const folder = mkdtempSync(join(tmpdir(), "dinfra-dev-node-"));
  try {
    layOut(folder);
    // Nothing of when, by whom and in which order it was laid out gets into the bytes.
    const same = [
      "--sort=name",
      "--mtime=@0",
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--format=ustar",
      "--mode=u+rwX,go=rX",
    ];
    const tar = spawnSync("tar", [...same, "--hard-dereference", "-C", folder, "-cf", "-", "bin", "lib"], {
      maxBuffer: 1 << 30,
    });
    if (tar.status !== 0) throw new Error(`expected tar to succeed, found ${tar.status}: ${tar.error ?? tar.stderr}`);
    const packed = gzipSync(tar.stdout, { level: 6 });
    const partial = join(dirname(file), `.${basename(file)}.${process.pid}.partial`);
    writeFileSync(partial, packed);
    renameSync(partial, file);
    const sha256 = createHash("sha256").update(packed).digest("hex");
    return { file, sha256, bytes: packed.length, command: "bin/dev-node" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [file, ...more] = process.argv.slice(2);
  if (file === undefined || file.startsWith("-") || more.length > 0) {
    process.stderr.write("usage: node tools/dev-node-archive.mjs FILE.tar.gz\n");
    process.exit(2);
  }
  process.stdout.write(`${JSON.stringify(makeDevNodeArchive(file))}\n`);
}
