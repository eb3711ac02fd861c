import fc from "fast-check";
import { MAX_PHYSICAL_NAME, ownerOfDeployment, ownerOfStack, physicalName } from "./naming.js";

const word = fc.string({
  unit: fc.constantFrom("a", "b", "-", ":", "/", ".", "%", "1", "ß", "\\", '"', ",", " "),
  maxLength: 8,
});
const anything = fc.oneof(word, fc.string());
const key = fc.tuple(anything, anything, fc.nat(1000));

describe("physicalName", () => {
  test("is the same for the same owner, role and index, for ever", () => {
    expect(physicalName("deployment:0xabc:12.1", "node/data", 0)).toBe("d12-1-node-data-myaxu5f6cyuqss3l");
    expect(physicalName("stack:dinfra:dev", "network")).toBe("dev-network-dvo3b35znkh5i6fn");
  });

  test("is a DNS label that starts with a letter and leaves room for what platforms add", () => {
    fc.assert(
      fc.property(key, ([owner, role, index]) => {
        const name = physicalName(owner, role, index);
        expect(name).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
        expect(name.length).toBeLessThanOrEqual(MAX_PHYSICAL_NAME);
      }),
    );
  });

  test("differs wherever owner, role or index differ, whatever separators are in them", () => {
    fc.assert(
      fc.property(key, key, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(physicalName(...a) === physicalName(...b)).toBe(same);
      }),
    );
  });

  test.each([
    [
      ["a", "b/c"],
      ["a/b", "c"],
    ],
    [
      ["a", "b-1"],
      ["a-b", "1"],
    ],
    [
      ["a:b", "c"],
      ["a", "b:c"],
    ],
  ] as const)("keeps %j and %j apart", (a, b) => {
    expect(physicalName(a[0], a[1])).not.toBe(physicalName(b[0], b[1]));
  });
});

describe("owners", () => {
  test("of a deployment hold chain instance, subscription and attempt", () => {
    expect(ownerOfDeployment("0xAB", 12n, 1)).toBe("deployment:0xab:12.1");
    expect(ownerOfDeployment("0xab", "12", 2)).toBe("deployment:0xab:12.2");
  });

  test("of different stacks differ, whatever separators are in project and stack", () => {
    fc.assert(
      fc.property(word, word, word, word, (p, s, q, t) => {
        expect(ownerOfStack(p, s) === ownerOfStack(q, t)).toBe(p === q && s === t);
      }),
    );
  });
});
