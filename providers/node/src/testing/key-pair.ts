import { utils } from "ssh2";

/**
 * An ed25519 key pair, private and public part as OpenSSH writes them.
 *
 * ssh2 1.17 strips leading zero bytes of the public key, so about one of its pairs in 200 cannot be read again.
 */
export function sshKeyPair(): { private: string; public: string } {
  for (;;) {
    const pair = utils.generateKeyPairSync("ed25519");
    if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
