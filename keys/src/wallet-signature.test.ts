/** @integration */
import { Keyring } from "@polkadot/keyring";
import { TypeRegistry } from "@polkadot/types";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import { hexToBytes } from "@noble/hashes/utils.js";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serveAgent } from "./agent/serve.js";
import { AccountKey } from "./account-key.js";
import { publicKeyBlob, publicKeyLine } from "./openssh-public.js";
import { agentThatSigns } from "./test/agent-that-signs.js";
import { PHRASE, hex, opensslVerify } from "./test/accounts.js";
import { type Sshd, describeWithSshd, startSshd, temporaryFolder } from "./test/openssh.js";
import { userauthRequest } from "./test/userauth-request.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

beforeAll(() => cryptoWaitReady());

/**
 * What a polkadot-js wallet signs for a page: the payload of a chain whose metadata it does not have. The page gives the
 * call and the list of signed extensions; with an empty list nothing follows the call.
 */
function walletSignature(type: "ed25519" | "sr25519", crafted: Uint8Array): Uint8Array {
  const registry = new TypeRegistry();
  registry.setSignedExtensions([]);
  const page = {
    method: `0x${hex(crafted)}`,
    era: "0x00",
    nonce: 0,
    tip: 0,
    specVersion: 0,
    transactionVersion: 0,
    genesisHash: `0x${"00".repeat(32)}`,
    blockHash: `0x${"00".repeat(32)}`,
  };
  const pair = new Keyring({ type }).addFromUri(PHRASE);
  const { signature } = registry.createType("ExtrinsicPayload", page, { version: 4 }).sign(pair);
  return hexToBytes(signature.slice(2)).subarray(1); // without the byte of the scheme
}

const own = AccountKey.fromMnemonic(PHRASE, "ed25519");
const derived = AccountKey.fromMnemonic(PHRASE, "ed25519", "//dinfra//ssh");
const blob = publicKeyBlob(own.sshKey);

describe("a page that asks a wallet to sign the payload of an unknown chain", () => {
  it("gets the signature of an SSH login as root, 147 bytes, by the account's own ed25519 key", () => {
    const request = userauthRequest({ blob, user: "root" });
    expect(request).toHaveLength(147);
    expect(opensslVerify(own.sshKey, request, walletSignature("ed25519", request))).toBe(true);
  });

  it("gets none of a request over 256 bytes, of which the wallet signs the hash", () => {
    const request = userauthRequest({ blob, user: "a".repeat(120) });
    expect(request.length).toBeGreaterThan(256);
    expect(opensslVerify(own.sshKey, request, walletSignature("ed25519", request))).toBe(false);
  });

  it("gets none by the login key, which is in no wallet", () => {
    const request = userauthRequest({ blob: publicKeyBlob(derived.sshKey), user: "root" });
    expect(opensslVerify(derived.sshKey, request, walletSignature("ed25519", request))).toBe(false);
  });

  it("gets none from an sr25519 account, but from the ed25519 account of its phrase, whose key is the same", () => {
    const root = AccountKey.fromMnemonic(PHRASE, "sr25519");
    const request = userauthRequest({ blob: publicKeyBlob(root.sshKey), user: "root" });
    expect(opensslVerify(root.sshKey, request, walletSignature("sr25519", request))).toBe(false);
    expect(root.sshKey).toEqual(own.publicKey);
    expect(opensslVerify(root.sshKey, request, walletSignature("ed25519", request))).toBe(true);
  });
});

describeWithSshd("an agent without a secret that has a wallet sign", () => {
  let sshd: Sshd;
  let folder: string;
  beforeAll(async () => {
    sshd = await startSshd();
    folder = temporaryFolder();
  });
  afterAll(async () => {
    await sshd.stop();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["enters where the account's own key is let in", own, 0],
    ["does not enter where the login key is let in", derived, 255],
  ])("%s", async (name, letIn, code) => {
    const offered = publicKeyBlob(letIn.sshKey);
    writeFileSync(sshd.authorizedKeys, `${publicKeyLine(letIn.sshKey)}\n`);
    const agent = agentThatSigns(offered, (request) => walletSignature("ed25519", request));
    const served = await serveAgent(agent, join(folder, `agent-${code}`));
    try {
      // The plain method: the host-bound one is longer, and the attacker is the client, which chooses.
      const login = await sshd.login(["-o", "PubkeyAuthentication=unbound"], { SSH_AUTH_SOCK: served.socketPath });
      expect({ name, code: login.code }).toEqual({ name, code });
    } finally {
      await served.close();
    }
  });
});
