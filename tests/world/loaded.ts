import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, sep } from "node:path";
import { until } from "./until.js";

const repository = join(__dirname, "..", "..");

/** What processes have loaded. Start them with `environment`, and ask while they live. */
export class Loaded {
  readonly environment: Record<string, string>;

  /** @param folder of its own, made here */
  constructor(private readonly folder: string) {
    mkdirSync(folder);
    this.environment = {
      NODE_OPTIONS: `--require ${join(__dirname, "report-loaded.cjs")}`,
      DINFRA_TEST_LOADED: folder,
    };
  }

  /** Modules by npm scope or package, those of this repository by their folder: `@polkadot`, `ws`, `chain/client`. */
  async by(pid: number): Promise<Record<string, number>> {
    const file = join(this.folder, `${pid}.json`);
    rmSync(file, { force: true });
    process.kill(pid, "SIGUSR2");
    await until(() => existsSync(file), Boolean, undefined, 20);
    const files = JSON.parse(readFileSync(file, "utf8")) as string[];
    const counts: Record<string, number> = {};
    for (const of of files.map(packageOf)) counts[of] = (counts[of] ?? 0) + 1;
    return counts;
  }
}

function packageOf(file: string): string {
  const [, inner] = /.*node_modules\/(@dinfra\/[^/]+|@[^/]+|[^/]+)/.exec(file) ?? [];
  return inner ?? file.replace(repository + sep, "").split(`${sep}dist${sep}`)[0]!;
}
