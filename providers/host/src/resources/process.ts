import * as pulumi from "@pulumi/pulumi";
import type { IsolationArgs } from "./isolation.js";
import { rootOf, withVersion } from "./options.js";

/** How a probe asks. */
export enum ProbeKind {
  /** A TCP connection is accepted. */
  Tcp = "tcp",
  /** GET answers with a status below 400. */
  Http = "http",
  /** A WebSocket opens and, with `method`, a JSON-RPC request of that method is answered with a result. */
  Websocket = "websocket",
}

/** A port that the process listens on. It must be free when the process is started. */
export interface ProcessPort {
  /** What the port is for, such as `rpc`. */
  name: pulumi.Input<string>;
  /** Loopback address, that of a Network. */
  address: pulumi.Input<string>;
  /** 1 to 65535. */
  port: pulumi.Input<number>;
}

/** A port that is not the owner's, which the process may reach. */
export interface ProcessPeer {
  /** Loopback address. */
  address: pulumi.Input<string>;
  /** 1 to 65535. */
  port: pulumi.Input<number>;
}

/** What a process reads again while it runs. */
export interface ProcessReload {
  /** Signal at which it does: SIGHUP, SIGUSR1 or SIGUSR2. */
  signal: string;
  /** Digest of what it reads: an update with another one gives the signal, and starts nothing. */
  digest: string;
}

/** A process of another owner of the same Pulumi stack, of which some ports may be reached. */
export interface PeerProcessArgs {
  /** Physical name. */
  name: pulumi.Input<string>;
  /** Whose it is. */
  owner: pulumi.Input<string>;
  /** Names of its ports, such as `p2p`. */
  ports: pulumi.Input<pulumi.Input<string>[]>;
  /** Physical names of processes of it that may have the ports in its place, such as a gateway before it. Defaults to none. */
  also?: pulumi.Input<pulumi.Input<string>[] | undefined>;
}

/** When the process counts as up. */
export interface Readiness {
  kind: pulumi.Input<ProbeKind | `${ProbeKind}`>;
  address: pulumi.Input<string>;
  port: pulumi.Input<number>;
  /** Path of the HTTP or WebSocket request. Defaults to `/`. */
  path?: pulumi.Input<string>;
  /** JSON-RPC method without parameters (websocket only), such as `system_health`. */
  method?: pulumi.Input<string>;
  /** How long `create` waits before it ends the process again and fails. Defaults to 60. */
  timeoutSeconds?: pulumi.Input<number>;
}

/** Arguments of a Process. */
export interface ProcessArgs {
  /** Physical name, unique under the root: letters, digits, `.`, `_`, `-`; at most 128. It is the resource's id. */
  name: pulumi.Input<string>;
  /** Who the process belongs to: what `listOwned` and `isEmpty` ask for. */
  owner: pulumi.Input<string>;
  /** Program: an absolute path, or a bare name that is looked up in PATH. No shell is involved. */
  command: pulumi.Input<string>;
  /** Arguments after the program's name. Defaults to none. */
  args?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Flags among the arguments whose value, the argument after, matters to the first start only. What there is already keeps
   * the value that it was made with, and is not replaced for another. Defaults to none.
   */
  firstStartFlags?: pulumi.Input<string[] | undefined>;
  /**
   * Environment. The process has PATH, LANG and TZ of the provider, HOME (a folder of its own), these (which win), and
   * DINFRA_HOST_* marks; nothing else of the provider's or the engine's environment.
   */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Working directory, absolute. Defaults to a folder of the process's own, which is removed with it. */
  cwd?: pulumi.Input<string>;
  /** Ports that the process listens on. Defaults to none. */
  ports?: pulumi.Input<pulumi.Input<ProcessPort>[]>;
  /** Loopback ports of other owners that a process with a uid of its own may reach. Defaults to none. */
  peers?: pulumi.Input<pulumi.Input<ProcessPeer>[]>;
  /**
   * Processes of other owners, of the same stack, that a process with a uid of its own may reach, at
   * the ports that they have now. One that is not there yet is reached once it is. Defaults to none.
   */
  peerProcesses?: pulumi.Input<pulumi.Input<PeerProcessArgs>[] | undefined>;
  /** Probe that `create` waits for. Defaults to none: then the process counts as up as soon as its program runs. */
  readiness?: pulumi.Input<Readiness>;
  /** Signal that asks it to end. Defaults to SIGTERM. */
  stopSignal?: pulumi.Input<string>;
  /** How long it may take to end before it is killed, in seconds. Defaults to 10. */
  stopGraceSeconds?: pulumi.Input<number>;
  /** Files that it reads again at a signal, in place of a start. Defaults to none. */
  reload?: pulumi.Input<ProcessReload | undefined>;
  /** State root. Defaults to the configuration `dinfra-host:root`, then DINFRA_HOST_ROOT, then the user's state folder. */
  root?: pulumi.Input<string>;
  /**
   * How what runs is kept from its provider. Defaults to the shared user. What there is already keeps its user, whatever is
   * said here later.
   */
  isolation?: pulumi.Input<IsolationArgs>;
}

/**
 * A process of this machine: a detached leader of its own session, known by its physical name. There is no restart
 * policy: when it ends, `refresh` says so and the next update starts it again. Changing what it runs replaces it.
 */
export class Process extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly owner: pulumi.Output<string>;
  declare readonly root: pulumi.Output<string>;
  /** Process id of the session's leader. */
  declare readonly pid: pulumi.Output<number>;
  /** Start time of that process in clock ticks since boot: with `pid` and `bootId` it names the process for ever. */
  declare readonly startTime: pulumi.Output<number>;
  /** Boot in which it was started. */
  declare readonly bootId: pulumi.Output<string>;
  /** `running`, `dead`, `zombie` or `reused` (the pid belongs to somebody else), when last looked at. */
  declare readonly state: pulumi.Output<string>;
  /** Where standard output and standard error go. */
  declare readonly logFile: pulumi.Output<string>;
  /** The user that it runs as. */
  declare readonly uid: pulumi.Output<number>;

  constructor(name: string, args: ProcessArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "dinfra-host:index:Process",
      name,
      {
        ...args,
        root: rootOf(args.root),
        pid: undefined,
        startTime: undefined,
        bootId: undefined,
        state: undefined,
        logFile: undefined,
        uid: undefined,
      },
      withVersion(opts),
    );
  }
}
