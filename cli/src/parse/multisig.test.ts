import fc from "fast-check";
import { CommandFailure } from "../failure.js";
import { formatMultisig, parseMultisig, resolveMultisig } from "./multisig.js";
import { formatTimepoint, parseTimepoint } from "./timepoint.js";

const names = ["//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie"] as const;

test("the order of the signatories has no meaning, and what is printed is read back", async () => {
  const some = fc.shuffledSubarray([...names], { minLength: 2 });
  await fc.assert(
    fc.asyncProperty(
      some.chain((accounts) => fc.record({ accounts: fc.constant(accounts), least: fc.nat(accounts.length - 1) })),
      async ({ accounts, least }) => {
        const resolve = (order: readonly string[]) => resolveMultisig(parseMultisig(`${least + 1}:${order.join(",")}`));
        const multisig = await resolve(accounts);
        expect(multisig).toEqual(await resolve([...accounts].reverse()));
        expect(multisig).toMatchObject({ threshold: least + 1 });
        expect(multisig.signatories).toHaveLength(accounts.length);
        expect(await resolveMultisig(parseMultisig(formatMultisig(multisig)))).toEqual(multisig);
      },
    ),
    { numRuns: 20 },
  );
});

test.each([
  "",
  "2",
  "2:",
  ":",
  "0://A,//B",
  "3://A,//B",
  "2://A",
  "101://A,//B",
  "-1://A,//B",
  "1.5://A,//B",
  "2 ://A,//B",
])("no multisig: %j", (text) => expect(() => parseMultisig(text)).toThrow(CommandFailure));

test.each(["12.1", "0.0", "4294967295.4294967295"])("timepoint %s", (text) =>
  expect(formatTimepoint(parseTimepoint(text))).toBe(text),
);

test.each(["", "12", "12.", ".1", "12.1.1", "-1.1", "12.x", "4294967296.0", "0.4294967296", " 1.1"])(
  "no timepoint: %j",
  (text) => expect(() => parseTimepoint(text)).toThrow(CommandFailure),
);
