import { concatBytes } from "@noble/hashes/utils.js";
import { WireReader, string, uint32 } from "../wire.js";

/**
 * What serveAgent serves: an SSH agent with one ed25519 key and without its secret. Whatever it is
 * asked to sign, it has `sign` make the 64 bytes; undefined is answered as a failure.
 * @param blob public key, as SSH writes it
 */
export function agentThatSigns(blob: Uint8Array, sign: (request: Uint8Array) => Uint8Array | undefined) {
  const failure = Uint8Array.of(5);
  return {
    async handle(message: Uint8Array): Promise<Uint8Array> {
      const reader = new WireReader(message);
      const type = reader.byte();
      if (type === 11) return concatBytes(Uint8Array.of(12), uint32(1), string(blob), string("nobody"));
      if (type !== 13) return failure;
      reader.string(); // the key
      const signature = sign(reader.string());
      if (!signature) return failure;
      return concatBytes(Uint8Array.of(14), string(concatBytes(string("ssh-ed25519"), string(signature))));
    },
    close: () => undefined,
  };
}
