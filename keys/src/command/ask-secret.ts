import { readSync } from "node:fs";
import { KeysError } from "../error.js";

/**
 * Asks for a secret: on a terminal without echo; else one line of standard input is taken, and what follows is left for who reads next.
 * `undefined` when the input has ended.
 */
export async function askSecret(question: string): Promise<string | undefined> {
  return process.stdin.isTTY ? askWithoutEcho(question) : readLine();
}

const [ENTER, NEWLINE, CTRL_C, CTRL_D, CTRL_U, BACKSPACE, DELETE] = [13, 10, 3, 4, 21, 8, 127];

function askWithoutEcho(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  return new Promise((resolve, reject) => {
    let bytes: number[] = [];
    const end = (): void => {
      stdin.off("data", take);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write("\n");
    };
    const take = (chunk: Buffer): void => {
      for (const byte of chunk) {
        if (byte === CTRL_C) {
          end();
          return reject(new KeysError("secret.missing", "expected a secret, found an interrupt; nothing was done"));
        }
        if (byte === ENTER || byte === NEWLINE || byte === CTRL_D) {
          end();
          const text = Buffer.from(bytes).toString("utf8");
          bytes.fill(0);
          return resolve(byte === CTRL_D && text === "" ? undefined : text);
        }
        if (byte === CTRL_U) bytes = [];
        else if (byte === BACKSPACE || byte === DELETE) eraseLast(bytes);
        else bytes.push(byte);
      }
    };
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
    let count: number;
    try {
      count = readSync(0, byte);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EOF") count = 0;
      else if (code === "EAGAIN") {
        // Somebody made this pipe non-blocking, and it is empty at the moment.
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      } else throw error;
    }
    if (count === 0 && bytes.length === 0) return undefined;
    if (count === 0 || byte[0] === NEWLINE) break;
    bytes.push(byte[0]!);
  }
  const text = Buffer.from(bytes).toString("utf8").replace(/\r$/, "");
  bytes.fill(0);
  return text;
}
