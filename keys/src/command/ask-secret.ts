import { KeysError } from "../error.js";
import { readSome } from "./read-input.js";
import { textOf } from "./text-of.js";
import { TypedBytes } from "./typed-bytes.js";

/**
 * Asks for a secret: on a terminal without echo; else one line of standard input is taken, and what follows is left for who reads next.
 * `undefined` when the input has ended.
 */
export async function askSecret(question: string): Promise<string | undefined> {
  return process.stdin.isTTY ? askWithoutEcho(question) : readLine();
}

const [ENTER, NEWLINE, CTRL_C, CTRL_D, CTRL_U, CTRL_BACKSLASH] = [13, 10, 3, 4, 21, 28];
const [BACKSPACE, DELETE] = [8, 127];

/** Those that Node does not itself set the terminal right for. */
const ENDING_SIGNALS = ["SIGHUP", "SIGQUIT"] as const;

function askWithoutEcho(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  return new Promise((resolve, reject) => {
    let bytes: number[] = [];
    const keys = new TypedBytes();
    const end = (): void => {
      stdin.off("data", take);
      for (const signal of ENDING_SIGNALS) process.off(signal, leave);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
    };
    const leave = (signal: NodeJS.Signals): void => {
      bytes.fill(0);
      end();
      process.kill(process.pid, signal); // its own handler is off: the process ends as it would have
    };
    const take = (chunk: Buffer): void => {
      for (const byte of keys.of(chunk)) {
        if (byte === CTRL_C || byte === CTRL_BACKSLASH) {
          end();
          return reject(new KeysError("secret.missing", "expected a secret, found an interrupt; nothing was done"));
        }
        if (byte === ENTER || byte === NEWLINE || byte === CTRL_D) {
          end();
          const given = bytes;
          if (byte === CTRL_D && given.length === 0) return resolve(undefined);
          try {
            return resolve(typed(given));
          } catch (error) {
            return reject(error as Error);
          }
        }
        if (byte === CTRL_U) bytes = [];
        else if (byte === BACKSPACE || byte === DELETE) eraseLast(bytes);
        else if (byte >= 32 || byte === 9) bytes.push(byte); // of the control characters only the tabulator is text
      }
    };
    for (const signal of ENDING_SIGNALS) process.on(signal, leave);
    // Raw before the question is seen: what is typed from then on is not echoed.
    stdin.setRawMode(true);
    stderr.write(`${question}: `);
    stdin.on("data", take);
    stdin.resume();
  });
}

/** A character is one byte, or a lead byte and its followers. */
function eraseLast(bytes: number[]): void {
  let byte = bytes.pop();
  while (byte !== undefined && (byte & 0xc0) === 0x80) byte = bytes.pop();
}

/** Byte by byte, as a shell's `read` does: whatever stands after the line belongs to somebody else. */
async function readLine(): Promise<string | undefined> {
  const bytes: number[] = [];
  const byte = Buffer.alloc(1);
  for (;;) {
    const count = await readSome(0, byte);
    if (count === 0 && bytes.length === 0) return undefined;
    if (count === 0 || byte[0] === NEWLINE) break;
    bytes.push(byte[0]!);
  }
  return typed(bytes).replace(/\r$/, "");
}

function typed(bytes: number[]): string {
  try {
    return textOf(Uint8Array.from(bytes), "what is asked for");
  } finally {
    bytes.fill(0);
  }
}
