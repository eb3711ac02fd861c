import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typedWith } from "./testing.js";

const folder = mkdtempSync(join(tmpdir(), "dinfra-cli-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(["run", "check"])("reactor %s with a level of the log that there is not", async (command) => {
  const { code, out, err } = await typedWith(
    { DINFRA_LOG_LEVEL: "nonsense" },
    ...["reactor", command, "--provider", "//Bob", "--as", "//Charlie", "--data-dir", join(folder, "new")],
    // Nothing listens there: had it gone as far as connecting, it would fail with 1.
    ...["--endpoint", "ws://127.0.0.1:1"],
  );
  expect({ code, out, err }).toEqual({
    code: 2,
    out: "",
    err: expect.stringContaining(
      '/logLevel: expected one of "trace", "debug", "info", "warn", "error", "fatal", "silent", found "nonsense", given by DINFRA_LOG_LEVEL',
    ),
  });
});
