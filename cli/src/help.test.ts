import type { Command } from "commander";
import { createProgram } from "./program.js";
import { typed } from "./testing.js";

const silent = {
  out: () => undefined,
  err: () => undefined,
  env: {},
  interactive: false,
  confirm: () => Promise.resolve(false),
  stop: AbortSignal.abort(),
  releaseSignals: () => undefined,
  onHangup: () => undefined,
  outliveOutput: () => undefined,
};

/** Every command line that can be completed to a command, `provider operator add`. */
function leaves(command: Command, path: readonly string[] = []): string[][] {
  if (command.commands.length === 0) return [[...path]];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

test("the help of every command says what it is for, shows examples, has --json, and ends with 0", async () => {
  const lines = leaves(await createProgram(silent));
  expect(lines.length).toBeGreaterThan(25);
  for (const line of lines) {
    const { code, out, err } = await typed(...line, "--help");
    expect({ line, code, err }).toEqual({ line, code: 0, err: "" });
    expect(out).toContain(`Usage: dinfra ${line.join(" ")}`);
    expect(out).toContain(`Examples:\n  $ dinfra ${line.join(" ")}`);
    // What an agent prints is for the shell.
    if (line[0] !== "ssh-agent") expect(out).toContain("--json");
  }
});

test("what there is", async () => {
  const lines = leaves(await createProgram(silent)).map((line) => line.join(" "));
  expect(lines.filter((line) => !/^(keys|ssh-agent|login)/.test(line))).toMatchSnapshot();
  expect((await typed("--help")).out).toMatchSnapshot();
  expect((await typed("subscribe", "--help")).out).toMatchSnapshot();
});

test("the version is that of the package", async () => {
  expect((await typed("--version")).out).toMatch(/^[0-9]+\.[0-9]+\.[0-9]+$/);
});
