// npm run soak:reactor: random kills and lies under load (tests/soak/reactor.test.ts).
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const usage = `usage: npm run soak:reactor -- [--minutes N] [--seed N] [--help]

Kills parts of a reactor at random and lets its chain endpoint lie, under load, for N minutes (30 if not said; 0.5 at least).
Then it waits until all is as it should be, and prints what came of it: what is not as desired, orphans, wrongful destroys,
double declarations, money, and the seconds to converge. It ends with 1 where something of that is wrong.
The same seed gives the same order of steps, not the same timing.
`;

function fail(message) {
  process.stderr.write(`soak: ${message}; see --help\n`);
  process.exit(2);
}

let values;
try {
  ({ values } = parseArgs({
    options: { minutes: { type: "string", default: "30" }, seed: { type: "string" }, help: { type: "boolean" } },
  }));
} catch (error) {
  fail(error.message.split("\n")[0]);
}
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const minutes = Number(values.minutes);
if (!(minutes >= 0.5 && minutes <= 10_000)) fail(`expected --minutes to be 0.5 or more, found ${JSON.stringify(values.minutes)}`); // prettier-ignore
if (values.seed !== undefined && !/^[0-9]{1,9}$/.test(values.seed))
  fail(`expected --seed to be a whole number, found ${JSON.stringify(values.seed)}`);

const jest = join(root, "node_modules", ".bin", "jest");
const { status } = spawnSync(process.execPath, [jest, "--runInBand", "tests/soak/reactor.test.ts"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, DINFRA_SOAK_MINUTES: String(minutes), DINFRA_SOAK_SEED: values.seed ?? "" },
});
process.exit(status ?? 1);
