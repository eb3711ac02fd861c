import { readdirSync } from "node:fs";

/** What no later change may alter about the data in a directory, such as the kind of a database. */
export type Facts = Readonly<Record<string, string>>;

/**
 * A line for each fact that the data cannot follow: what was, what is asked for, what to do. What was not said before is
 * new, and fits. Pure.
 */
export function unfollowed(recorded: Facts, wanted: Facts): string[] {
  return Object.entries(recorded).flatMap(([fact, value]) => {
    const found = wanted[fact];
    if (found === undefined || found === value) return [];
    return [
      `expected the ${fact} ${value}, which the data was made with, found ${found}: keep it, ` +
        "or make another of another name, and destroy this one when that is ready",
    ];
  });
}

/** Whether there is nothing in the folder yet that could have been made with some facts; true where there is no folder. */
export function holdsNothing(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    // Closed, or not a folder: something may be in it.
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
