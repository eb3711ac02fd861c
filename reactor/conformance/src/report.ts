import { stringify } from "yaml";
import { documentVersion, type Level } from "./document.js";
import type { Promised } from "./promises.js";
import type { Options, Subject } from "./subject.js";

export type Outcome = "pass" | "fail" | "not-run";

/** What came of a promise. */
export interface Tried {
  readonly promised: Promised;
  readonly outcome: Outcome;
  /** What is wrong, or why it was not run; none where it passes. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** What a run found, as it is written. */
export interface Report {
  readonly format: "reactor-conformance/v1";
  readonly date: string;
  readonly suite: {
    readonly version: string;
    readonly document: { readonly version: string; readonly sha256: string };
  };
  readonly reactor: { readonly name: string; readonly url: string };
  readonly level: Level;
  /** `http`: by requests alone. `http, restart`: the reactor was also killed and started again. */
  readonly mode: "http" | "http, restart";
  /** The command that does it again. */
  readonly reproduce: string;
  /** Every promise of the level passed, and nothing was left behind. What was not run did not pass. */
  readonly conforms: boolean;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly promises: readonly ReportedPromise[];
  /** Ids of deployments that could not be taken away. */
  readonly left: readonly string[];
}

export interface ReportedPromise {
  readonly id: string;
  readonly level: Level;
  readonly text: string;
  readonly scenarios?: readonly string[];
  readonly outcome: Outcome;
  readonly problems: readonly string[];
  readonly seconds: number;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- outside of the sources
export const suiteVersion = (require("../package.json") as { version: string }).version;

export function reportOf(subject: Subject, options: Options, tried: readonly Tried[], left: readonly string[]): Report {
  const counts = { pass: 0, fail: 0, "not-run": 0 };
  for (const { outcome } of tried) counts[outcome] += 1;
  return {
    format: "reactor-conformance/v1",
    date: new Date().toISOString(),
    suite: { version: suiteVersion, document: documentVersion() },
    reactor: { name: subject.name ?? "unnamed", url: subject.url },
    level: options.level,
    mode: subject.stop !== undefined && subject.start !== undefined ? "http, restart" : "http",
    reproduce: commandOf(subject, options),
    conforms: counts.pass === tried.length && left.length === 0,
    counts,
    promises: tried.map(({ promised: { id, level, text, scenarios }, outcome, problems, seconds }) => ({
      ...{ id, level, text, ...(scenarios && { scenarios }) },
      ...{ outcome, problems: problems.map(oneLine), seconds: Math.round(seconds * 10) / 10 },
    })),
    left,
  };
}

/** Without the token, and with names in the place of what only the caller knows. */
function commandOf(subject: Subject, { level, seed, only }: Options): string {
  const flags = [
    ["--url", subject.url],
    ...(subject.token === undefined ? [] : [["--token-file", "<file>"]]),
    ["--level", level],
    ["--seed", String(seed)],
    ...(subject.type === undefined ? [] : [["--type", subject.type]]),
    ...(subject.descriptors === undefined
      ? []
      : [
          ["--descriptor", "<file>"],
          ["--descriptor", "<file>"],
        ]),
    ...(subject.stop === undefined
      ? []
      : [
          ["--stop", "<command>"],
          ["--start", "<command>"],
        ]),
    ...only.map((id) => ["--only", id]),
  ];
  return `npx @dinfra/reactor-conformance@${suiteVersion} ${flags.flat().join(" ")}`;
}

/** Text of a reactor is a stranger's: one line, no control characters, and not too long. */
const oneLine = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, " ")
    .trim()
    .slice(0, 1_000);

export const yamlOf = (report: Report): string => stringify(report, { lineWidth: 120 });

/** JUnit's XML: a case a promise. What was not run is skipped, which is no pass: the exit code and `conforms` say so. */
export function junitOf({ level, promises, counts, reactor }: Report): string {
  const cases = promises.map(({ id, text, outcome, problems, seconds }) => {
    const name = `    <testcase classname="${xml(`reactor-conformance.${level}`)}" name="${xml(`${id}: ${text}`)}" time="${seconds}"`;
    if (outcome === "pass") return `${name}/>`;
    const kind = outcome === "fail" ? "failure" : "skipped";
    return `${name}><${kind} message="${xml(problems.join("; "))}"/></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${xml(reactor.name)}" tests="${promises.length}" failures="${counts.fail}" skipped="${counts["not-run"]}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const xml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign]!);

/** For people: the verdict, how to do it again, and a row a promise. */
export function markdownOf(report: Report): string {
  const { reactor, suite, level, mode, conforms, counts, promises, left, reproduce, date } = report;
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
  return [
    `# ${cell(reactor.name)}: ${conforms ? "conforms" : "does not conform"}, level ${level}`,
    "",
    `${counts.pass} passed, ${counts.fail} failed, ${counts["not-run"]} were not run. Suite ${suite.version}, Chain Reactor API ` +
      `${suite.document.version}, mode ${mode}, ${date}.`,
    "",
    `    ${reproduce}`,
    "",
    "| promise | level | outcome | |",
    "| --- | --- | --- | --- |",
    ...promises.map(
      ({ id, level: of, text, outcome, problems }) =>
        `| \`${id}\` ${cell(text)} | ${of} | ${outcome} | ${cell(problems.slice(0, 3).join("; "))} |`,
    ),
    ...(left.length === 0 ? [] : ["", `Left behind: ${left.join(", ")}.`]),
    "",
  ].join("\n");
}
