import { fitUserData } from "@dinfra/port";

/** Bytes of user data that CloudStack takes before base64 (`vm.userdata.max.length`), as its operators find it. */
export const userDataLimit = 32_768;

/**
 * User data as the provider takes it: plain while it fits, else compressed and in base64, which the provider passes on as it is.
 * @throws ComponentError `NotRenderable` with both numbers where even that is too long
 */
export function fitted(userData: string): string {
  const { bytes, compressed } = fitUserData(userData, {
    bytes: userDataLimit,
    taker: "CloudStack",
    wayOut: "the cloud a larger vm.userdata.max.length",
  });
  return bytes.toString(compressed ? "base64" : "utf8");
}
