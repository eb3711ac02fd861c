import { isAddress } from "./address.js";

test.each<[string, string, boolean]>([
  ["an account", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", true],
  ["a wrong checksum", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQX", false],
  ["another chain's prefix", "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", false],
  ["hex", "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", false],
  ["nothing", "", false],
  ["a name", "//Alice", false],
])("%s", (_name, text, expected) => expect(isAddress(text)).toBe(expected));
