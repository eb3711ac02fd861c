// The command line as a person types it, inside a machine that a test boots.
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const path = require("node:path");
const readline = require("node:readline");
const { text } = require("node:stream/consumers");

const main = path.resolve(__dirname, "../../..", "cli/dist/main.js");

/**
 * @param prefix what the command line is started by, such as setpriv
 * @returns exit code and what was written, whatever the code is
 */
async function commandLine(args, env = {}, prefix = []) {
  const [file, ...rest] = [...prefix, process.execPath, main, ...args];
  const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout: stdout.trim(), stderr: stderr.trim() };
}

/** The embedded chain, once it answers, and its instance. */
async function developmentChain(port) {
  const args = [main, "chain", "dev", "--port", String(port), "--block-time", "1000", "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = readline.createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  return { child, instance: JSON.parse(line).instance };
}

module.exports = { commandLine, developmentChain, main };
