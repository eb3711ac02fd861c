/** @integration */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../openssh-public.js";
import { temporaryFolder } from "../test/openssh.js";
import { type Terminal, onTerminal } from "../test/terminal.js";
import { askHolder, questionText } from "./ask-holder.js";
import type { LoginQuestion } from "./login-agent.js";

const question: LoginQuestion = {
  key: fingerprint(new Uint8Array(51)),
  comment: "5F…",
  user: "root\n\u001b[2J\u202eAllow",
  hostKey: undefined,
};

describe("the question to the holder", () => {
  it("shows nothing that could draw a question of its own", () => {
    expect(questionText(question)).toMatch(/^[\x20-\x7e\n]*$/);
    expect(questionText(question).split("\n")).toHaveLength(3);
    expect(questionText(question)).toContain('"root\\n\\u001b[2J\\u202eAllow"');
  });

  it("is put by SSH_ASKPASS, whose exit status is the answer; a program that fails is a no", async () => {
    const folder = temporaryFolder();
    const program = (code: number) => {
      const path = join(folder, `askpass-${code}`);
      writeFileSync(
        path,
        `#!/bin/sh\nprintf '%s\\n' "$SSH_ASKPASS_PROMPT" "$1" > '${join(folder, "asked")}'\nexit ${code}\n`,
        { mode: 0o700 },
      );
      return { PATH: process.env.PATH, SSH_ASKPASS: path, SSH_ASKPASS_REQUIRE: "force" };
    };
    expect(await askHolder(question, program(0))).toBe(true);
    expect(readFileSync(join(folder, "asked"), "utf8")).toBe(`confirm\n${questionText(question)}\n`);
    expect(await askHolder(question, program(1))).toBe(false);
    expect(await askHolder(question, { SSH_ASKPASS: join(folder, "missing"), SSH_ASKPASS_REQUIRE: "force" })).toBe(
      false,
    );
    rmSync(folder, { recursive: true });
  });
});

describe("the question on the terminal", () => {
  const agent = join(__dirname, "..", "..", "dist", "agent", "index.js");
  // Says that it is there, and asks when it is told to by a signal.
  const program = `
    import { execFileSync } from "node:child_process";
    import { askHolder } from ${JSON.stringify(agent)};
    if (process.argv[1] === "raw") execFileSync("stty", ["raw", "-echo"], { stdio: "inherit" });
    const alive = setInterval(() => undefined, 1e6);
    process.once("SIGUSR2", async () => {
      const answer = await askHolder(${JSON.stringify(question)}, {});
      process.stdout.write("answer " + answer + "\\r\\n");
      clearInterval(alive);
    });
    process.stdout.write("process " + process.pid + "\\r\\n");
  `;
  const start = async (mode: "cooked" | "raw"): Promise<Terminal & { ask: () => void }> => {
    const terminal = onTerminal([process.execPath, "--input-type=module", "-e", program, mode]);
    const [, pid] = await terminal.until(/process (\d+)/);
    return { ...terminal, ask: () => process.kill(Number(pid), "SIGUSR2") };
  };
  const answered = async (terminal: Terminal): Promise<string> => {
    const [, answer] = await terminal.until(/answer (\w+)/);
    expect(await terminal.ended).toBe(0);
    return answer!;
  };

  it.each(["cooked", "raw"] as const)("is answered by the number that it shows, %s", async (mode) => {
    const terminal = await start(mode);
    terminal.ask();
    const [, number] = await terminal.until(/Type (\d{4}) /);
    terminal.type(`${number}\r`);
    expect(await answered(terminal)).toBe("true");
  });

  it.each(["y\n", "yes\n", "0000000000000000000\n"])(
    "is not answered by what was typed before it: %j",
    async (early) => {
      const terminal = await start("cooked");
      terminal.type(early);
      await terminal.until(early.trim()); // the echo: the terminal has it
      terminal.ask();
      expect(await answered(terminal)).toBe("false");
    },
  );

  it("is not answered by what was begun before it", async () => {
    const terminal = await start("cooked");
    terminal.type("ls ");
    await terminal.until("ls ");
    terminal.ask();
    const [, number] = await terminal.until(/Type (\d{4}) /);
    terminal.type(`${number}\n`);
    expect(await answered(terminal)).toBe("false");
  });

  it.each(["y", "yes", "Y"])("is not answered by keystrokes on a raw terminal: %s", async (keys) => {
    const terminal = await start("raw");
    terminal.ask();
    await terminal.until("Type ");
    terminal.type(keys);
    terminal.type("\r");
    expect(await answered(terminal)).toBe("false");
  });

  it.each([
    ["another number", (number: string) => `${(Number(number) + 1) % 10_000}\n`],
    ["nothing", () => "\n"],
    ["the end of the input", () => "\u0004"],
    ["far too much", (number: string) => `${"x".repeat(1000)}\n${number}\n`],
  ])("is answered by %s with a no", async (_, typed) => {
    const terminal = await start("cooked");
    terminal.ask();
    const [, number] = await terminal.until(/Type (\d{4}) /);
    terminal.type(typed(number!));
    expect(await answered(terminal)).toBe("false");
  });
});
