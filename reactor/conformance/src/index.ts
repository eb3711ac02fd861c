export type { Level } from "./document.js";
export { promises, promisesOf, type Promised } from "./promises.js";
export { junitOf, markdownOf, yamlOf, type Outcome, type Report, type ReportedPromise } from "./report.js";
export { conform, defaults } from "./run.js";
export { Refused, type Options, type Subject } from "./subject.js";
