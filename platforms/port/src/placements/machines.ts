import type * as pulumi from "@pulumi/pulumi";
import type { Architecture, JumpHost } from "../driver.js";
import type { SecretRef } from "../secret.js";

/** Address ranges (CIDR, of either family) by who is meant. What is not listed is shut from outside the network. */
export interface RangesArgs {
  /**
   * For ports that the world may reach. Defaults to everybody.
   * @example ["0.0.0.0/0", "::/0"]
   */
  world?: string[];
  /**
   * For ports of peers. Defaults to everybody: peers of a public chain are anywhere.
   * @example ["0.0.0.0/0", "::/0"]
   */
  peers?: string[];
  /**
   * For ports that a gateway asks. Defaults to nobody from outside the network.
   * @example ["10.0.0.0/16"]
   */
  gateway?: string[];
  /**
   * For ports of operators, SSH among them. Defaults to nobody from outside the network.
   * @example ["198.51.100.0/24"]
   */
  operators?: string[];
}

/** How operators, and what brings a node onto its machine, log in. */
export interface OperatorsArgs {
  /**
   * OpenSSH public keys that may log in. Defaults to none.
   * @example ["ssh-ed25519 AAAA… operator"]
   */
  publicKeys?: pulumi.Input<string[]>;
  /**
   * Where the private key lies that belongs to one of them.
   * Defaults to none: where there are artefacts it is needed.
   * @example { file: "/run/secrets/operator" }
   */
  privateKey?: SecretRef;
}

/** Where machines fetch what they run. */
export interface ArtifactsArgs {
  /**
   * Folder (https) from which machines fetch the agent and what runs.
   * @example "https://artifacts.example.com"
   */
  baseUrl: pulumi.Input<string>;
  /**
   * Hash of the agent: sha256: and 64 hex digits, by architecture (amd64, arm64).
   * @example { amd64: "sha256:…", arm64: "sha256:…" }
   */
  agent: Record<string, string>;
}

/** When a data disk grows, and how far. It grows while the node runs, and never shrinks. */
export interface DiskGrowthArgs {
  /**
   * Share in use, in percent from 1 to 99, from which on the disk should grow.
   * @example 80
   */
  thresholdPercent: number;
  /**
   * By how much, in GiB.
   * @example 100
   */
  stepGib: number;
  /**
   * Never beyond, in GiB.
   * @example 2000
   */
  maximumGib: number;
}

/** A Grafana Loki that takes logs. */
export interface LokiArgs {
  /**
   * Its URL. Without a path it is that of Loki's own push endpoint, /loki/api/v1/push. http:// only where no secret is sent.
   * @example "https://loki.example.org"
   */
  url: pulumi.Input<string>;
  /**
   * Tenant (X-Scope-OrgID). Defaults to none.
   * @example "infra"
   */
  tenant?: string;
}

/** A receiver of OTLP over HTTP, such as an OpenTelemetry Collector. */
export interface OtlpArgs {
  /**
   * Its URL. Without a path it is that of OTLP for logs, /v1/logs. http:// only where no secret is sent.
   * @example "https://otel.example.org:4318"
   */
  url: pulumi.Input<string>;
}

/** A user and a password of HTTP. */
export interface BasicAuthArgs {
  /**
   * Name of the user.
   * @example "123456"
   */
  user: string;
  /**
   * Where the password lies. It is sealed to the machine, and in no user data, state or log.
   * @example { env: "LOKI_PASSWORD" }
   */
  password: SecretRef;
}

/** Where machines send their logs: to Loki, or by OTLP. */
export interface LogsArgs {
  /**
   * A Grafana Loki. Defaults to none: then `otlp` is given.
   * @example { url: "https://loki.example.org", tenant: "infra" }
   */
  loki?: LokiArgs;
  /**
   * A receiver of OTLP over HTTP. Defaults to none: then `loki` is given.
   * @example { url: "https://otel.example.org:4318" }
   */
  otlp?: OtlpArgs;
  /**
   * Where a bearer token for it lies. It is sealed to the machine, and in no user data, state or log. Defaults to none.
   * @example { file: "/run/secrets/loki-token" }
   */
  token?: SecretRef;
  /**
   * User and password for it, instead of a token. Defaults to none.
   * @example { user: "123456", password: { env: "LOKI_PASSWORD" } }
   */
  basic?: BasicAuthArgs;
  /**
   * Certificates in PEM of the authorities that its certificate may come from, and no others. Defaults to those that the
   * machine trusts.
   * @example readFileSync("authority.pem", "utf8")
   */
  certificateAuthority?: string;
  /**
   * What every entry says beside job, node, host, unit and level. Defaults to none.
   * @example { stack: "prod" }
   */
  labels?: Record<string, string>;
  /**
   * Whether all of the journal is sent, logins and the kernel among it. Defaults to false: only what DINFRA's services say.
   * @example true
   */
  wholeJournal?: boolean;
}

/** What machines are like, whatever the cloud. */
export interface MachinesPlacementArgs {
  /**
   * Zone. Defaults to that of the network, then to that of the platform's settings.
   * @example "eu-central-1a"
   */
  zone?: string;
  /**
   * Processor. Defaults to amd64.
   * @example Architecture.Arm64
   */
  architecture?: Architecture;
  /**
   * The platform's name or id of an image. Defaults to that of the platform's settings.
   * @example "ami-0123456789abcdef0"
   */
  image?: pulumi.Input<string>;
  /**
   * The platform's name or id of a size. Defaults to the smallest of the platform's settings that has the resources.
   * @example "c7i.xlarge"
   */
  size?: pulumi.Input<string>;
  /**
   * Size of the boot disk in GiB. Defaults to 20.
   * @example 40
   */
  bootDiskGib?: number;
  /**
   * When data disks grow. Defaults to never: they are as large as is asked for.
   * @example { thresholdPercent: 80, stepGib: 100, maximumGib: 2000 }
   */
  diskGrowth?: DiskGrowthArgs;
  /**
   * Who may reach what. Defaults to the defaults of each of its fields.
   * @example { operators: ["198.51.100.0/24"], gateway: ["10.0.0.0/16"] }
   */
  ranges?: RangesArgs;
  /**
   * Who logs in. Defaults to nobody.
   * @example { publicKeys: ["ssh-ed25519 AAAA… operator"], privateKey: { file: "/run/secrets/operator" } }
   */
  operators?: OperatorsArgs;
  /**
   * Where machines fetch what they run.
   * Defaults to none: all that runs is in the user data, and no later change reaches the machine.
   * @example { baseUrl: "https://artifacts.example.com", agent: { amd64: "sha256:…" } }
   */
  artifacts?: ArtifactsArgs;
  /**
   * Where machines send their logs. Needs `artifacts`. Defaults to nowhere: the journal of a machine stays on it.
   * @example { loki: { url: "https://loki.example.org" }, token: { file: "/run/secrets/loki-token" } }
   */
  logs?: LogsArgs;
  /**
   * Machine that SSH goes through. Defaults to none: machines get an address that SSH reaches.
   * @example { host: "jump.example.com" }
   */
  via?: JumpHost;
  /**
   * Tags of every machine and disk, beside ours. Defaults to none.
   * @example { team: "infra" }
   */
  tags?: Record<string, string>;
}
