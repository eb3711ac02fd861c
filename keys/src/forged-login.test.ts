/** @integration */
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serveAgent } from "./agent/serve.js";
import { authorizedKeysLine } from "./authorized-keys.js";
import { publicKeyBlob, publicKeyLine } from "./openssh-public.js";
import { agentThatSigns } from "./test/agent-that-signs.js";
import { type Sshd, describeWithSshd, startSshd, temporaryFolder } from "./test/openssh.js";
import { SMALL_ORDER_POINTS } from "./test/torsion.js";

// scrypt, bcrypt and processes, perhaps on a busy machine.
jest.setTimeout(240_000);

/** A signature that nobody made with a secret: R of small order and S = 0, so that S·B = R + k·A comes down to R = -k·A. */
function forge(key: Uint8Array, message: Uint8Array): Uint8Array | undefined {
  const A = ed25519.Point.fromBytes(key);
  for (const candidate of SMALL_ORDER_POINTS) {
    const k = bytesToNumberLE(sha512(concatBytes(candidate, key, message))) % 8n;
    const kA = k === 0n ? ed25519.Point.ZERO : A.multiplyUnsafe(k);
    if (ed25519.Point.fromBytes(candidate).add(kA).is0()) return concatBytes(candidate, new Uint8Array(32));
  }
  return undefined; // not for this message; the next session id is another one
}

// Why the soundness checks are no pedantry: what happens when such an account is written into the file all the same.
describeWithSshd("an account of small order in authorized_keys", () => {
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

  it("lets anybody in, so no line is ever written for it", async () => {
    const zero = new Uint8Array(32);
    writeFileSync(sshd.authorizedKeys, `${publicKeyLine(zero)}\n`);
    const agentWithoutSecret = agentThatSigns(publicKeyBlob(zero), (request) => forge(zero, request));
    const served = await serveAgent(agentWithoutSecret, join(folder, "agent"));
    const SSH_AUTH_SOCK = served.socketPath;
    let entered = false;
    // About one message in two can be forged.
    for (let attempt = 0; attempt < 40 && !entered; attempt++)
      entered = (await sshd.login([], { SSH_AUTH_SOCK })).code === 0;
    await served.close();
    expect(entered).toBe(true);

    for (const scheme of ["ed25519", "sr25519"] as const)
      expect(() => authorizedKeysLine({ registration: { scheme, key: zero } })).toThrow(
        expect.objectContaining({ code: "key.unsound" }),
      );
  });
});
