import * as pulumi from "@pulumi/pulumi";
import { observerFor, resolvePlacement, type PlacementArgs } from "./placement.js";

beforeAll(() =>
  pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "shop", "prod"),
);

const code = (placement: PlacementArgs) => {
  try {
    resolvePlacement(placement);
    return "accepted";
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

test("a placement names exactly one platform", () => {
  expect(code({ local: {} })).toBe("accepted");
  expect(code({})).toBe("NoPlatform");
  expect(code({ local: undefined })).toBe("NoPlatform");
  expect(code({ local: {}, custom: { name: "toy" } })).toBe("NoPlatform");
});

test("an unknown platform is refused with the known ones and the way out", () => {
  expect(() => resolvePlacement({ custom: { name: "moon" } })).toThrow(
    'unknown platform "moon": expected the package @dinfra/platform-moon in one of ',
  );
});

test("the owner is the project and stack unless it is said", () => {
  expect(resolvePlacement({ local: {} }).owner).toBe("stack:shop:prod");
  expect(resolvePlacement({ local: {}, owner: "deployment:0x1:1.1" }).owner).toBe("deployment:0x1:1.1");
  expect(code({ local: {}, owner: "" })).toBe("InvalidArgument");
});

test("a root that is not absolute is refused before anything looks there", () => {
  expect(() => observerFor({ local: { root: "here" } })).toThrow("placement.local.root: expected text of the form ^/");
});
