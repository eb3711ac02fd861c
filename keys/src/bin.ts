#!/usr/bin/env node
import { keysCommand, loginCommand, sshAgentCommand } from "./command/index.js";

const own = "dinfra-keys";

keysCommand({ keys: own, agent: `${own} ssh-agent`, login: `${own} login` })
  .name(own)
  .addCommand(sshAgentCommand())
  .addCommand(loginCommand())
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
