import { TypeRegistry } from "@polkadot/types";
import { plain } from "./plain.js";

const registry = new TypeRegistry();
const large = (1n << 60n).toString();

test.each<[string, unknown, unknown]>([
  ["u8", 7, 7],
  ["u16", 7, 7],
  ["u32", 0xffff_ffff, 0xffff_ffff],
  ["i32", -7, -7],
  ["u64", 0, "0"],
  ["u64", large, large],
  ["u128", 100_281_604_091, "100281604091"],
  ["u128", large, large],
  ["Compact<u32>", 7, 7],
  ["Compact<u64>", 7, "7"],
  ["Option<u64>", 7, "7"],
  ["Option<u32>", 7, 7],
  ["Option<u64>", null, null],
  ["Vec<u64>", [1, 2], ["1", "2"]],
  ["(u64,u32)", [1, 2], ["1", 2]],
  ["bool", true, true],
  ["[u8;4]", "0x01020384", "0x01020384"],
  ["Bytes", "0x6869", "hi"],
  ['{"refTime":"Compact<u64>","count":"u32"}', { refTime: 5, count: 6 }, { refTime: "5", count: 6 }],
  ['{"_enum":["First","Second"]}', "Second", "Second"],
  ['{"_enum":{"None":"Null","AtMost":"u128"}}', { AtMost: 5 }, { atMost: "5" }],
])("%s from %j", (type, value, expected) => {
  const decoded = registry.createType(type, value);
  expect(plain(decoded)).toEqual(expected);
});
