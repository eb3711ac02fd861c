import type { Command } from "commander";

export interface AnswerOptions {
  json?: boolean;
}

export function withJson(command: Command): Command {
  return command.option("--json", "answer in JSON, one document on standard output");
}

/** Help that ends with lines to copy. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
}

/** JSON for machines, else what a person reads. */
export function answer(options: AnswerOptions, machine: object, person: string): void {
  process.stdout.write(`${options.json ? JSON.stringify(machine, null, 2) : person}\n`);
}

/** Names and what they stand for, in two columns. */
export function columns(facts: Record<string, string>): string {
  const width = Math.max(...Object.keys(facts).map((name) => name.length));
  return Object.entries(facts)
    .map(([name, fact]) => `${name.padEnd(width)}  ${fact}`)
    .join("\n");
}
