import { fitUserData } from "@dinfra/port";

/** Bytes of user data that CloudStack takes before base64 (`vm.userdata.max.length`), as its operators find it. */
export const userDataLimit = 32_768;

/** Bytes before base64 that a client with `httpGetOnly` can send: CloudStack takes 2,048 in base64 by GET. */
export const getLimit = (2_048 / 4) * 3;

/**
 * User data as the provider takes it: plain while a GET could carry it, else compressed and in base64, which the provider passes on as it is. What
 * a node's first boot needs fits a GET so.
 * @throws ComponentError `NotRenderable` with both numbers where even that is too long
 */
export function fitted(userData: string): string {
  const { bytes, compressed } = fitUserData(userData, {
    bytes: userDataLimit,
    plainBytes: getLimit,
    taker: "CloudStack",
    wayOut: "the cloud a larger vm.userdata.max.length",
  });
  return bytes.toString(compressed ? "base64" : "utf8");
}
