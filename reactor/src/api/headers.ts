import { API_VERSION_HEADER, apiVersion, EPOCH_HEADER } from "@dinfra/schemas";

/** Headers of every answer, errors too. @param epoch of the store */
export const headersOf = (epoch: string): Record<string, string> => ({
  [EPOCH_HEADER]: epoch,
  [API_VERSION_HEADER]: apiVersion,
});
