import type { Identity, NetworkAttachment, Place, PlacedResource } from "@dinfra/port";
import type * as pulumi from "@pulumi/pulumi";
import type { Endpoint } from "../endpoints.js";
import type { MetricsTarget } from "../metrics.js";

/** The port that clients of an endpoint connect to. */
export const rpcPort = { name: "rpc", number: 9944 };

/** Where an endpoint is placed, and what its parts are called. */
export interface EndpointPlace {
  name: string;
  place: Place;
  /** Its physical name. */
  called: string;
  identity: Identity;
  network: pulumi.Output<NetworkAttachment>;
  /** Whether the network may hold others. */
  sharesNetwork: boolean;
  children: pulumi.CustomResourceOptions;
}

/** What an endpoint gives back, whatever balances. */
export interface Served {
  endpoints: pulumi.Output<Endpoint[]>;
  metrics: pulumi.Output<MetricsTarget[]>;
  addresses: pulumi.Output<string[]>;
  physicalName: string;
  resources: PlacedResource[];
}
