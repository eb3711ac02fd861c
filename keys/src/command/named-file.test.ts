import { named } from "./named-file.js";
import { readPrivateFile } from "./private-file.js";
import { readPublicFile } from "./public-file.js";

it.each(["nope.proof", "/nonexistent/id_dinfra.proof", "./account.json", "~/phrase.txt"])("names %s", (path) => {
  expect(named(path)).toBe(` in ${path}`);
});

it.each([
  undefined,
  "",
  "nope",
  "/nonexistent",
  "bottom drive obey lake curtain smoke basket hold race lonely fit walk",
  "bottom drive obey lake.json",
  "//Alice",
  "//my-secret.json",
  `0x${"ab".repeat(32)}`,
  "hunter.2",
  ".json",
])("does not repeat what may be a secret: %s", (path) => {
  expect(named(path)).toBe("");
});

it("a missing file is named", async () => {
  await expect(readPublicFile("/nonexistent/nope.proof", "a login proof")).rejects.toThrow(
    "expected a readable file with a login proof in /nonexistent/nope.proof, found ENOENT",
  );
  await expect(readPrivateFile("/nonexistent/account.json")).rejects.toThrow(
    "expected a readable file with the secret in /nonexistent/account.json, found ENOENT; check the path that was given",
  );
});
