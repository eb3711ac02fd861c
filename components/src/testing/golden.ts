import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";

/** Holds a text against a file in components/golden. UPDATE_GOLDEN=1 writes the file; its diff is then reviewed. */
export function expectGolden(file: string, text: string): void {
  const golden = path.join(__dirname, "../../golden", file);
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, "utf8"));
}
