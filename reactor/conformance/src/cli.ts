import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { parseArgs } from "node:util";
import { NoAnswer, request } from "./http.js";
import { promises } from "./promises.js";
import { junitOf, markdownOf, yamlOf, type Report } from "./report.js";
import { conform, defaults } from "./run.js";
import { Refused, type Options, type Subject } from "./subject.js";

const usage = `Usage: dinfra-reactor-conformance --url <url> [options]

Puts a reactor to the test: any implementation of the Chain Reactor API, over HTTP. It asks for deployments, ends them and
takes them away, as a sidecar would that reads a chain; the chain is scripted, and what is sent is also lost, doubled and late.
Give it a reactor without deployments, of which nothing else asks anything meanwhile.

  --url <url>            base URL of the reactor
  --token-file <file>    file with the bearer token that opens everything; --token <token> gives it here, where other users of
                         the machine can read it
  --level <level>        core, what a sidecar needs (default), or extended, all of the API
  --type <type>          id or name of the descriptor type to ask for. Default: one whose schema has two examples
  --descriptor <file>    a descriptor (JSON) that can be deployed; give two. Default: the examples of the type's schema
  --provider <account>   on whose behalf, where the store belongs to nobody yet (SS58)
  --stop <command>       ends the reactor at once, as kill -9 does; and
  --start <command>      starts it again, with the same store, at the same URL. Both are run by sh; extended needs them
  --only <promise>       tries this promise alone; can be repeated. What is left out is not run, and so the level is not kept
  --seed <number>        of generated input (default ${defaults.seed}); the report names it
  --patience <seconds>   for which a phase is waited for (default ${defaults.patience / 1000})
  --parallel <number>    promises that are tried at the same time (default ${defaults.parallel})
  --name <name>          name and version of the reactor, for the report
  --report <file>        writes the report: .yaml, .json, .xml (JUnit) or .md (Markdown), by the name; can be repeated
  --json                 the report as JSON on standard output, instead of Markdown
  --list                 the promises, and no more
  --help                 this text

Each promise is pass, fail or not-run. What was not run is no pass.
Exit code: 0 every promise of the level passes; 1 not so, or something was left behind; 2 nothing was tried; 130 interrupted.
`;

export function main(): void {
  void run(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Refused ? error.message : String((error as Error).stack)}\n`);
      process.exitCode = 2;
    },
  );
}

async function run(args: string[]): Promise<number> {
  const values = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.list) {
    process.stdout.write(promises.map(({ id, level, text }) => `${level} ${id}: ${text}\n`).join(""));
    return 0;
  }
  const subject = subjectOf(values);
  const stop = new AbortController();
  const options = { ...optionsOf(values), signal: stop.signal, say };
  const writers = (values.report ?? []).map((file) => [file, writerOf(file)] as const);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      say("interrupted: what was made is taken away");
      stop.abort();
    });
  const report = await conform(subject, options);
  for (const [file, write] of writers) writeFileSync(file, write(report));
  process.stdout.write(values.json ? jsonOf(report) : markdownOf(report));
  for (const id of report.left) say(`left behind: ${id}`);
  if (stop.signal.aborted) return 130;
  return report.conforms ? 0 : 1;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const options = {
  url: { type: "string" },
  token: { type: "string" },
  "token-file": { type: "string" },
  level: { type: "string", default: defaults.level },
  type: { type: "string" },
  descriptor: { type: "string", multiple: true },
  provider: { type: "string" },
  stop: { type: "string" },
  start: { type: "string" },
  only: { type: "string", multiple: true },
  seed: { type: "string", default: String(defaults.seed) },
  patience: { type: "string", default: String(defaults.patience / 1000) },
  parallel: { type: "string", default: String(defaults.parallel) },
  name: { type: "string" },
  report: { type: "string", multiple: true },
  json: { type: "boolean" },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;
type Values = ReturnType<typeof parsed>;

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${usage}`);
  }
}

function whole(name: "seed" | "parallel" | "patience", values: Values): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  throw new Refused(`--${name}: expected a whole number from 1, found ${values[name]}`);
}

function optionsOf(values: Values): Omit<Options, "say" | "signal"> {
  const { level, only = [] } = values;
  if (level !== "core" && level !== "extended") throw new Refused(`--level: expected core or extended, found ${level}`);
  for (const id of only)
    if (!promises.some((one) => one.id === id))
      throw new Refused(`--only: expected a promise (--list names them), found ${id}`);
  return {
    ...{ level, only, seed: whole("seed", values), parallel: whole("parallel", values) },
    patience: whole("patience", values) * 1000,
  };
}

function subjectOf(values: Values): Subject {
  const { url, token, type, provider, name, descriptor, stop, start } = values;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new Refused(`--url: expected the base URL of a reactor, found ${url ?? "none"}\n\n${usage}`);
  if (descriptor !== undefined && descriptor.length !== 2)
    throw new Refused(`--descriptor: expected it twice, found it ${descriptor.length} times`);
  if ((stop === undefined) !== (start === undefined))
    throw new Refused("expected both --stop and --start, found one of them");
  const file = values["token-file"];
  const secret = file === undefined ? token : text(file).trim();
  const descriptors = descriptor?.map(json) as [object, object] | undefined;
  const base = url.replace(/\/+$/, "");
  return {
    url: base,
    ...(secret !== undefined && { token: secret }),
    ...(type !== undefined && { type }),
    ...(provider !== undefined && { provider }),
    ...(name !== undefined && { name }),
    ...(descriptors !== undefined && { descriptors }),
    ...(stop !== undefined && { stop: () => shell(stop) }),
    ...(start !== undefined && {
      start: async () => {
        await shell(start);
        await answers(base, Number(values.patience) * 1000);
      },
    }),
  };
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Refused(`${file}: expected a file that can be read, found ${(error as Error).message}`);
  }
}

function json(file: string): object {
  try {
    return JSON.parse(text(file)) as object;
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${file}: expected JSON, found ${(error as Error).message}`);
  }
}

const jsonOf = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

function writerOf(file: string): (report: Report) => string {
  const writers: Record<string, (report: Report) => string> = {
    ...{ ".yaml": yamlOf, ".yml": yamlOf, ".json": jsonOf, ".xml": junitOf, ".md": markdownOf },
  };
  const writer = writers[extname(file)];
  if (writer !== undefined) return writer;
  throw new Refused(`--report: expected a name that ends with ${Object.keys(writers).join(", ")}, found ${file}`);
}

/** What it starts may outlive it, so its output is not waited for. */
function shell(command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", command], { stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      code === 0 ? resolve() : reject(new Refused(`${command}: expected status 0, found ${code ?? signal}`)),
    );
  });
}

async function answers(base: string, patience: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    try {
      return void (await request(base, { method: "GET", path: "/healthz" }, patience));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (performance.now() - began > patience)
        throw new Refused(`expected an answer of ${base} after --start within ${patience / 1000} s, found none`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
