import { utils } from "ssh2";
import { sshKeyPair } from "./key-pair.js";

test("every key pair can be read again, also those that ssh2 spoils", () => {
  const spoilt = Array.from({ length: 2000 }, () => sshKeyPair()).filter(
    (pair) => utils.parseKey(pair.private) instanceof Error || utils.parseKey(pair.public) instanceof Error,
  );
  expect(spoilt).toEqual([]);
});
