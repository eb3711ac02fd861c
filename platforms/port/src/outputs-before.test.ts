import * as pulumi from "@pulumi/pulumi";
import { outputsBefore } from "./outputs-before.js";

const before = { type: "a:index:Thing", outputs: { size: 7 } };

/** A program whose engine fails so many times to read its state. */
async function runs(failures: number, message: string) {
  let asked = 0;
  await pulumi.runtime.setMocks({
    call: () => {
      asked += 1;
      if (asked <= failures) throw Object.assign(new Error(message), { details: message });
      return { outputs: { before } };
    },
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as object }),
  });
  return { seen: outputsBefore("a:index:Thing"), asked: () => asked };
}

test("a state that is being written is read again", async () => {
  const { seen, asked } = await runs(2, "failed to load checkpoint: EOF");
  expect(await seen).toEqual([{ size: 7 }]);
  expect(asked()).toBe(3);
});

test("any other failure is told at once", async () => {
  const { seen, asked } = await runs(1, "no such stack");
  await expect(seen).rejects.toThrow("no such stack");
  expect(asked()).toBe(1);
});
