import { formatTable } from "../format/table.js";

/** Prints the steps of a story with the time that each took. */
export class Telling {
  private readonly begun = performance.now();
  private number = 0;

  constructor(private readonly write: (text: string) => void) {}

  /** A step: its title at once, what came of it and how long it took below. */
  async step<T>(title: string, work: (say: (line: string) => void) => Promise<T>): Promise<T> {
    const start = performance.now();
    this.write(`\n${++this.number}. ${title}`);
    const result = await work((line) => this.write(`   ${line}`));
    this.write(
      `   [${seconds(performance.now() - start)}, ${seconds(performance.now() - this.begun)} since the start]`,
    );
    return result;
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    this.write(`\n${formatTable(head, rows)}`);
  }

  line(text: string): void {
    this.write(text);
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
