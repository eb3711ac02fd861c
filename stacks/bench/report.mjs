// Figures as CSV, as a plot and as lines for a person.

const escape = (text) => String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const cell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));

/** `figures`: { name, value, unit, low, high, note }. The machine stands in every row, so that rows can be put together. */
export function csv(figures, machine) {
  const rows = figures.map((f) => [f.name, f.value, f.unit, f.low ?? "", f.high ?? "", f.note ?? "", machine]);
  return [["figure", "value", "unit", "low", "high", "note", "machine"], ...rows]
    .map((row) => `${row.map(cell).join(",")}\n`)
    .join("");
}

export function lines(figures) {
  const width = Math.max(...figures.map((f) => f.name.length));
  return figures.map((f) => `${f.name.padEnd(width)}  ${f.value} ${f.unit}${f.note ? `   ${f.note}` : ""}`);
}

/** Horizontal bars of what has a unit, one scale each, with the range of the runs as a thin line. */
export function svg(all, title, machine) {
  const figures = all.filter((f) => f.unit !== "");
  const [left, bar, row, top] = [330, 430, 34, 64];
  const most = (unit) => Math.max(...figures.filter((f) => f.unit === unit).map((f) => f.high ?? f.value));
  const bars = figures.map((f, i) => {
    const y = top + i * row;
    const x = (value) => left + (value / most(f.unit)) * bar;
    const range =
      f.low === undefined
        ? ""
        : `<line x1="${x(f.low)}" x2="${x(f.high)}" y1="${y + 11}" y2="${y + 11}" stroke="#1b1f24" stroke-width="1.5"/>`;
    return (
      `<text x="${left - 10}" y="${y + 15}" text-anchor="end">${escape(f.name)}</text>` +
      `<rect x="${left}" y="${y}" width="${Math.max(1, x(f.value) - left)}" height="22" fill="#5b7fbf"/>${range}` +
      `<text x="${Math.max(x(f.value), x(f.high ?? 0)) + 8}" y="${y + 15}">${escape(`${f.value} ${f.unit}`)}</text>`
    );
  });
  const height = top + figures.length * row + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="920" height="${height}" font-family="sans-serif" font-size="13" fill="#1b1f24">
<rect width="920" height="${height}" fill="#fff"/>
<text x="16" y="26" font-size="16">${escape(title)}</text>
<text x="16" y="46" fill="#59636e">${escape(machine)}</text>
${bars.join("\n")}
</svg>
`;
}
