import type { SecretRef } from "@dinfra/port";
import type * as pulumi from "@pulumi/pulumi";
import type { CatalogueEntryArgs } from "../catalogue-entry.js";

/** How much one caller may use: an API key, or an address without one. */
export interface GatewayLimitsArgs {
  /**
   * Weight of calls per second, above 0; a look at one key weighs 1, a runtime call 10. Defaults to 100.
   * @example 1000
   */
  weightPerSecond?: pulumi.Input<number>;
  /**
   * Weight that it may use at once after a pause, at least that of the heaviest call. Defaults to 10000: 200 clients behind
   * one address connect again at once.
   * @example 50000
   */
  burst?: pulumi.Input<number>;
  /**
   * WebSockets that it may have open. Defaults to 200.
   * @example 1000
   */
  connections?: pulumi.Input<number>;
}

/** An API key, which callers give as `Authorization: Bearer`, or as the path of the URL. */
export interface GatewayKeyArgs {
  /**
   * Whose it is.
   * @example "acme"
   */
  name: pulumi.Input<string>;
  /**
   * Hash (sha2-256) of the key, 64 hex digits. A key is random and long, so its hash tells nothing of it.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  sha256: pulumi.Input<string>;
  /**
   * Limits of this key. Defaults to those of the gateway.
   * @example { weightPerSecond: 1000 }
   */
  limits?: pulumi.Input<GatewayLimitsArgs>;
}

/** An authority that issues certificates by ACME (RFC 8555). It asks the machine at port 443, which is then open to the world. */
export interface GatewayAcmeArgs {
  /**
   * Names of the gateway in the DNS, which lead to the machine's public address; no wildcards. Clients are told the first one. The
   * authority is asked again where a name leads there later only.
   * @example ["rpc.example.org"]
   */
  hosts: string[];
  /**
   * Whom the authority writes to. Defaults to nobody.
   * @example "operators@example.org"
   */
  email?: string;
  /**
   * URL (https) of the authority's directory. Defaults to that of Let's Encrypt. Who names an authority agrees to its terms.
   * @example "https://acme-staging-v02.api.letsencrypt.org/directory"
   */
  directory?: string;
  /**
   * Certificates in PEM of the authorities that the certificate of the directory's own HTTPS may come from, and no others: an authority
   * of one's own is seldom known to machines. Defaults to those that the machine trusts.
   * @example readFileSync("authority.pem", "utf8")
   */
  certificateAuthority?: string;
  /**
   * The account at the authority that the gateway's account is bound to, where it asks for one (EAB). Defaults to none.
   * @example { id: "kid-1", key: { file: "/run/secrets/acme-key" } }
   */
  externalAccount?: GatewayExternalAccountArgs;
}

/** An account at an authority (RFC 8555, 7.3.4). */
export interface GatewayExternalAccountArgs {
  /**
   * Its id, as the authority gives it.
   * @example "kid-1"
   */
  id: string;
  /**
   * Its key, in base64url, as the authority gives it. It is sealed to the machine, and in no state or log.
   * @example { file: "/run/secrets/acme-key" }
   */
  key: SecretRef;
}

/** TLS at the gateway: a certificate with its key, as files in PEM or as a secret of a cluster, or an authority that issues one. */
export interface GatewayTlsArgs {
  /**
   * Name of a Secret of the type kubernetes.io/tls in the node's namespace, in a cluster: cert-manager, or whoever else, puts the
   * certificate and its key there. What changes in it is served without a restart. Defaults to none.
   * @example "rpc-example-org"
   */
  secret?: string;
  /**
   * The certificate with those that lead to its root. Defaults to none: then `acme` is given.
   * @example { file: "/etc/dinfra/tls.crt" }
   */
  certificate?: SecretRef;
  /**
   * Its private key. It is sealed to the machine, and in no state or log. Defaults to none: then `acme` is given.
   * @example { file: "/etc/dinfra/tls.key" }
   */
  key?: SecretRef;
  /**
   * The authority that issues and renews a certificate. For one node at a public address of its own, not for many behind one
   * balancer. Defaults to none: then `certificate` and `key` are given.
   * @example { hosts: ["rpc.example.org"], email: "operators@example.org" }
   */
  acme?: GatewayAcmeArgs;
}

/** What stands between a node's JSON-RPC and its callers: it lets only known methods through, and limits each caller. */
export interface GatewayArgs {
  /**
   * Whether there is one. Defaults to true where anything of a gateway is said, and where the JSON-RPC is for gateways
   * (rpcExposure) and there is the agent: on machines that have it, and on this machine with `placement.local.agent`.
   * @example false
   */
  enabled?: boolean;
  /**
   * What runs: DINFRA's agent. Defaults to the agent of `placement.machines.artifacts`, on this machine to that of
   * `placement.local.agent`; without either it must be given.
   * @example { name: "dinfra-agent", version: "1", command: "/opt/dinfra/dinfra-agent" }
   */
  program?: CatalogueEntryArgs;
  /**
   * Methods that are served beside those of the gateway's own list, such as those of a chain's own pallets. Defaults to none.
   * @example ["mychain_price"]
   */
  allowMethods?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Methods of that list that are not served. Defaults to none.
   * @example ["author_pendingExtrinsics"]
   */
  refuseMethods?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * API keys. Defaults to none.
   * @example [{ name: "acme", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }]
   */
  keys?: pulumi.Input<pulumi.Input<GatewayKeyArgs>[]>;
  /**
   * Whether who has no key is refused. Defaults to false.
   * @example true
   */
  keyRequired?: pulumi.Input<boolean>;
  /**
   * Limits of a caller without a key. Defaults to the defaults of each of its fields.
   * @example { weightPerSecond: 1000 }
   */
  limits?: pulumi.Input<GatewayLimitsArgs>;
  /**
   * Calls that a batch may have, 1 to 1000. Defaults to 10.
   * @example 50
   */
  maxBatch?: pulumi.Input<number>;
  /**
   * Size of one message of a client in bytes. Defaults to 1048576.
   * @example 65536
   */
  maxRequestBytes?: pulumi.Input<number>;
  /**
   * Size of one message of the node in bytes. Defaults to 15728640.
   * @example 1048576
   */
  maxResponseBytes?: pulumi.Input<number>;
  /**
   * Seconds between two pings to a WebSocket, 1 to 3600. Defaults to 25: balancers on the way close what idles for a minute.
   * @example 20
   */
  pingSeconds?: pulumi.Input<number>;
  /**
   * Over how many seconds clients are sent away when the gateway ends, 1 to 3600. Defaults to 10.
   * @example 60
   */
  drainSeconds?: pulumi.Input<number>;
  /**
   * Address ranges of proxies whose X-Forwarded-For says who calls. Defaults to the placement's `ranges.gateway` but for
   * those of everybody, and on this machine to its loopback addresses.
   * @example ["10.0.0.0/24"]
   */
  trustedProxies?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * TLS at the gateway itself, with a certificate or by ACME. Defaults to none: a balancer before it has it. Where the
   * platform has machines, or a store of secrets.
   * @example { acme: { hosts: ["rpc.example.org"] } }
   */
  tls?: GatewayTlsArgs;
}
