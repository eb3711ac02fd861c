import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../lab/command.js";

/** Understands what a node of polkadot-sdk is told, as far as the development node can be told it. */
const launcher = (version: string) => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
[ "$1" = --version ] && { echo "polkadot ${version}"; exit 0; }
while [ $# -gt 0 ]; do
  case $1 in
    --name) name=$2 ;;
    --rpc-port) port=$2 ;;
    --chain) chain=$2 ;;
  esac
  shift
done
exec "$here/dev-node" --host 0.0.0.0 --port "$port" --chain-name "$chain" --name "$name"
`;

/** The same with a network port and an exporter. */
const peering = (version: string) => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
[ "$1" = --version ] && { echo "polkadot ${version}"; exit 0; }
exec "$here/node" "$here/peering-node.cjs" "$here" "$@"
`;

/** Packs one script as the whole of such a program. Answers the path of the archive. */
export async function packScript(folder: string, version: string, script: string): Promise<string> {
  const at = mkdtempSync(join(folder, "script-"));
  const file = join(folder, `polkadot-${version}.tar.gz`);
  mkdirSync(join(at, "bin"));
  writeFileSync(join(at, "bin", "polkadot"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await command("tar", ["-C", at, "-I", "gzip -1", "-cf", file, "bin"]);
  rmSync(at, { recursive: true });
  return file;
}

/**
 * Packs the development node once more, as a program with polkadot-sdk's command line, at `bin/polkadot` in the archive:
 * such a node has a data disk, and with `peers` a network port. Answers the path of the archive.
 */
export async function packAsSdk(
  folder: string,
  devNode: string,
  version: string,
  { peers = false } = {},
): Promise<string> {
  const at = mkdtempSync(join(folder, "sdk-"));
  const file = join(folder, `polkadot-${version}.tar.gz`);
  try {
    await command("tar", ["-C", at, "-xzf", devNode]);
    const script = peers ? peering(version) : launcher(version);
    writeFileSync(join(at, "bin", "polkadot"), script, { mode: 0o755 });
    if (peers) copyFileSync(join(__dirname, "peering-node.cjs"), join(at, "bin", "peering-node.cjs"));
    await command("tar", ["-C", at, "-I", "gzip -1", "-cf", file, "bin", "lib"]);
    return file;
  } finally {
    rmSync(at, { recursive: true });
  }
}
