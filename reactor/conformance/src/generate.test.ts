import { operations } from "./document.js";
import { exampleOf, wrongRequests, wrongTexts, wrongValues } from "./generate.js";
import { componentValidator } from "@dinfra/service/api/document";

const schemaOf = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const account = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const hash = `0x${"1".repeat(64)}`;
const valid: Record<string, unknown> = {
  DesiredDeployment: {
    ...{ generation: 1, descriptorType: { id: hash }, cid: "bagaaiera", consumer: account, login: [] },
    owner: { instance: hash, provider: account },
  },
  Acknowledgement: { receipt: hash },
  Awaiting: { digest: hash, steps: [{ urn: "u", operation: "delete" }] },
  Offers: { block: 1, slotMilliseconds: 6_000, draining: false, offers: [] },
};

test.each(Object.keys(valid))(
  "%s: each generated value breaks the document, and it breaks it in each member",
  (name) => {
    const fits = componentValidator(name);
    expect(fits(structuredClone(valid[name]))).toBe(true);
    const wrong = wrongValues(schemaOf(name), valid[name]);
    expect(wrong.filter(({ value }) => fits(structuredClone(value))).map(({ why }) => why)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(8);
  },
);

test("what is said of a parameter is broken one by one", () => {
  const list = operations.find(({ id }) => id === "listDeployments")!;
  const limit = list.parameters.find(({ name }) => name === "limit")!;
  expect(wrongTexts(limit, "100").map(({ value }) => value)).toEqual(["ten", "1.5", "0x1", "0", "501"]);
  const remove = operations.find(({ id }) => id === "deleteDeployment")!;
  const parts = { path: { id: "7.1" }, query: { instance: hash, provider: account }, header: {} };
  const reasons = wrongRequests(remove, parts).map(({ why }) => why);
  expect(reasons).toEqual(
    expect.arrayContaining(["nothing for instance in the query", "nothing for provider in the query"]),
  );
});

test("an example of each operation's body fits, as far as patterns let it be guessed", () => {
  expect(componentValidator("Acknowledgement")(exampleOf(schemaOf("Acknowledgement")))).toBe(true);
});
