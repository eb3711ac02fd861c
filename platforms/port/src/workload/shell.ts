/** A word for a POSIX shell, whatever it holds. */
export function shellWord(text: string): string {
  if (text.includes("\0")) throw new Error("a shell word cannot hold a NUL");
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A word for a systemd command line, whatever it holds: quotes, `%` specifiers and `$` variables are made harmless. */
export function systemdWord(text: string): string {
  if (/[\0\n\r]/.test(text)) throw new Error("a word of a systemd unit cannot hold a line break or NUL");
  const literal = text.replaceAll("%", "%%").replaceAll("$", "$$$$");
  if (/^[\w@%+=:,./$-]+$/.test(literal)) return literal;
  return `"${literal.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
