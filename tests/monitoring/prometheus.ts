import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeWhere, programOnPath } from "../needs.js";
import { freePort } from "../world/free-port.js";
import { until } from "../world/until.js";

/** Folder of the files that operators take: alerts and dashboards. */
export const monitoringFolder = join(__dirname, "..", "..", "monitoring");

/** Tests with Debian's Prometheus and its promtool, skipped where they are not, unless DINFRA_PROMETHEUS is "required". */
export function describeWithPrometheus(name: string, tests: (programs: Programs) => void): void {
  const [prometheus = "", promtool = ""] = [programOnPath("prometheus"), programOnPath("promtool")];
  const lacking = prometheus && promtool ? [] : ["prometheus (apt-get install prometheus)"];
  describeWhere({ variable: "DINFRA_PROMETHEUS", lacking }, name, () => tests({ prometheus, promtool }));
}

export interface Programs {
  prometheus: string;
  promtool: string;
}

interface Target {
  health: "up" | "down" | "unknown";
  labels: Record<string, string>;
}

/** A Prometheus on loopback that finds its targets by HTTP service discovery, with the rules of the repository. */
export class Prometheus {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start({ prometheus }: Programs, targetsUrl: string): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), "dinfra-prometheus-"));
    const config = {
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [join(monitoringFolder, "alerts", "*.rules.yaml")],
      scrape_configs: [{ job_name: "dinfra", http_sd_configs: [{ url: targetsUrl, refresh_interval: "1s" }] }],
    };
    writeFileSync(join(folder, "prometheus.json"), JSON.stringify(config));
    const port = await freePort();
    const child = spawn(
      prometheus,
      [
        `--config.file=${folder}/prometheus.json`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=warn",
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const started = new Prometheus(folder, child, `http://127.0.0.1:${port}`);
    await until(() =>
      fetch(`${started.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return started;
  }

  private async get<T>(path: string): Promise<T> {
    const answer = (await (await fetch(`${this.url}${path}`)).json()) as { status: string; data: T; error?: string };
    if (answer.status !== "success") throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  }

  /** Labels of every series that an expression gives now; throws for one that Prometheus does not take. */
  async query(expression: string): Promise<Record<string, string>[]> {
    const { result } = await this.get<{ result: { metric: Record<string, string> }[] }>(
      `/api/v1/query?query=${encodeURIComponent(expression)}`,
    );
    return result.map(({ metric }) => metric);
  }

  /** The labels of the targets that it scrapes, once so many answer it. */
  async scraped(count: number): Promise<Record<string, string>[]> {
    const targets = await until(
      async () => (await this.get<{ activeTargets: Target[] }>("/api/v1/targets?state=active")).activeTargets,
      (all) => all.length === count && all.every(({ health }) => health === "up"),
    );
    return targets.map(({ labels }) => labels);
  }

  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    if (this.child.exitCode === null) await once(this.child, "close");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
