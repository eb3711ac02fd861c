import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const agent = join(__dirname, "..", "..", "..", "agent");

/** Each sync of the agent, and what it makes durable: "mark" is a small file or a name, "data" what marks speak of. */
const syncs = [
  { file: "system/durable.go", call: /\b(draft|dir)\.Sync\(\)/g, by: 'Cut("mark", $1.Sync)', times: 2 },
  {
    file: "system/durable.go",
    call: /unix\.Syncfs\(int\(dir\.Fd\(\)\)\)/g,
    by: 'Cut("data", func() error { return unix.Syncfs(int(dir.Fd())) })',
    times: 1,
  },
  { file: "artifact/fetch.go", call: /\bfile\.Sync\(\)/g, by: 'system.Cut("data", file.Sync)', times: 1 },
];

/** Whom the agent tells, and what it leaves out, where no environment says it. */
export interface Cuts {
  url: string;
  skip?: "all" | "data";
}

/**
 * Builds the agent's code with every sync telling the test: main.go beside it, or the agent itself, whose `cuts` are
 * built in. Answers the program.
 */
export function buildWithCuts(folder: string, cuts?: Cuts): string {
  const texts = new Map<string, string>();
  for (const { file, call, by, times } of syncs) {
    const text = texts.get(file) ?? readFileSync(join(agent, file), "utf8");
    const found = text.match(call)?.length ?? 0;
    if (found !== times) throw new Error(`expected ${times} of ${String(call)} in agent/${file}, found ${found}`);
    texts.set(file, text.replace(call, by));
  }
  const fetch = "artifact/fetch.go";
  texts.set(fetch, texts.get(fetch)!.replace('"dinfra.dev/agent/fault"', '$&\n\t"dinfra.dev/agent/system"'));
  const replaced: Record<string, string> = {
    [join(agent, "powercut/main.go")]: join(__dirname, "main.go"),
    [join(agent, "system/cut.go")]: join(__dirname, "cut.go"),
  };
  for (const [file, text] of texts) {
    const changed = join(folder, file.replace("/", "-"));
    writeFileSync(changed, text);
    replaced[join(agent, file)] = changed;
  }
  const overlay = join(folder, "overlay.json");
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));
  const program = join(folder, cuts === undefined ? "pass" : `agent-${cuts.skip ?? "whole"}`);
  const set = (name: string, value = "") => `-X dinfra.dev/agent/system.${name}=${value}`;
  const flags = cuts === undefined ? "" : `${set("cutURL", cuts.url)} ${set("cutSkip", cuts.skip)}`;
  const env = { ...process.env, CGO_ENABLED: "0" };
  const args = ["-overlay", overlay, "-ldflags", flags, "-o", program, cuts === undefined ? "./powercut" : "."];
  execFileSync("go", ["build", ...args], { cwd: agent, env });
  return program;
}
