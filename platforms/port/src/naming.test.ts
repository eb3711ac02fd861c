import fc from "fast-check";
import {
  MAX_PHYSICAL_NAME,
  NameAlphabet,
  ownerLabel,
  ownerOfDeployment,
  ownerOfStack,
  physicalName,
} from "./naming.js";

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

describe("a platform's limits", () => {
  const limits = fc.record({
    max: fc.integer({ min: 17, max: 80 }),
    alphabet: fc.constantFrom(...Object.values(NameAlphabet)),
    incarnation: fc.nat(3),
  });
  const patterns = {
    [NameAlphabet.DnsLabel]: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
    [NameAlphabet.Alphanumeric]: /^[a-z][a-z0-9]*$/,
  };

  test("are kept, and the whole hash with them", () => {
    fc.assert(
      fc.property(key, limits, ([owner, role, index], of) => {
        const name = physicalName(owner, role, index, of);
        expect(name).toMatch(patterns[of.alphabet]);
        expect(name.length).toBeLessThanOrEqual(of.max);
        expect(name.slice(-16)).toBe(physicalName(owner, role, index, { incarnation: of.incarnation }).slice(-16));
      }),
    );
  });

  test("never let two things have one name", () => {
    fc.assert(
      fc.property(key, key, limits, fc.nat(3), (a, b, of, other) => {
        const same = JSON.stringify([a, of.incarnation]) === JSON.stringify([b, other]);
        expect(physicalName(...a, of) === physicalName(...b, { ...of, incarnation: other })).toBe(same);
      }),
    );
  });

  test("that leave no room for the hash are refused", () => {
    expect(() => physicalName("o", "r", 0, { max: 16 })).toThrow("at least 17 characters, found a limit of 16");
  });
});

test("an owner's label fits every cloud, and is the owner's alone", () => {
  expect(ownerLabel(`deployment:0x${"ab".repeat(32)}:12.1`)).toMatch(/^d12-1-[a-z2-7]{32}$/);
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      expect(ownerLabel(a)).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
      expect(ownerLabel(a).length).toBeLessThanOrEqual(63);
      expect(ownerLabel(a) === ownerLabel(b)).toBe(a === b);
    }),
  );
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
