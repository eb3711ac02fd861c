#!/usr/bin/env node
import { keysCommand, loginCommand, lossInWords, sshAgentCommand, watchOutput } from "./command/index.js";
import { KeysError } from "./error.js";

const own = "dinfra-keys";
const output = watchOutput();
const names = { keys: own, agent: `${own} ssh-agent`, login: `${own} login` };

void keysCommand(names)
  .name(own)
  .addCommand(sshAgentCommand(names))
  .addCommand(loginCommand(names))
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = 1;
    if (!(error instanceof KeysError) && !isSystemError(error))
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    else if (process.argv.includes("--json"))
      process.stderr.write(`${JSON.stringify({ error: { code: error.code, message: error.message } })}\n`);
    else process.stderr.write(`error: ${error.message} [${error.code}]\n`);
  })
  .then(() => output.settled())
  .then(() => {
    if (output.lost === undefined) return;
    process.exitCode ||= 1;
    const said = lossInWords(output.lost);
    if (said !== undefined) process.stderr.write(`error: ${said} [output.lost]\n`);
  });

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error;
}
