import type * as pulumi from "@pulumi/pulumi";
import type { SecretRef } from "../secret.js";

/** Settings of the platform "cloudstack". What its package accepts is its own schema; this is the same as types. */
export interface CloudStackPlacementArgs {
  /** URL of the API, ending in /client/api. Defaults to that of the provider in `opts.providers`. */
  apiUrl?: string;
  /** Where the API key lies. Defaults to the provider in `opts.providers`. */
  apiKey?: SecretRef;
  /** Where the secret key lies. Defaults to the provider in `opts.providers`. */
  secretKey?: SecretRef;
  /** Name of the zone. */
  zone: string;
  /** Name or id of the template that machines boot from. */
  template?: pulumi.Input<string>;
  /** Name or id of the project. Defaults to none. */
  project?: string;
}
