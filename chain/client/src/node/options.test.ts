import { BadUsage, nodeOptions } from "./options.js";

test("defaults", () => {
  expect(nodeOptions([])).toEqual({
    host: "127.0.0.1",
    port: 0,
    blockTime: 6000,
    chainName: "DINFRA Development",
    name: "dinfra-dev-node",
  });
});

test("every option", () => {
  const args = "--port 9944 --host 127.9.0.1 --block-time=250 --chain-name Here --name me".split(" ");
  expect(nodeOptions(args)).toEqual({ host: "127.9.0.1", port: 9944, blockTime: 250, chainName: "Here", name: "me" });
  expect(nodeOptions(["--block-time", "manual"])?.blockTime).toBe("manual");
  expect(nodeOptions(["--block-time", "instant"])?.blockTime).toBe("instant");
  expect(nodeOptions(["--help"])).toBeNull();
});

test.each([
  ["--port", "x"],
  ["--port", "65536"],
  ["--port", "-1"],
  ["--port", "1.5"],
  ["--block-time", "0"],
  ["--block-time", "soon"],
  ["--block-time", "6e3"],
  ["--unknown", "1"],
  ["--port"],
  ["extra"],
])("refuses %s %s", (...args) => {
  expect(() => nodeOptions(args)).toThrow(BadUsage);
});
