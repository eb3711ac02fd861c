// Writes real-answers.json: what a real CloudStack 4.22 answered, of the commands that the stand-in has. Takes the folder of recordings, one
// JSON file per command (cases with request, response, and the polls of a job). Kept are at most eight good answers per command, every error,
// and of a job its last poll.
//
//   node platforms/cloudstack/stand-in/contract/take.mjs FOLDER
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = process.argv[2];
if (!folder) {
  process.stderr.write("usage: node take.mjs FOLDER\n");
  process.exit(2);
}
const here = dirname(fileURLToPath(import.meta.url));
const { commandNames } = createRequire(import.meta.url)("../dist/index.js");

const answers = {};
for (const command of [...commandNames].sort()) {
  const file = join(folder, `${command}.json`);
  if (!existsSync(file)) continue;
  let good = 0;
  answers[command] = JSON.parse(readFileSync(file, "utf8")).flatMap((one) => {
    const taken = take(one);
    const failed = taken.status !== 200 || taken.job?.status === 2;
    if (!failed && (good += 1) > 8) return [];
    return [taken];
  });
}
writeFileSync(join(here, "real-answers.json"), `${JSON.stringify(answers)}\n`);

function take({ case: name, request, response, async: job }) {
  const last = job?.polls?.at(-1)?.response.body.queryasyncjobresultresponse;
  return {
    case: name,
    params: request.params,
    status: response.status,
    body: short(response.body),
    ...(last ? { job: { status: last.jobstatus, code: last.jobresultcode, result: short(last.jobresult) } } : {}),
  };
}

/** Lists of many like things say no more than their first three. */
function short(value) {
  if (Array.isArray(value)) return value.slice(0, 3).map(short);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, short(v)]));
  return value;
}
