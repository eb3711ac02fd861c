// Generated from machine/release-v1.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
/**
 * An argument; references stand for what only the machine knows.
 */
export type ReleaseText =
  | string
  | (
      | string
      | {
          ref: "artifact";
          artifact: string;
          path: string;
        }
      | {
          ref: "volume";
          volume: string;
        }
      | {
          ref: "file";
          file: string;
        }
      | {
          ref: "secret";
          secret: string;
        }
      | {
          ref: "node-key";
        }
      | {
          ref: "peers";
          list: "reserved" | "public";
          flag: string;
        }
    )[];

/**
 * What runs on a machine. The agent of the machine brings it about, and keeps it so.
 */
export interface ReleaseDocument {
  /**
   * Version of this document and of the agent's commands. 2 is 1 with substrate.relayRpcPort, 3 is 2 with peers of a service, signatures of artifacts, auxiliary services and the agent itself, 4 is 3 with reload of a service, 5 is 4 with verify of a restore, 6 is 5 with state, privilegedPorts and journal of a service.
   */
  protocol: 1 | 2 | 3 | 4 | 5 | 6;
  /**
   * Physical name of the node. Data disks belong to it, so it stays when the machine is replaced.
   */
  name: string;
  /**
   * Files and archives that the services run, each fetched by its digest.
   */
  artifacts: ReleaseArtifact[];
  /**
   * Data disks. Defaults to none.
   */
  volumes?: ReleaseVolume[];
  /**
   * Snapshots that fill empty folders before any service starts. Defaults to none.
   */
  restores?: ReleaseRestore[];
  /**
   * What runs, one systemd unit each.
   */
  services: ReleaseService[];
  /**
   * Ports that the machine's own packet filter opens. Defaults to none.
   */
  ports?: ReleasePort[];
  sources?: ReleaseSources;
  health?: ReleaseHealth;
  upgrade?: ReleaseUpgrade;
  /**
   * The program that the agent should be, by architecture; the one that runs stays where none is given. Since protocol 3.
   */
  agent?: {
    amd64?: ReleaseSource;
    arm64?: ReleaseSource;
  };
}
export interface ReleaseArtifact {
  /**
   * Name by which services refer to it.
   */
  name: string;
  /**
   * Version, for people.
   */
  version: string;
  /**
   * The file of each architecture.
   */
  platforms: {
    amd64?: ReleaseSource;
    arm64?: ReleaseSource;
  };
}
export interface ReleaseSource {
  /**
   * Where it is fetched; without http:// or https:// below the machine's artifacts.baseUrl. The digest decides what is accepted.
   */
  url: string;
  /**
   * sha2-256 of what is fetched.
   */
  sha256: string;
  /**
   * How it is unpacked. A single file gets the artifact's name. Defaults to none.
   */
  unpack?: "none" | "gz" | "zst" | "tar.gz" | "tar.zst" | "zip";
  /**
   * Detached signature of minisign, held against what is fetched beside the digest. Since protocol 3.
   */
  signature?: {
    /**
     * The second line of minisign.pub.
     */
    publicKey: string;
    /**
     * The .minisig file, made with minisign -S -H; without http:// or https:// below the machine's artifacts.baseUrl.
     */
    url: string;
  };
}
export interface ReleaseVolume {
  /**
   * Name by which services refer to it.
   */
  name: string;
  /**
   * Path that stays when disks are attached in another order, such as below /dev/disk/by-id.
   */
  device: string;
  /**
   * Facts about the data that no later release may change, such as the kind of the database.
   */
  fixed?: {
    [k: string]: string;
  };
  /**
   * When the disk should grow: the agent says so, the platform does it.
   */
  growth?: {
    /**
     * Share in use from which on the disk should grow.
     */
    thresholdPercent: number;
    /**
     * By how much.
     */
    stepGib: number;
    /**
     * Never beyond.
     */
    maximumGib: number;
  };
}
export interface ReleaseRestore {
  /**
   * The volume that is filled.
   */
  volume: string;
  /**
   * Folder of the volume, relative.
   */
  folder: string;
  /**
   * Where the files lie; the manifest is <baseUrl>/SHA256SUMS.
   */
  baseUrl: string;
  /**
   * sha2-256 of the manifest.
   */
  manifestSha256: string;
  verify?: ReleaseVerify;
}
/**
 * Holds the restored database against what others say of the same chain, before the node is ready. Since protocol 5.
 */
export interface ReleaseVerify {
  /**
   * The service, a Substrate node, that has the database.
   */
  service: string;
  /**
   * WebSocket URLs of nodes that others run; all of them have to agree.
   *
   * @minItems 2
   * @maxItems 8
   */
  endpoints: string[];
}
export interface ReleaseService {
  /**
   * Name of the service; its unit is dinfra-<name>.service.
   */
  name: string;
  /**
   * The program.
   */
  command: {
    /**
     * Name of an artifact.
     */
    artifact: string;
    /**
     * Path in it.
     */
    path: string;
  };
  /**
   * Its arguments. Defaults to none.
   */
  args?: ReleaseText[];
  /**
   * Configuration files.
   */
  files?: {
    name: string;
    content: string;
    mode: string;
  }[];
  /**
   * Files that only the service reads, sealed to the machine's key (NaCl sealed box, base64).
   */
  secrets?: {
    name: string;
    sealed: string;
  }[];
  /**
   * Volumes that it may write.
   */
  volumes?: string[];
  /**
   * Its outage leaves the machine started, ready and alive, and an upgrade of others needs no word of it. Defaults to false. Since protocol 3.
   */
  auxiliary?: boolean;
  /**
   * It has a folder of its own on the machine's own disk (STATE_DIRECTORY), which outlives its restarts and updates, and not the machine. Not with volumes. Defaults to false. Since protocol 6.
   */
  state?: boolean;
  /**
   * It may listen at ports below 1024. Not with volumes. Defaults to false. Since protocol 6.
   */
  privilegedPorts?: boolean;
  /**
   * It may read the machine's journal. Not with volumes. Defaults to false. Since protocol 6.
   */
  journal?: boolean;
  /**
   * validator leaves a validator's workers the calls by which they lock themselves in. Defaults to strict.
   */
  sandbox?: "strict" | "validator";
  /**
   * How it is asked to end. Defaults to SIGTERM and 90 seconds.
   */
  stop?: {
    signal: "SIGTERM" | "SIGINT";
    /**
     * After which it is killed.
     */
    graceSeconds: number;
  };
  /**
   * It reads its files again when it gets this signal: where nothing but its files changed, it is not stopped. Since protocol 4. Defaults to none.
   */
  reload?: {
    signal: "SIGHUP" | "SIGUSR1" | "SIGUSR2";
  };
  /**
   * Limits. Defaults to none.
   */
  resources?: {
    /**
     * Thousandths of a core; 0 for no limit.
     */
    cpu: number;
    /**
     * MiB; 0 for no limit.
     */
    memory: number;
  };
  /**
   * Has it come up; should it get traffic; must it be started afresh.
   */
  probes?: {
    started?: ReleaseProbe;
    ready?: ReleaseProbe;
    alive?: ReleaseProbe;
  };
  substrate?: ReleaseSubstrate;
  /**
   * It has a network key, and does not run before it was told its peers (the command peers). Since protocol 3.
   */
  peers?: {
    /**
     * Where its network key lies, which is made on the machine once.
     */
    volume: string;
  };
}
export interface ReleaseProbe {
  /**
   * A connection, an HTTP status below 400, or a WebSocket.
   */
  kind: "tcp" | "http" | "websocket";
  /**
   * Port of this machine.
   */
  port: number;
  /**
   * For http and websocket. Defaults to /.
   */
  path?: string;
  /**
   * JSON-RPC method that must be answered, for websocket.
   */
  method?: string;
  /**
   * Between two questions.
   */
  periodSeconds: number;
  /**
   * For one answer.
   */
  timeoutSeconds: number;
  /**
   * Failures in a row after which the answer is no.
   */
  failureThreshold: number;
}
/**
 * Says that the service is a Substrate node, and what its readiness means.
 */
export interface ReleaseSubstrate {
  /**
   * Port of its JSON-RPC server.
   */
  rpcPort: number;
  /**
   * Port of the JSON-RPC server of the relay chain node inside it, which must be ready too. Since protocol 2.
   */
  relayRpcPort?: number;
  /**
   * Hash that block 0 must have.
   */
  genesis?: string;
  /**
   * Peers that it must have to be ready. Defaults to 0.
   */
  minPeers?: number;
  /**
   * Age that the best block may have. Defaults to 60, and to ten of the runtime's own block times where those are more.
   */
  maxAgeSeconds?: number;
  /**
   * Whether chainHead_v1_follow must answer. Defaults to false.
   */
  chainHead?: boolean;
}
export interface ReleasePort {
  name: string;
  /**
   * Port.
   */
  number: number;
  protocol: "tcp" | "udp";
  /**
   * Who may reach it: everyone, or the ranges of sources.
   */
  exposure: "world" | "peers" | "gateway" | "operators";
}
/**
 * Address ranges behind each exposure. Defaults to none.
 */
export interface ReleaseSources {
  /**
   * Ranges of peers.
   */
  peers?: string[];
  /**
   * Ranges of gateways and balancers.
   */
  gateway?: string[];
  /**
   * Ranges of operators. Named, SSH is open to them alone.
   */
  operators?: string[];
}
/**
 * Where the agent answers GET /ready and /live. Defaults to nowhere.
 */
export interface ReleaseHealth {
  /**
   * Open to gateways and operators.
   */
  port: number;
}
/**
 * How a running service gives way to another version.
 */
export interface ReleaseUpgrade {
  /**
   * How long /ready says no before a running service is stopped. Defaults to 0.
   */
  drainSeconds?: number;
  /**
   * How long a new version may take until the old one comes back. Defaults to 600.
   */
  readyWithinSeconds?: number;
}

export const releaseSchemaV1: Record<string, unknown> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://dinfra.dev/schemas/machine/release-v1.schema.json",
  "title": "ReleaseDocument",
  "description": "What runs on a machine. The agent of the machine brings it about, and keeps it so.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "protocol",
    "name",
    "artifacts",
    "services"
  ],
  "properties": {
    "protocol": {
      "enum": [
        1,
        2,
        3,
        4,
        5,
        6
      ],
      "description": "Version of this document and of the agent's commands. 2 is 1 with substrate.relayRpcPort, 3 is 2 with peers of a service, signatures of artifacts, auxiliary services and the agent itself, 4 is 3 with reload of a service, 5 is 4 with verify of a restore, 6 is 5 with state, privilegedPorts and journal of a service."
    },
    "name": {
      "type": "string",
      "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
      "description": "Physical name of the node. Data disks belong to it, so it stays when the machine is replaced."
    },
    "artifacts": {
      "type": "array",
      "description": "Files and archives that the services run, each fetched by its digest.",
      "items": {
        "$ref": "#/$defs/artifact"
      }
    },
    "volumes": {
      "type": "array",
      "description": "Data disks. Defaults to none.",
      "items": {
        "$ref": "#/$defs/volume"
      }
    },
    "restores": {
      "type": "array",
      "description": "Snapshots that fill empty folders before any service starts. Defaults to none.",
      "items": {
        "$ref": "#/$defs/restore"
      }
    },
    "services": {
      "type": "array",
      "description": "What runs, one systemd unit each.",
      "items": {
        "$ref": "#/$defs/service"
      }
    },
    "ports": {
      "type": "array",
      "description": "Ports that the machine's own packet filter opens. Defaults to none.",
      "items": {
        "$ref": "#/$defs/port"
      }
    },
    "sources": {
      "$ref": "#/$defs/sources"
    },
    "health": {
      "$ref": "#/$defs/health"
    },
    "upgrade": {
      "$ref": "#/$defs/upgrade"
    },
    "agent": {
      "type": "object",
      "additionalProperties": false,
      "required": [],
      "properties": {
        "amd64": {
          "$ref": "#/$defs/source"
        },
        "arm64": {
          "$ref": "#/$defs/source"
        }
      },
      "description": "The program that the agent should be, by architecture; the one that runs stays where none is given. Since protocol 3."
    }
  },
  "$defs": {
    "artifact": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "version",
        "platforms"
      ],
      "properties": {
        "name": {
          "type": "string",
          "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
          "description": "Name by which services refer to it."
        },
        "version": {
          "type": "string",
          "pattern": "^[0-9A-Za-z][0-9A-Za-z.+_-]{0,127}$",
          "description": "Version, for people."
        },
        "platforms": {
          "type": "object",
          "additionalProperties": false,
          "required": [],
          "properties": {
            "amd64": {
              "$ref": "#/$defs/source"
            },
            "arm64": {
              "$ref": "#/$defs/source"
            }
          },
          "minProperties": 1,
          "description": "The file of each architecture."
        }
      },
      "title": "ReleaseArtifact"
    },
    "source": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url",
        "sha256"
      ],
      "properties": {
        "url": {
          "type": "string",
          "minLength": 1,
          "maxLength": 2048,
          "pattern": "^(https?://)?[A-Za-z0-9._~:/?#@!&*+,;=%\\[\\]-]+$",
          "description": "Where it is fetched; without http:// or https:// below the machine's artifacts.baseUrl. The digest decides what is accepted."
        },
        "sha256": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "description": "sha2-256 of what is fetched."
        },
        "unpack": {
          "enum": [
            "none",
            "gz",
            "zst",
            "tar.gz",
            "tar.zst",
            "zip"
          ],
          "description": "How it is unpacked. A single file gets the artifact's name. Defaults to none."
        },
        "signature": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "publicKey",
            "url"
          ],
          "properties": {
            "publicKey": {
              "type": "string",
              "pattern": "^RW[A-Za-z0-9+/]{54}$",
              "description": "The second line of minisign.pub."
            },
            "url": {
              "type": "string",
              "minLength": 1,
              "maxLength": 2048,
              "pattern": "^(https?://)?[A-Za-z0-9._~:/?#@!&*+,;=%\\[\\]-]+$",
              "description": "The .minisig file, made with minisign -S -H; without http:// or https:// below the machine's artifacts.baseUrl."
            }
          },
          "description": "Detached signature of minisign, held against what is fetched beside the digest. Since protocol 3."
        }
      },
      "title": "ReleaseSource"
    },
    "volume": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "device"
      ],
      "properties": {
        "name": {
          "type": "string",
          "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
          "description": "Name by which services refer to it."
        },
        "device": {
          "type": "string",
          "pattern": "^/dev/[A-Za-z0-9._:/-]+$",
          "maxLength": 256,
          "description": "Path that stays when disks are attached in another order, such as below /dev/disk/by-id."
        },
        "fixed": {
          "type": "object",
          "additionalProperties": {
            "type": "string",
            "maxLength": 256
          },
          "propertyNames": {
            "type": "string",
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
          },
          "description": "Facts about the data that no later release may change, such as the kind of the database."
        },
        "growth": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "thresholdPercent",
            "stepGib",
            "maximumGib"
          ],
          "properties": {
            "thresholdPercent": {
              "type": "integer",
              "minimum": 1,
              "maximum": 99,
              "description": "Share in use from which on the disk should grow."
            },
            "stepGib": {
              "type": "integer",
              "minimum": 1,
              "maximum": 1048576,
              "description": "By how much."
            },
            "maximumGib": {
              "type": "integer",
              "minimum": 1,
              "maximum": 1048576,
              "description": "Never beyond."
            }
          },
          "description": "When the disk should grow: the agent says so, the platform does it."
        }
      },
      "title": "ReleaseVolume"
    },
    "restore": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "volume",
        "folder",
        "baseUrl",
        "manifestSha256"
      ],
      "properties": {
        "volume": {
          "type": "string",
          "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
          "description": "The volume that is filled."
        },
        "folder": {
          "type": "string",
          "minLength": 1,
          "maxLength": 1024,
          "pattern": "^[^/\\u0000\\n\\r][^\\u0000\\n\\r]*$",
          "description": "Folder of the volume, relative."
        },
        "baseUrl": {
          "type": "string",
          "pattern": "^https?://",
          "maxLength": 2048,
          "description": "Where the files lie; the manifest is <baseUrl>/SHA256SUMS."
        },
        "manifestSha256": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "description": "sha2-256 of the manifest."
        },
        "verify": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "service",
            "endpoints"
          ],
          "properties": {
            "service": {
              "type": "string",
              "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
              "description": "The service, a Substrate node, that has the database."
            },
            "endpoints": {
              "type": "array",
              "minItems": 2,
              "maxItems": 8,
              "uniqueItems": true,
              "items": {
                "type": "string",
                "pattern": "^wss?://[A-Za-z0-9._~:/?@!&*+,;=%\\[\\]-]+$",
                "maxLength": 2048
              },
              "description": "WebSocket URLs of nodes that others run; all of them have to agree."
            }
          },
          "title": "ReleaseVerify",
          "description": "Holds the restored database against what others say of the same chain, before the node is ready. Since protocol 5."
        }
      },
      "title": "ReleaseRestore"
    },
    "text": {
      "title": "ReleaseText",
      "description": "An argument; references stand for what only the machine knows.",
      "anyOf": [
        {
          "type": "string",
          "maxLength": 65536
        },
        {
          "type": "array",
          "items": {
            "anyOf": [
              {
                "type": "string",
                "maxLength": 65536
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref",
                  "artifact",
                  "path"
                ],
                "properties": {
                  "ref": {
                    "const": "artifact"
                  },
                  "artifact": {
                    "type": "string",
                    "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
                  },
                  "path": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 1024,
                    "pattern": "^[^/\\u0000\\n\\r][^\\u0000\\n\\r]*$"
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref",
                  "volume"
                ],
                "properties": {
                  "ref": {
                    "const": "volume"
                  },
                  "volume": {
                    "type": "string",
                    "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref",
                  "file"
                ],
                "properties": {
                  "ref": {
                    "const": "file"
                  },
                  "file": {
                    "type": "string",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref",
                  "secret"
                ],
                "properties": {
                  "ref": {
                    "const": "secret"
                  },
                  "secret": {
                    "type": "string",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref"
                ],
                "properties": {
                  "ref": {
                    "const": "node-key"
                  }
                }
              },
              {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "ref",
                  "list",
                  "flag"
                ],
                "properties": {
                  "ref": {
                    "const": "peers"
                  },
                  "list": {
                    "enum": [
                      "reserved",
                      "public"
                    ]
                  },
                  "flag": {
                    "type": "string",
                    "pattern": "^--[a-z][a-z-]{0,62}$"
                  }
                }
              }
            ]
          }
        }
      ]
    },
    "probe": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "kind",
        "port",
        "periodSeconds",
        "timeoutSeconds",
        "failureThreshold"
      ],
      "properties": {
        "kind": {
          "enum": [
            "tcp",
            "http",
            "websocket"
          ],
          "description": "A connection, an HTTP status below 400, or a WebSocket."
        },
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "Port of this machine."
        },
        "path": {
          "type": "string",
          "pattern": "^/",
          "maxLength": 1024,
          "description": "For http and websocket. Defaults to /."
        },
        "method": {
          "type": "string",
          "maxLength": 128,
          "description": "JSON-RPC method that must be answered, for websocket."
        },
        "periodSeconds": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600,
          "description": "Between two questions."
        },
        "timeoutSeconds": {
          "type": "integer",
          "minimum": 1,
          "maximum": 600,
          "description": "For one answer."
        },
        "failureThreshold": {
          "type": "integer",
          "minimum": 1,
          "maximum": 100000,
          "description": "Failures in a row after which the answer is no."
        }
      },
      "title": "ReleaseProbe"
    },
    "service": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "command"
      ],
      "properties": {
        "name": {
          "type": "string",
          "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
          "not": {
            "enum": [
              "agent",
              "bootstrap",
              "firewall",
              "release",
              "notice"
            ]
          },
          "description": "Name of the service; its unit is dinfra-<name>.service."
        },
        "command": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "artifact",
            "path"
          ],
          "properties": {
            "artifact": {
              "type": "string",
              "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
              "description": "Name of an artifact."
            },
            "path": {
              "type": "string",
              "minLength": 1,
              "maxLength": 1024,
              "pattern": "^[^/\\u0000\\n\\r][^\\u0000\\n\\r]*$",
              "description": "Path in it."
            }
          },
          "description": "The program."
        },
        "args": {
          "type": "array",
          "items": {
            "$ref": "#/$defs/text"
          },
          "description": "Its arguments. Defaults to none."
        },
        "files": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name",
              "content",
              "mode"
            ],
            "properties": {
              "name": {
                "type": "string",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
              },
              "content": {
                "type": "string"
              },
              "mode": {
                "type": "string",
                "pattern": "^0[0-7]{3}$"
              }
            }
          },
          "description": "Configuration files."
        },
        "secrets": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name",
              "sealed"
            ],
            "properties": {
              "name": {
                "type": "string",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"
              },
              "sealed": {
                "type": "string",
                "pattern": "^[A-Za-z0-9+/]+={0,2}$"
              }
            }
          },
          "description": "Files that only the service reads, sealed to the machine's key (NaCl sealed box, base64)."
        },
        "volumes": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
          },
          "description": "Volumes that it may write."
        },
        "auxiliary": {
          "type": "boolean",
          "description": "Its outage leaves the machine started, ready and alive, and an upgrade of others needs no word of it. Defaults to false. Since protocol 3."
        },
        "state": {
          "type": "boolean",
          "description": "It has a folder of its own on the machine's own disk (STATE_DIRECTORY), which outlives its restarts and updates, and not the machine. Not with volumes. Defaults to false. Since protocol 6."
        },
        "privilegedPorts": {
          "type": "boolean",
          "description": "It may listen at ports below 1024. Not with volumes. Defaults to false. Since protocol 6."
        },
        "journal": {
          "type": "boolean",
          "description": "It may read the machine's journal. Not with volumes. Defaults to false. Since protocol 6."
        },
        "sandbox": {
          "enum": [
            "strict",
            "validator"
          ],
          "description": "validator leaves a validator's workers the calls by which they lock themselves in. Defaults to strict."
        },
        "stop": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "signal",
            "graceSeconds"
          ],
          "properties": {
            "signal": {
              "enum": [
                "SIGTERM",
                "SIGINT"
              ]
            },
            "graceSeconds": {
              "type": "integer",
              "minimum": 1,
              "maximum": 3600,
              "description": "After which it is killed."
            }
          },
          "description": "How it is asked to end. Defaults to SIGTERM and 90 seconds."
        },
        "reload": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "signal"
          ],
          "properties": {
            "signal": {
              "enum": [
                "SIGHUP",
                "SIGUSR1",
                "SIGUSR2"
              ]
            }
          },
          "description": "It reads its files again when it gets this signal: where nothing but its files changed, it is not stopped. Since protocol 4. Defaults to none."
        },
        "resources": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "cpu",
            "memory"
          ],
          "properties": {
            "cpu": {
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000,
              "description": "Thousandths of a core; 0 for no limit."
            },
            "memory": {
              "type": "integer",
              "minimum": 0,
              "maximum": 1073741824,
              "description": "MiB; 0 for no limit."
            }
          },
          "description": "Limits. Defaults to none."
        },
        "probes": {
          "type": "object",
          "additionalProperties": false,
          "required": [],
          "properties": {
            "started": {
              "$ref": "#/$defs/probe"
            },
            "ready": {
              "$ref": "#/$defs/probe"
            },
            "alive": {
              "$ref": "#/$defs/probe"
            }
          },
          "description": "Has it come up; should it get traffic; must it be started afresh."
        },
        "substrate": {
          "$ref": "#/$defs/substrate"
        },
        "peers": {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "volume"
          ],
          "properties": {
            "volume": {
              "type": "string",
              "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$",
              "description": "Where its network key lies, which is made on the machine once."
            }
          },
          "description": "It has a network key, and does not run before it was told its peers (the command peers). Since protocol 3."
        }
      },
      "title": "ReleaseService"
    },
    "substrate": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "rpcPort"
      ],
      "properties": {
        "rpcPort": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "Port of its JSON-RPC server."
        },
        "relayRpcPort": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "Port of the JSON-RPC server of the relay chain node inside it, which must be ready too. Since protocol 2."
        },
        "genesis": {
          "type": "string",
          "pattern": "^0x[0-9a-f]{64}$",
          "description": "Hash that block 0 must have."
        },
        "minPeers": {
          "type": "integer",
          "minimum": 0,
          "maximum": 10000,
          "description": "Peers that it must have to be ready. Defaults to 0."
        },
        "maxAgeSeconds": {
          "type": "integer",
          "minimum": 0,
          "maximum": 86400,
          "description": "Age that the best block may have. Defaults to 60, and to ten of the runtime's own block times where those are more."
        },
        "chainHead": {
          "type": "boolean",
          "description": "Whether chainHead_v1_follow must answer. Defaults to false."
        }
      },
      "title": "ReleaseSubstrate",
      "description": "Says that the service is a Substrate node, and what its readiness means."
    },
    "port": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "name",
        "number",
        "protocol",
        "exposure"
      ],
      "properties": {
        "name": {
          "type": "string",
          "pattern": "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
        },
        "number": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "Port."
        },
        "protocol": {
          "enum": [
            "tcp",
            "udp"
          ]
        },
        "exposure": {
          "enum": [
            "world",
            "peers",
            "gateway",
            "operators"
          ],
          "description": "Who may reach it: everyone, or the ranges of sources."
        }
      },
      "title": "ReleasePort"
    },
    "sources": {
      "type": "object",
      "additionalProperties": false,
      "required": [],
      "properties": {
        "peers": {
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 64
          },
          "description": "Ranges of peers."
        },
        "gateway": {
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 64
          },
          "description": "Ranges of gateways and balancers."
        },
        "operators": {
          "type": "array",
          "items": {
            "type": "string",
            "maxLength": 64
          },
          "description": "Ranges of operators. Named, SSH is open to them alone."
        }
      },
      "title": "ReleaseSources",
      "description": "Address ranges behind each exposure. Defaults to none."
    },
    "health": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "port"
      ],
      "properties": {
        "port": {
          "type": "integer",
          "minimum": 1,
          "maximum": 65535,
          "description": "Open to gateways and operators."
        }
      },
      "title": "ReleaseHealth",
      "description": "Where the agent answers GET /ready and /live. Defaults to nowhere."
    },
    "upgrade": {
      "type": "object",
      "additionalProperties": false,
      "required": [],
      "properties": {
        "drainSeconds": {
          "type": "integer",
          "minimum": 0,
          "maximum": 3600,
          "description": "How long /ready says no before a running service is stopped. Defaults to 0."
        },
        "readyWithinSeconds": {
          "type": "integer",
          "minimum": 0,
          "maximum": 604800,
          "description": "How long a new version may take until the old one comes back. Defaults to 600."
        }
      },
      "title": "ReleaseUpgrade",
      "description": "How a running service gives way to another version."
    }
  }
};
