import { live, type LifeOptions } from "./life.js";
import { reportOf, type Report } from "./report.js";
import type { Subject } from "./subject.js";

/**
 * Puts platforms to the test, all of them in one stack. What is made bears owners of the run's own, and is taken away
 * whatever happens.
 * @throws CeilingExceeded where more would be made than the ceiling; nothing was made then
 */
export async function conform(subjects: readonly Subject[], options: LifeOptions): Promise<Report> {
  return reportOf(await live(subjects, options));
}
