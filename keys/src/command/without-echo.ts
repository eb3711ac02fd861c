import type { Command } from "commander";

/**
 * Keeps commander from quoting what stands on the command line: who types a phrase where none belongs should not find it again in a log.
 * Applies to the command and its subcommands.
 */
export function withoutEcho(command: Command): Command {
  command.configureOutput({ outputError: (text, write) => write(redacted(text)) });
  command.commands.forEach(withoutEcho);
  return command;
}

export function redacted(text: string): string {
  if (/^error: too many arguments/.test(text))
    return "error: expected no further arguments, found some; a secret is never one: type it when asked, pipe it in, or give --secret-file\n";
  if (/^error: unknown command/.test(text))
    return "error: expected one of the commands that --help lists, found another word\n";
  return text.replace(
    /^(error: unknown option '-[^'=\s]*)[^]*$/,
    "$1'; --help lists the options. A secret is never one\n",
  );
}
