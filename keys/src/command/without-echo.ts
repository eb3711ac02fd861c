import type { Command } from "commander";

/**
 * Keeps commander from quoting what stands on the command line: who types a phrase where none belongs should not find it again in a log.
 * Applies to the command and its subcommands.
 */
export function withoutEcho(command: Command): Command {
  // At the source of the messages: who mounts the command may write them elsewhere, or catch them as errors.
  const error = command.error.bind(command);
  command.error = (message, options) => error(redacted(message), options);
  command.commands.forEach(withoutEcho);
  return command;
}

/** A message of commander's, without what was typed. */
export function redacted(message: string): string {
  if (/^error: too many arguments/.test(message))
    return "error: expected no further arguments, found some; a secret is never one: type it when asked, pipe it in, or give --secret-file";
  if (/^error: unknown command/.test(message))
    return "error: expected one of the commands that --help lists, found another word";
  return (
    message
      // Of a short option one letter only: what follows is its value.
      .replace(
        /^(error: unknown option '(?:--[^'=\s]*|-[^'\s]?))[^]*$/,
        "$1'; --help lists the options. A secret is never one",
      )
      .replace(
        /^(error: option '[^']*') (?:argument|value) '[^]*' is invalid\.( Allowed choices are [\w, ]+\.)?[^]*?$/,
        "$1: expected another value.$2",
      )
  );
}
