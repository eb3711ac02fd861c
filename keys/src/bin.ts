#!/usr/bin/env node
import { keysCommand, loginCommand, sshAgentCommand } from "./command/index.js";
import { KeysError } from "./error.js";

const own = "dinfra-keys";
const names = { keys: own, agent: `${own} ssh-agent`, login: `${own} login` };

keysCommand(names)
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
  });

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error;
}
