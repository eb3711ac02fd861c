import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { CatalogueEntryArgs } from "@dinfra/components";
import { checkSettings, ComponentError, requirePlatform, type MachinesPlacementArgs } from "@dinfra/port";
import { defaultEntry } from "./default-entry.js";
import { CeilingExceeded } from "./life.js";
import { countsOf, junitOf, kept, tableOf } from "./report.js";
import { conform } from "./run.js";
import type { Login, Subject } from "./subject.js";

const usage = `Usage: dinfra-platform-conformance <package> --settings <file> [options]

Puts a platform of DINFRA to the test, on the real Pulumi engine: makes a network, a node and what else the platform claims,
looks at it, changes it, and takes it away. What is made bears an owner of this run alone.

  <package>            the platform's npm package, the absolute path of a folder with one, or local, cloudstack, aws
  --settings <file>    its settings (JSON). Secrets are named, never given: { "env": "NAME" } or { "file": "/path" }
  --machines <file>    what machines are like (JSON, as placement.machines). With artifacts, what an agent would be brought
                       is looked at too. No machine is logged in to but for --login
  --login <file>       how the machines of a ValidatorSentry are logged in to (JSON): "operators" with "publicKeys" and
                       "privateKey", "via", and, where they need networks that are there, "network" and "validatorNetwork".
                       Without it a ValidatorSentry is not run on machines
  --entry <file>       what nodes run (JSON, a catalogue entry of a polkadot-sdk node). Defaults to a small program
  --proxy <file>       HAProxy (JSON, a catalogue entry). Without it an endpoint is the platform's own balancer, if it has one
  --max-resources <n>  most resources that may be made; with more, nothing is made. Defaults to 80
  --json               the report as JSON on standard output, instead of a table
  --junit <file>       writes the report as JUnit's XML too
  --help               this text

Each cell is pass, fail, lacking (the capability table says so) or not-run (with the reason; not a pass).
Exit code: 0 no promise is broken; 1 one is, or something was left behind; 2 nothing was tried; 130 interrupted, and swept.
`;

class Refused extends Error {}

export function main(): void {
  void run(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      const told = error instanceof Refused || error instanceof ComponentError || error instanceof CeilingExceeded;
      process.stderr.write(`${told ? error.message : String((error as Error).stack)}\n`);
      process.exitCode = 2;
    },
  );
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const subject = subjectOf(positionals, values);
  const ceiling = Number(values["max-resources"]);
  if (!Number.isInteger(ceiling) || ceiling < 1)
    throw new Refused(`--max-resources: expected a whole number from 1, found ${values["max-resources"]}`);
  const stop = new AbortController();
  const interrupt = () => {
    process.stderr.write("interrupted: what was made is taken away\n");
    stop.abort(new Error("interrupted"));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await conform([subject], { ceiling, signal: stop.signal, say });
  if (values.junit !== undefined) writeFileSync(values.junit, junitOf(report));
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : tableOf(report)}\n`);
  const counts = Object.entries(countsOf(report)).map(([outcome, count]) => `${count} ${outcome}`);
  say(counts.join(", "));
  for (const one of report.platforms.flatMap(({ left }) => left)) say(`left behind: ${one}`);
  if (stop.signal.aborted) return 130;
  return kept(report) ? 0 : 1;
}

const options = {
  settings: { type: "string" },
  machines: { type: "string" },
  login: { type: "string" },
  entry: { type: "string" },
  proxy: { type: "string" },
  "max-resources": { type: "string", default: "80" },
  json: { type: "boolean" },
  junit: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${usage}`);
  }
}

function subjectOf(positionals: readonly string[], values: ReturnType<typeof parsed>["values"]): Subject {
  const [wanted, ...more] = positionals;
  if (wanted === undefined || more.length > 0)
    throw new Refused(`expected one platform's package, found ${positionals.join(", ") || "none"}\n\n${usage}`);
  if (values.settings === undefined)
    throw new Refused("expected --settings <file>, found none; {} in it is enough where none are needed");
  const definition = requirePlatform(wanted);
  const settings = json(values.settings) as object;
  checkSettings(values.settings, definition.settingsSchema, settings);
  const machines = values.machines === undefined ? undefined : (json(values.machines) as MachinesPlacementArgs);
  const entry = values.entry === undefined ? defaultEntry(machines) : (json(values.entry) as CatalogueEntryArgs);
  const proxy = values.proxy === undefined ? undefined : (json(values.proxy) as CatalogueEntryArgs);
  const login = values.login === undefined ? undefined : loginIn(values.login);
  return { name: definition.name, definition, settings, machines, login, entry, proxy };
}

function loginIn(file: string): Login {
  const { operators, via, ...rest } = json(file) as Partial<Login>;
  if (!operators?.publicKeys?.length || !operators.privateKey || !via?.host)
    throw new Refused(
      `${file}: expected operators.publicKeys, operators.privateKey and via.host, found not all of them`,
    );
  return { operators, via, ...rest };
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Refused(`${file}: expected JSON, found ${(error as Error).message}`);
  }
}
