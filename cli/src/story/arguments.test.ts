/** @integration */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "dinfra-arguments-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As npm runs a story: what it said, how it ended, and whether it had begun (its folder is made first). */
function story(name: "demo" | "start", ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "..", "..", "dist", `${name}.js`), ...args],
    { encoding: "utf8", env: { ...process.env, TMPDIR: folder } },
  );
  return { status, stdout, stderr, begun: readdirSync(folder).length > 0 };
}

test.each([
  ["demo", ["--nope"], '"--nope"', "npm run demo"],
  ["demo", ["--help", "twice"], '"twice"', "npm run demo"],
  ["start", ["--port=4700"], '"--port=4700"', "npm start"],
] as const)("%s %j is refused before anything is started", (name, args, found, command) => {
  expect(story(name, ...args)).toEqual({
    status: 2,
    stdout: "",
    stderr: `${command}: expected no arguments, found ${found}; see: ${command} -- --help\n`,
    begun: false,
  });
});

test.each(["demo", "start"] as const)("%s --help says what it does, and does not do it", (name) => {
  expect(story(name, "--help")).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^usage: npm .*\n\n.* It takes no options\.\n$/),
    stderr: "",
    begun: false,
  });
});
