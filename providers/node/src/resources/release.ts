import type { ReleaseDocument } from "@dinfra/schemas";
import * as pulumi from "@pulumi/pulumi";
import type { SealedSecret } from "../release/secrets.js";
import type { KeyReference } from "../ssh/key.js";
import { version } from "../version.js";
import type { SetUp } from "./set-up.js";

export type { KeyReference, SealedSecret, SetUp };

/** What an update waits for. */
export enum WaitFor {
  /** The machine has booted and took the release. */
  Booted = "booted",
  /** Nothing is left to restore from a snapshot. This can take hours. */
  Restored = "restored",
  /** Every service has come up. */
  Started = "started",
  /** Every service should get traffic. */
  Ready = "ready",
}

/** A machine that SSH goes through on its way. */
export interface JumpHost {
  /** Name or address. */
  host: pulumi.Input<string>;
  /** Port of its SSH server. Defaults to 22. */
  port?: pulumi.Input<number>;
  /** User to log in as. Defaults to that of the machine behind it. */
  user?: pulumi.Input<string>;
  /** Key to log in with. Defaults to that of the machine behind it. */
  privateKey?: KeyReference;
  /** Host key that it must show, as in known_hosts. Defaults to the one that it shows first. */
  hostKey?: pulumi.Input<string>;
}

/** A secret that a service reads from a file of its own. */
export interface ReleaseSecret {
  /** Name of the service in the document. */
  service: string;
  /** Name of the secret, by which arguments refer to it (`{ ref: "secret", secret }`). */
  name: string;
  /**
   * Where it lies, in an environment variable of the engine or in a file, of at most 64 KiB. It is sealed to the machine
   * when the release is brought: state and messages have no clear text.
   */
  source: KeyReference;
}

/** How the machine's agent is reached. */
export interface Connection {
  /** Name or address, as seen from the jump host where there is one. */
  host: pulumi.Input<string>;
  /** Port of the SSH server. Defaults to 22. */
  port?: pulumi.Input<number>;
  /** User to log in as. Defaults to `dinfra-operator`, who may talk to the agent and nothing else. */
  user?: pulumi.Input<string>;
  /** Where the private key is found: an environment variable of the engine or a file, never the key itself. */
  privateKey: KeyReference;
  /** Host key that the machine must show, as in known_hosts. Defaults to the one that it shows first. */
  hostKey?: pulumi.Input<string>;
  /** Machine that SSH goes through. Defaults to none. */
  via?: JumpHost;
}

/** Arguments of a Release. */
export interface ReleaseArgs {
  /** What runs on the machine. Its name is the resource's id. */
  document: pulumi.Input<ReleaseDocument>;
  connection: pulumi.Input<Connection>;
  /** Id of the machine. When it changes, the host key of the new machine is seen for the first time. */
  machine: pulumi.Input<string>;
  /** What an update waits for. Defaults to booted. */
  waitFor?: WaitFor | `${WaitFor}`;
  /** How long the machine may take to answer, and then to get where `waitFor` says. Defaults to 900. */
  timeoutSeconds?: pulumi.Input<number>;
  /** Secrets of services. Defaults to none. */
  secrets?: pulumi.Input<ReleaseSecret[] | undefined>;
  /**
   * What runs must never run twice, such as a validator with its keys. Before it runs on another machine, the one that has
   * it is asked to end it, and has to say that nothing of it runs any more; else the update is refused. Defaults to false.
   */
  exclusive?: boolean;
}

/**
 * What runs on a machine, brought there over SSH. Changing it changes no machine. Give it `deletedWith: machine`, so that
 * a destroy of both does not depend on a machine that may not answer any more.
 */
export class Release extends pulumi.CustomResource {
  /** Host key of the machine, as in known_hosts. */
  declare readonly hostKey: pulumi.Output<string>;
  /** Host key of the jump host. */
  declare readonly viaHostKey: pulumi.Output<string | undefined>;
  /** sha2-256 of the document that the machine was asked for last. */
  declare readonly digest: pulumi.Output<string>;
  /** Version of the machine's agent. */
  declare readonly agentVersion: pulumi.Output<string>;
  /** Versions of the release document that the agent reads. */
  declare readonly protocols: pulumi.Output<number[]>;
  /** Processor of the machine: amd64 or arm64. */
  declare readonly architecture: pulumi.Output<string>;
  /** Public key, made on the machine at first boot, to which secrets are sealed. */
  declare readonly sealingKey: pulumi.Output<string>;
  /** Peer id of each service that has peers, from the key that was made on the machine. None where there is no such service. */
  declare readonly peerIds: pulumi.Output<Record<string, string> | undefined>;
  /** Facts of the data on each volume that no later release may change. */
  declare readonly fixed: pulumi.Output<Record<string, Record<string, string>>>;
  /** Disk of each volume in GiB: the size that it has, and the one that it should be given, 0 while it is large enough. */
  declare readonly disks: pulumi.Output<Record<string, { sizeGib: number; wantsGib: number }>>;

  /**
   * How far the machine got, as of the last update or refresh: whether every service has come up, and why not. Undefined in
   * a state of before.
   */
  declare readonly setUp: pulumi.Output<SetUp | undefined>;
  /** Secrets as the machine was sent them: only it can open them. None where there are no secrets. */
  declare readonly sealed: pulumi.Output<SealedSecret[] | undefined>;

  constructor(name: string, args: ReleaseArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "dinfra-node:index:Release",
      name,
      {
        ...args,
        hostKey: undefined,
        viaHostKey: undefined,
        digest: undefined,
        agentVersion: undefined,
        protocols: undefined,
        architecture: undefined,
        sealingKey: undefined,
        peerIds: undefined,
        fixed: undefined,
        disks: undefined,
        sealed: undefined,
        setUp: undefined,
      },
      pulumi.mergeOptions({ version }, opts),
    );
  }
}
