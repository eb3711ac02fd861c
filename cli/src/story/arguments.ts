/** A story takes no arguments but --help; anything else is refused before anything is started: one line, exit code 2. */
export function refuseArguments(command: string, what: string, args = process.argv.slice(2)): void {
  if (args.length === 0) return;
  if (args.length === 1 && args[0] === "--help") {
    process.stdout.write(`usage: ${command}\n\n${what} It takes no options.\n`);
    process.exit(0);
  }
  const found = args.find((arg) => arg !== "--help") ?? args[0];
  process.stderr.write(
    `${command}: expected no arguments, found ${JSON.stringify(found)}; see: ${command} -- --help\n`,
  );
  process.exit(2);
}
