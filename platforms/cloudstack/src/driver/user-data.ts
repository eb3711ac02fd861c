import { ComponentError } from "@dinfra/port";
import { gzipSync } from "node:zlib";

/** Bytes of user data that CloudStack takes before base64 (`vm.userdata.max.length`), as its operators find it. */
export const userDataLimit = 32_768;

/**
 * User data as the provider takes it: plain while it fits, else compressed and in base64, which the provider passes on as it is.
 * @throws ComponentError `NotRenderable` with both numbers where even that is too long
 */
export function fitted(userData: string): string {
  const plain = Buffer.byteLength(userData);
  if (plain <= userDataLimit) return userData;
  const packed = gzipSync(userData, { level: 9 });
  if (packed.length <= userDataLimit) return packed.toString("base64");
  throw new ComponentError(
    "NotRenderable",
    `user data: expected at most ${userDataLimit} bytes, which CloudStack takes, found ${plain} and ${packed.length} compressed; ` +
      "give the node fewer or shorter files, or the cloud a larger vm.userdata.max.length",
  );
}
