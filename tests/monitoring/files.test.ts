/** @integration */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveTargets } from "../../cli/src/prometheus/serve.js";
import { describeWithPrometheus, monitoringFolder, Prometheus } from "./prometheus.js";

// What operators take from the repository, held by Prometheus' own tools.

const alerts = join(monitoringFolder, "alerts");
const named = (ending: string) => readdirSync(alerts).filter((file) => file.endsWith(ending)).map((file) => join(alerts, file)); // prettier-ignore

interface Dashboard {
  uid: string;
  templating: { list: { name: string }[] };
  panels: { title: string; gridPos: { x: number; y: number; w: number; h: number }; targets?: { expr: string }[] }[];
}
const dashboards = readdirSync(join(monitoringFolder, "dashboards")).map(
  (file) => [file, JSON.parse(readFileSync(join(monitoringFolder, "dashboards", file), "utf8")) as Dashboard] as const,
);

test("panels of a dashboard do not lie on each other", () => {
  expect(dashboards.length).toBeGreaterThan(0);
  for (const [file, { panels }] of dashboards) {
    const taken = new Set<string>();
    for (const { title, gridPos: at } of panels) {
      for (let x = at.x; x < at.x + at.w; x++) {
        for (let y = at.y; y < at.y + at.h; y++) {
          const cell = `${x} ${y}`;
          expect([file, title, x < 24, taken.has(cell)]).toEqual([file, title, true, false]);
          taken.add(cell);
        }
      }
    }
  }
});

test("every alert has its section in the runbook, and every section its alert", () => {
  const rules = named(".rules.yaml").map((file) => readFileSync(file, "utf8")).join("\n"); // prettier-ignore
  const alerts = [...rules.matchAll(/- alert: (\w+)[^]*?runbook_url: "docs\/runbook.md#(\w+)"/g)];
  expect(alerts).toHaveLength(rules.match(/- alert: /g)!.length);
  const page = readFileSync(join(__dirname, "..", "..", "docs", "runbook.md"), "utf8");
  const sections = [...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);
  expect(alerts.map(([, name]) => name).sort()).toEqual([...sections].sort());
  expect(alerts.filter(([, name, link]) => link !== name!.toLowerCase())).toEqual([]);
  // Each says what is to be done, in commands or files of ours.
  const bare = page.split(/^### /m).slice(1).filter((section) => !/`[^`]+`|^ {4}\S/m.test(section)); // prettier-ignore
  expect(bare).toEqual([]);
});

describeWithPrometheus("by Prometheus' own tools", (programs) => {
  test("the alerts are rules that promtool takes, and each has tests that hold", () => {
    const rules = named(".rules.yaml");
    expect(rules.length).toBeGreaterThan(1);
    execFileSync(programs.promtool, ["check", "rules", ...rules], { stdio: "pipe" });
    execFileSync(programs.promtool, ["test", "rules", ...named(".test.yaml")], { stdio: "pipe" });
    const said = (files: string[], pattern: RegExp) =>
      new Set(files.flatMap((file) => [...readFileSync(file, "utf8").matchAll(pattern)].map(([, name]) => name!)));
    const [declared, fired] = [said(rules, /- alert: (\w+)/g), said(named(".test.yaml"), /alertname: (\w+)\n/g)];
    expect(declared.size).toBeGreaterThan(10);
    // Each is seen to fire, beside the tests in which none does.
    expect([...declared].filter((name) => !fired.has(name))).toEqual([]);
  });

  test("promtool takes each configuration of Prometheus that the documentation shows", () => {
    const page = readFileSync(join(__dirname, "..", "..", "docs", "monitoring.md"), "utf8");
    const shown = [...page.matchAll(/```yaml\n(scrape_configs:[^]*?)```/g)].map(([, text]) => text!);
    expect(shown.length).toBeGreaterThan(3);
    const folder = mkdtempSync(join(tmpdir(), "dinfra-promtool-"));
    try {
      for (const text of shown) {
        const file = join(folder, "prometheus.yaml");
        writeFileSync(file, text);
        // What the configurations name lies on the operator's machine.
        execFileSync(programs.promtool, ["check", "config", "--syntax-only", file], { stdio: "pipe" });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("every expression of a dashboard is one that Prometheus takes", async () => {
    const served = await serveTargets({ host: "127.0.0.1", port: 0 }, () => Promise.resolve([]), () => undefined); // prettier-ignore
    const prometheus = await Prometheus.start(programs, served.url);
    try {
      for (const [, { panels, templating }] of dashboards) {
        const variables = new Set(templating.list.map(({ name }) => name));
        for (const { expr } of panels.flatMap(({ targets }) => targets ?? [])) {
          for (const [, name] of expr.matchAll(/\$(\w+)/g)) expect(name === "__rate_interval" || variables.has(name!)).toBe(true); // prettier-ignore
          await prometheus.query(expr.replaceAll("$__rate_interval", "1m").replaceAll(/\$\w+/g, ".*"));
        }
      }
    } finally {
      await prometheus.stop();
      await served.close();
    }
  });
});
