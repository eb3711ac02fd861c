import { judge, promises, type Cell, type Outcome } from "./promises.js";
import type { Life } from "./life.js";

/** What a run found of one platform. */
export interface PlatformReport {
  platform: string;
  cells: readonly Cell[];
  /** What could not be taken away, as `type name`. */
  left: readonly string[];
}

export interface Report {
  platforms: readonly PlatformReport[];
}

export const reportOf = (lives: readonly Life[]): Report => ({
  platforms: lives.map((life) => ({
    platform: life.tenant.subject.name,
    cells: judge(life),
    left: life.left.map(({ type, name }) => `${type} ${name}`),
  })),
});

/** Whether every promise that was looked at is kept, and nothing was left behind. */
export const kept = ({ platforms }: Report): boolean =>
  platforms.every(({ cells, left }) => left.length === 0 && cells.every(({ outcome }) => outcome !== "fail"));

/** Components × platforms × promises as Markdown: a row a promise and component, a column a platform, and the reasons below. */
export function tableOf({ platforms }: Report): string {
  const reasons: string[] = [];
  const note = ({ outcome, detail }: Cell): string => {
    if (outcome === "pass") return outcome;
    const known = reasons.indexOf(detail);
    return `${outcome} (${(known < 0 ? reasons.push(detail) : known + 1).toString()})`;
  };
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rows = promises.flatMap(({ id, title, components }) =>
    components.map((component) =>
      row([
        title,
        component,
        ...platforms.map(({ cells }) => {
          const cell = cells.find((one) => one.promise === id && one.component === component);
          return cell ? note(cell) : "";
        }),
      ]),
    ),
  );
  const head = [row(["promise", "component", ...platforms.map(({ platform }) => platform)])];
  const line = row(["---", "---", ...platforms.map(() => "---")]);
  return [...head, line, ...rows, "", ...reasons.map((reason, i) => `${i + 1}. ${oneLine(reason)}`)]
    .join("\n")
    .trimEnd();
}

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim().slice(0, 400);

/** How many cells of each outcome. */
export function countsOf({ platforms }: Report): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, lacking: 0, "not-run": 0 };
  for (const { outcome } of platforms.flatMap(({ cells }) => cells)) counts[outcome] += 1;
  return counts;
}

/** JUnit's XML: a suite a platform, a case a promise and component. What is lacking or was not run is skipped. */
export function junitOf({ platforms }: Report): string {
  const suites = platforms.map(({ platform, cells }) => {
    const count = (...of: Outcome[]) => cells.filter(({ outcome }) => of.includes(outcome)).length;
    const cases = cells.map(({ component, promise, outcome, detail }) => {
      const name = `<testcase classname="${xml(`${platform}.${component}`)}" name="${xml(promise)}"`;
      if (outcome === "pass") return `    ${name}/>`;
      const inside =
        outcome === "fail"
          ? `<failure message="${xml(detail)}"/>`
          : `<skipped message="${xml(`${outcome}: ${detail}`)}"/>`;
      return `    ${name}>${inside}</testcase>`;
    });
    const counts = `tests="${cells.length}" failures="${count("fail")}" skipped="${count("lacking", "not-run")}"`;
    return [`  <testsuite name="${xml(platform)}" ${counts}>`, ...cases, "  </testsuite>"].join("\n");
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>", ""].join("\n");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** XML 1.0 has no control characters but these. */
const xml = (text: string) =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"]/g, (c) => entities[c] as string);
