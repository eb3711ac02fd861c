/** @integration */
import { spawn } from "node:child_process";
import { AccountKey } from "../account-key.js";
import { PHRASE } from "../test/accounts.js";
import { BIN } from "../test/dinfra-keys.js";
import { ownHome } from "../test/own-home.js";
import { onTerminal } from "../test/terminal.js";
import { TypedBytes } from "./typed-bytes.js";

// Many processes, perhaps on a busy machine.
jest.setTimeout(240_000);

const home = ownHome();
const ESC = "\u001b";

describe("of what a terminal sends", () => {
  it.each<[string, string[], string]>([
    ["plain text", ["abc é"], "abc é"],
    ["arrow keys", [`a${ESC}[Db${ESC}[C${ESC}OAc`], "abc"],
    ["keys with modifiers", [`a${ESC}[1;5Db`], "ab"],
    ["a deleted character", [`a${ESC}[3~b`], "ab"],
    ["function keys of the Linux console", [`a${ESC}[[Ab`], "ab"],
    ["a paste between its marks", [`${ESC}[200~abc def${ESC}[201~`], "abc def"],
    ["sequences in pieces", [`a${ESC}`, "[", "1;", "5", "Db"], "ab"],
    ["Alt with a letter", [`a${ESC}bc`], "ac"],
    ["Escape, then Enter", [`a${ESC}\r`], "a\r"],
    ["Escape twice before a sequence", [`a${ESC}${ESC}[Db`], "ab"],
  ])("%s: only the text is text", (_, chunks, text) => {
    const typed = new TypedBytes();
    expect(Buffer.from(chunks.flatMap((chunk) => [...typed.of(Buffer.from(chunk))])).toString()).toBe(text);
  });
});

it("arrow keys, a paste and control characters do not change the phrase", async () => {
  const terminal = onTerminal([process.execPath, BIN, "show"], home().env);
  await terminal.until("Recovery phrase");
  terminal.type(`${ESC}[D${ESC}[200~${PHRASE}${ESC}[201~${ESC}OA\u001a\u0001\r`);
  expect(await terminal.ended).toBe(0);
  expect(terminal.shown()).toContain(AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh").address());
});

it("Ctrl-\\ at the question is an interrupt", async () => {
  const terminal = onTerminal([process.execPath, BIN, "show"], home().env);
  await terminal.until("Recovery phrase");
  terminal.type("legal winner\u001c");
  expect(await terminal.ended).toBe(1);
  expect(terminal.shown()).toContain("nothing was done");
});

it.each(["HUP", "QUIT", "TERM"])("SIG%s at the question leaves the terminal as it was", async (signal) => {
  // The shell stays, to look at the terminal afterwards.
  const script = `stty -a > before; "$0" "$1" show & echo $! > pid; fg >/dev/null 2>&1; stty -a > after; cmp before after && echo SAME; echo END`;
  const terminal = onTerminal(["bash", "-mc", `cd "$HOME"; ulimit -c 0; ${script}`, process.execPath, BIN], home().env);
  await terminal.until("Recovery phrase");
  const kill = spawn("sh", ["-c", `kill -${signal} $(cat "$HOME/pid")`], { env: home().env });
  await new Promise((ended) => kill.on("close", ended));
  await terminal.until("END");
  expect(terminal.shown()).toContain("SAME");
  await terminal.ended;
});
