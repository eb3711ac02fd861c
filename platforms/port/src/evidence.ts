import type { NetworkAttachment } from "./driver.js";

/**
 * What a conformance run reads of a platform's resources. Pure functions of what Pulumi recorded, so that a platform says in
 * one place where its resources bear what the suite asks about. What is left out is a promise that was not run.
 */
export interface Evidence {
  /** What reaches a machine or a process from outside of it, by the platform's own rules. */
  openings?(resources: readonly ResourceSeen[]): Opening[];
  /** Whether these rules also stand between machines of one network; else only a machine's own firewall does. */
  filtersInside?: boolean;
  /** User data as the platform was sent it. */
  userData?(resources: readonly ResourceSeen[]): UserDataSeen[];
  /** Most bytes of user data that the platform takes, before base64. */
  userDataBytes?: number;
  /** How what runs is asked whether it is well, where the platform itself asks. */
  healthChecks?(resources: readonly ResourceSeen[]): HealthCheckSeen[];
  /** What `existing` of a network is given for the network with that attachment. Defaults to its id. */
  existingNetwork?(attachment: NetworkAttachment): string;
  /**
   * Whether what runs was replaced by an update of that resource, where the platform does so within it, as the controller of a set
   * replaces its pods. Without it, what runs is replaced when a resource is.
   */
  replacedWithin?(before: ResourceSeen, after: ResourceSeen): boolean;
}

/** A resource as Pulumi's state has it. */
export interface ResourceSeen {
  urn: string;
  /** Pulumi type token. */
  type: string;
  id: string;
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/** A port that may be reached, or all ports of that range. */
export interface Opening {
  /** Physical name of the machine or process. */
  of: string;
  firstPort: number;
  /** Inclusive. */
  lastPort: number;
  /** Address ranges (CIDR) that may come. */
  ranges: readonly string[];
  /** Physical names of machines that may come by reference, whatever their address. */
  machines: readonly string[];
}

export interface UserDataSeen {
  /** Physical name of the machine. */
  of: string;
  /** Before base64; compressed where it was sent so. */
  bytes: Buffer;
}

export interface HealthCheckSeen {
  /** Physical name of what is asked. */
  of: string;
  kind: "tcp" | "http" | "websocket";
}
