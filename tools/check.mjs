// `npm run check`: types, lints and format at the same time, since each of them keeps one core busy. What each has to say
// comes in one piece, when it has ended. Fails when one of them does.
import { spawn } from "node:child_process";
import { once } from "node:events";

/** @returns {Promise<boolean>} whether the script of package.json found nothing */
async function passes(script) {
  const began = performance.now();
  const check = spawn("npm", ["run", "--silent", script], { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  for (const stream of [check.stdout, check.stderr]) stream.on("data", (chunk) => said.push(chunk));
  const [code] = await once(check, "close");
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stdout.write(`${Buffer.concat(said)}${script}: ${code === 0 ? "nothing found" : "FAILED"}, ${seconds} s\n`);
  return code === 0;
}

const found = await Promise.all(["check:types", "check:lint", "check:format"].map(passes));
if (found.includes(false)) process.exitCode = 1;
