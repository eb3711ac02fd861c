import { gzipSync } from "node:zlib";
import { ComponentError } from "../errors.js";

export interface UserDataLimit {
  /** Most bytes before base64. */
  bytes: number;
  /** Most bytes that go plain, where fewer than `bytes` are better; what is longer is compressed if that makes it shorter. */
  plainBytes?: number;
  /** Whose limit it is, and where it is changed if it can be. */
  taker: string;
  wayOut?: string;
}

/** User data as a cloud takes it: plain while it fits, else compressed, which cloud-init reads as well. */
export interface FittedUserData {
  bytes: Buffer;
  compressed: boolean;
}

/** @throws ComponentError `NotRenderable` with the numbers where it is too long even when compressed */
export function fitUserData(
  userData: string,
  { bytes: limit, plainBytes = limit, taker, wayOut }: UserDataLimit,
): FittedUserData {
  const plain = Buffer.from(userData);
  if (plain.length <= Math.min(limit, plainBytes)) return { bytes: plain, compressed: false };
  const packed = gzipSync(plain, { level: 9 });
  if (packed.length <= limit && packed.length < plain.length) return { bytes: packed, compressed: true };
  if (plain.length <= limit) return { bytes: plain, compressed: false };
  throw new ComponentError(
    "NotRenderable",
    `user data: expected at most ${limit} bytes, which ${taker} takes, found ${plain.length} and ${packed.length} compressed; ` +
      `give the node fewer or shorter files${wayOut ? `, or ${wayOut}` : ""}`,
  );
}
