import type { Everywhere } from "./answers.js";
import { NoAnswer } from "./http.js";
import { learn } from "./learn.js";
import { Ledger } from "./ledger.js";
import { promisesOf, type Promised } from "./promises.js";
import { reportOf, type Outcome, type Report, type Tried } from "./report.js";
import type { Known, Options, Subject } from "./subject.js";
import { Numbers, Trial, Unmet } from "./trial.js";

export const defaults: Options = { level: "core", seed: 1, patience: 60_000, parallel: 4, only: [] };

/**
 * Puts a reactor to the test. What is made is taken away whatever happens.
 * @throws Refused where nothing was tried
 */
export async function conform(subject: Subject, given: Partial<Options> = {}): Promise<Report> {
  const options = { ...defaults, ...given };
  const known = await learn(subject, options.patience);
  const run = new Run(subject, known, options);
  const all = promisesOf(options.level);
  for (const promised of all.filter(({ alone }) => alone === true)) await run.attempt(promised);
  await inTurns(
    all.filter(({ alone, test }) => alone !== true && test !== undefined),
    options.parallel,
    (promised) => run.attempt(promised),
  );
  return reportOf(
    subject,
    options,
    all.map((promised) => run.triedOf(promised)),
    run.left,
  );
}

class Run {
  readonly left: string[] = [];
  private readonly ledger = new Ledger();
  private readonly numbers: Numbers;
  private readonly tried = new Map<string, Tried>();

  constructor(
    private readonly subject: Subject,
    private readonly known: Known,
    private readonly options: Options,
  ) {
    this.numbers = new Numbers(known.firstSubscription);
    this.ledger.epoch = known.epoch === "" ? undefined : known.epoch;
  }

  async attempt(promised: Promised): Promise<void> {
    const began = performance.now();
    const note = (outcome: Outcome, ...problems: string[]) => {
      this.tried.set(promised.id, { promised, outcome, problems, seconds: (performance.now() - began) / 1000 });
      this.options.say?.(`${outcome.padEnd(7)} ${promised.id}${problems.length > 0 ? `: ${problems[0]}` : ""}`);
    };
    const why = this.whyNotRun(promised);
    if (why !== null) return note("not-run", why);
    const trial = new Trial(this.subject, this.known, this.options, this.ledger, this.numbers);
    try {
      await promised.test!(trial);
    } catch (error) {
      if (!(error instanceof Unmet || error instanceof NoAnswer || error instanceof TypeError)) throw error;
      // An answer of another shape than was looked for: what it should have been is said by the promise `answers`.
      const { message } = error;
      trial.problems.push(error instanceof TypeError ? `an answer of another shape: ${message}` : message);
    }
    this.left.push(...(await trial.cleanUp()));
    note(trial.problems.length === 0 ? "pass" : "fail", ...trial.problems);
  }

  private whyNotRun({ id, needs }: Promised): string | null {
    const { only, signal } = this.options;
    if (signal?.aborted) return "the run was interrupted";
    if (only.length > 0 && !only.includes(id)) return "left out by --only";
    if (needs === "token" && this.subject.token === undefined) return "needs --token";
    if (needs === "restart" && (this.subject.stop === undefined || this.subject.start === undefined))
      return "needs --stop and --start, which end the reactor and start it again";
    return null;
  }

  triedOf(promised: Promised): Tried {
    const known = this.tried.get(promised.id);
    if (known !== undefined) return known;
    const { only } = this.options;
    if (only.length > 0 && !only.includes(promised.id))
      return { promised, outcome: "not-run", problems: ["left out by --only"], seconds: 0 };
    const problems = this.ledger.problems(promised.id as Everywhere);
    const outcome = this.ledger.looked === 0 ? "not-run" : problems.length === 0 ? "pass" : "fail";
    return { promised, outcome, problems: outcome === "not-run" ? ["nothing was answered"] : problems, seconds: 0 };
  }
}

async function inTurns<T>(items: readonly T[], atOnce: number, act: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await act(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
