import { randomInt } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { ReadStream } from "node:tty";

/** More than anybody types in answer to a question. */
const LONGEST_ANSWER = 256;

/** Whether this process has a terminal. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r+"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Asks on the terminal; whatever goes wrong is a no.
 *
 * A yes is a whole line with a number that the question shows. So no keystroke can be one that was typed before the question, or meant for another
 * program: it cannot know the number. A plain yes would need the pending input to be thrown away and the terminal's mode to be set first, which
 * Node cannot do without another program (tcflush), and which would still leave a moment between the two.
 */
export async function askOnTerminal(text: string): Promise<boolean> {
  try {
    const number = String(randomInt(10_000)).padStart(4, "0");
    const file = openSync("/dev/tty", "r+");
    let terminal: ReadStream;
    try {
      writeSync(file, `${text}\nType ${number} and Enter to allow it, anything else to refuse: `);
      terminal = new ReadStream(file);
    } catch (error) {
      closeSync(file);
      throw error;
    }
    // An agent that is told to end does not wait for the answer.
    terminal.unref();
    try {
      return (await firstLine(terminal)) === number;
    } finally {
      terminal.destroy();
    }
  } catch {
    return false;
  }
}

/** What is typed up to Enter, which a terminal in raw mode gives as a carriage return; `undefined` when there is no such line. */
function firstLine(terminal: ReadStream): Promise<string | undefined> {
  return new Promise((resolve) => {
    let line = "";
    terminal.setEncoding("latin1");
    terminal.on("data", (chunk: string) => {
      line += chunk;
      const end = line.search(/[\r\n]/);
      if (end >= 0) resolve(line.slice(0, end).trim());
      else if (line.length > LONGEST_ANSWER) resolve(undefined);
    });
    for (const event of ["end", "error", "close"]) terminal.on(event, () => resolve(undefined));
  });
}
