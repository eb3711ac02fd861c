import { gzipSync } from "node:zlib";
import { ComponentError } from "../errors.js";

export interface UserDataLimit {
  /** Most bytes before base64. */
  bytes: number;
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
export function fitUserData(userData: string, { bytes: limit, taker, wayOut }: UserDataLimit): FittedUserData {
  const plain = Buffer.from(userData);
  if (plain.length <= limit) return { bytes: plain, compressed: false };
  const packed = gzipSync(plain, { level: 9 });
  if (packed.length <= limit) return { bytes: packed, compressed: true };
  throw new ComponentError(
    "NotRenderable",
    `user data: expected at most ${limit} bytes, which ${taker} takes, found ${plain.length} and ${packed.length} compressed; ` +
      `give the node fewer or shorter files${wayOut ? `, or ${wayOut}` : ""}`,
  );
}
