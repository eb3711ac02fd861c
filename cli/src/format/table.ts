/** Columns aligned by their widest cell; a column of numbers to the right. No trailing blanks. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => [...(row[column] ?? "")].length)));
  const numeric = head.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => /^-?[0-9][0-9_.,]*( [A-Za-z]+)?$|^-?$/.test(row[column] ?? "")),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const blanks = " ".repeat((widths[column] ?? 0) - [...cell].length);
        return numeric[column] ? blanks + cell : cell + blanks;
      })
      .join("  ")
      .trimEnd();
  return all.map(line).join("\n");
}

/** `name: value` lines with the values under each other. */
export function formatFields(fields: readonly (readonly [string, string])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
