export { CeilingExceeded, type LifeOptions } from "./life.js";
export { promises, type Cell, type Outcome, type Promised } from "./promises.js";
export { countsOf, junitOf, kept, tableOf, type PlatformReport, type Report } from "./report.js";
export { conform } from "./run.js";
export { defaultEntry } from "./default-entry.js";
export { componentNames, type ComponentName, type Login, type Subject } from "./subject.js";
