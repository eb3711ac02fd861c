// Generated from descriptors/*/v*.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
import type { RpcEndpointV1 } from "./rpc-endpoint-v1.js";
import type { SubstrateNodeV1 } from "./substrate-node-v1.js";
import type { SubstrateNodeV2 } from "./substrate-node-v2.js";
import type { SubstrateNodeV3 } from "./substrate-node-v3.js";
import type { ValidatorSentryV1 } from "./validator-sentry-v1.js";

export interface DescriptorByType {
  "rpc-endpoint/v1": RpcEndpointV1;
  "substrate-node/v1": SubstrateNodeV1;
  "substrate-node/v2": SubstrateNodeV2;
  "substrate-node/v3": SubstrateNodeV3;
  "validator-sentry/v1": ValidatorSentryV1;
}

export const descriptorSchemas: Record<keyof DescriptorByType, Record<string, unknown>> = {
  "rpc-endpoint/v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dinfra:descriptor:rpc-endpoint:v1",
    "title": "RpcEndpointV1",
    "description": "One address for the JSON-RPC of many Substrate nodes of one chain, described without any platform: HTTP and WebSocket, sent to those nodes that are ready. It says nothing about commands, images or machines: those are the provider's.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "type",
      "chain",
      "nodes",
      "entry",
      "resources"
    ],
    "properties": {
      "type": {
        "description": "Name and version of this descriptor type.",
        "const": "rpc-endpoint/v1"
      },
      "name": {
        "description": "Name that the nodes show to their peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.",
        "type": "string",
        "minLength": 1,
        "maxLength": 32,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "default": "dinfra-node"
      },
      "chain": {
        "description": "Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.",
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
      },
      "nodes": {
        "description": "How many nodes answer. With two or more, the endpoint outlives any one of them.",
        "type": "integer",
        "minimum": 1,
        "maximum": 16
      },
      "pruning": {
        "description": "How much history each node keeps. Without it: the state of the last 256 blocks.",
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
          "blocks": {
            "description": "State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.",
            "type": "integer",
            "minimum": 256,
            "maximum": 100000000
          },
          "archive": {
            "description": "Keeps all state since genesis.",
            "const": true
          }
        }
      },
      "connections": {
        "description": "Clients served at once, by all nodes together.",
        "type": "integer",
        "minimum": 1,
        "maximum": 30000,
        "default": 1000
      },
      "idleSeconds": {
        "description": "Seconds after which a WebSocket without a message in either direction is closed.",
        "type": "integer",
        "minimum": 1,
        "maximum": 86400,
        "default": 3600
      },
      "entry": {
        "description": "Catalogue entry of the provider that the nodes run. The balancer is the provider's choice.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "description": "Name of the catalogue entry, for example dev-node or polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "version": {
            "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
          }
        }
      },
      "resources": {
        "description": "The least that each node must be given. What the balancer needs comes on top.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      }
    }
  },
  "substrate-node/v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dinfra:descriptor:substrate-node:v1",
    "title": "SubstrateNodeV1",
    "description": "One Substrate node, described without any platform: what it is, what it needs, which catalogue entry of the provider it runs and who may log in. It says nothing about commands, images or machines: those are the provider's.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "type",
      "chain",
      "role",
      "entry",
      "resources"
    ],
    "properties": {
      "type": {
        "description": "Name and version of this descriptor type.",
        "const": "substrate-node/v1"
      },
      "name": {
        "description": "Name that the node shows to its peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.",
        "type": "string",
        "minLength": 1,
        "maxLength": 32,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "default": "dinfra-node"
      },
      "chain": {
        "description": "Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.",
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
      },
      "role": {
        "description": "full: keeps recent state, serves its peers. archive: keeps all state since genesis. rpc: a full node meant to answer JSON-RPC from others.",
        "type": "string",
        "enum": [
          "full",
          "archive",
          "rpc"
        ]
      },
      "pruning": {
        "description": "How much history the node keeps. Not for the role archive, which keeps everything.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "blocks"
        ],
        "properties": {
          "blocks": {
            "description": "State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.",
            "type": "integer",
            "minimum": 256,
            "maximum": 100000000
          }
        }
      },
      "rpc": {
        "description": "JSON-RPC of the node. Unsafe methods are never served: a descriptor cannot ask for them.",
        "type": "object",
        "additionalProperties": false,
        "default": {},
        "properties": {
          "maxConnections": {
            "description": "WebSocket connections served at once.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "default": 100
          }
        }
      },
      "telemetry": {
        "description": "Whether the node reports to the public telemetry of its chain. Off unless asked for.",
        "type": "boolean",
        "default": false
      },
      "entry": {
        "description": "Catalogue entry of the provider that is run.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "description": "Name of the catalogue entry, for example dev-node or polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "version": {
            "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
          }
        }
      },
      "resources": {
        "description": "The least that the node must be given.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      },
      "login": {
        "description": "Accounts (SS58) that may log in to the node's machine, besides nobody: an empty or absent list means that no login is set up.",
        "type": "array",
        "maxItems": 16,
        "uniqueItems": true,
        "default": [],
        "items": {
          "description": "An account in SS58.",
          "type": "string",
          "minLength": 46,
          "maxLength": 50,
          "pattern": "^[1-9A-HJ-NP-Za-km-z]+$"
        }
      }
    },
    "if": {
      "properties": {
        "role": {
          "const": "archive"
        }
      },
      "required": [
        "role"
      ]
    },
    "then": {
      "properties": {
        "pruning": false
      }
    }
  },
  "substrate-node/v2": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dinfra:descriptor:substrate-node:v2",
    "title": "SubstrateNodeV2",
    "description": "One Substrate node, described without any platform: what it is, what it needs, which catalogue entry of the provider it runs and who may log in. It says nothing about commands, images or machines: those are the provider's.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "type",
      "chain",
      "role",
      "entry",
      "resources"
    ],
    "properties": {
      "type": {
        "description": "Name and version of this descriptor type.",
        "const": "substrate-node/v2"
      },
      "name": {
        "description": "Name that the node shows to its peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.",
        "type": "string",
        "minLength": 1,
        "maxLength": 32,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "default": "dinfra-node"
      },
      "chain": {
        "description": "Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.",
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
      },
      "role": {
        "description": "full: keeps recent state, serves its peers. archive: keeps all state since genesis. rpc: a full node meant to answer JSON-RPC from others. validator: authors blocks of a relay chain or of a chain of its own. collator: authors blocks of a parachain; needs relay. bootnode: where other nodes find their first peers.",
        "type": "string",
        "enum": [
          "full",
          "archive",
          "rpc",
          "validator",
          "collator",
          "bootnode"
        ]
      },
      "pruning": {
        "description": "How much history the node keeps. Without it: all for the role archive, else the state of the last 256 blocks.",
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
          "blocks": {
            "description": "State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.",
            "type": "integer",
            "minimum": 256,
            "maximum": 100000000
          },
          "archive": {
            "description": "Keeps all state since genesis, whatever the role.",
            "const": true
          }
        }
      },
      "sync": {
        "description": "How an empty node catches up. full runs every block; fast fetches headers and one state; warp fetches proofs of finality and one state. Without it: full for a node that keeps all history, which allows nothing else, and fast for the others.",
        "type": "string",
        "enum": [
          "full",
          "fast",
          "warp"
        ]
      },
      "database": {
        "description": "Kind of the node's database, for ever.",
        "type": "string",
        "enum": [
          "rocksdb",
          "paritydb"
        ]
      },
      "relay": {
        "description": "The relay chain, for a parachain's node.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "chain"
        ],
        "properties": {
          "chain": {
            "description": "The relay chain, by the name under which the provider's catalogue entry knows it, for example polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "node": {
            "description": "embedded: a relay chain node inside the node. remote: the relay chain nodes that the provider's catalogue entry names.",
            "type": "string",
            "enum": [
              "embedded",
              "remote"
            ],
            "default": "embedded"
          }
        }
      },
      "rpc": {
        "description": "JSON-RPC of the node. Unsafe methods are never served: a descriptor cannot ask for them.",
        "type": "object",
        "additionalProperties": false,
        "default": {},
        "properties": {
          "maxConnections": {
            "description": "WebSocket connections served at once.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "default": 100
          },
          "exposure": {
            "description": "Who may call it. machine: nobody beyond the node's own machine; what validator and collator have, and nothing else. operators: the provider's operators. gateway: gateways as well, for the role rpc. Without it: what the role says.",
            "type": "string",
            "enum": [
              "machine",
              "operators",
              "gateway"
            ]
          }
        }
      },
      "telemetry": {
        "description": "Whether the node reports to the public telemetry of its chain. Off unless asked for.",
        "type": "boolean",
        "default": false
      },
      "entry": {
        "description": "Catalogue entry of the provider that is run.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "description": "Name of the catalogue entry, for example dev-node or polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "version": {
            "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
          }
        }
      },
      "resources": {
        "description": "The least that the node must be given.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      },
      "login": {
        "description": "Accounts (SS58) that may log in to the node's machine, besides nobody: an empty or absent list means that no login is set up.",
        "type": "array",
        "maxItems": 16,
        "uniqueItems": true,
        "default": [],
        "items": {
          "description": "An account in SS58.",
          "type": "string",
          "minLength": 46,
          "maxLength": 50,
          "pattern": "^[1-9A-HJ-NP-Za-km-z]+$"
        }
      }
    },
    "if": {
      "properties": {
        "role": {
          "const": "archive"
        }
      },
      "required": [
        "role"
      ]
    },
    "then": {
      "properties": {
        "pruning": {
          "type": "object",
          "properties": {
            "blocks": false
          }
        }
      }
    }
  },
  "substrate-node/v3": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dinfra:descriptor:substrate-node:v3",
    "title": "SubstrateNodeV3",
    "description": "One Substrate node, described without any platform: what it is, what it needs, which catalogue entry of the provider it runs and who may log in. It says nothing about commands, images or machines: those are the provider's.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "type",
      "chain",
      "role",
      "entry",
      "resources"
    ],
    "properties": {
      "type": {
        "description": "Name and version of this descriptor type.",
        "const": "substrate-node/v3"
      },
      "name": {
        "description": "Name that the node shows to its peers and in system_name. Lower-case letters, digits and inner hyphens, at most 32.",
        "type": "string",
        "minLength": 1,
        "maxLength": 32,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "default": "dinfra-node"
      },
      "chain": {
        "description": "Which chain the node follows, by the name under which the provider's catalogue entry knows it, for example polkadot, kusama, dev. Not a path and not an address.",
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
      },
      "role": {
        "description": "full: keeps recent state, serves its peers. archive: keeps all state since genesis. rpc: a full node meant to answer JSON-RPC from others. validator: authors blocks of a relay chain or of a chain of its own. collator: authors blocks of a parachain; needs relay. bootnode: where other nodes find their first peers.",
        "type": "string",
        "enum": [
          "full",
          "archive",
          "rpc",
          "validator",
          "collator",
          "bootnode"
        ]
      },
      "pruning": {
        "description": "How much history the node keeps. Without it: all for the role archive, else the state of the last 256 blocks.",
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
          "blocks": {
            "description": "State of this many finalized blocks is kept. At least 256, which is what light clients and warp sync count on.",
            "type": "integer",
            "minimum": 256,
            "maximum": 100000000
          },
          "archive": {
            "description": "Keeps all state since genesis, whatever the role.",
            "const": true
          }
        }
      },
      "sync": {
        "description": "How an empty node catches up. full runs every block; fast fetches headers and one state; warp fetches proofs of finality and one state. Without it: full for a node that keeps all history, which allows nothing else, and fast for the others.",
        "type": "string",
        "enum": [
          "full",
          "fast",
          "warp"
        ]
      },
      "database": {
        "description": "Kind of the node's database, for ever.",
        "type": "string",
        "enum": [
          "rocksdb",
          "paritydb"
        ]
      },
      "relay": {
        "description": "The relay chain, for a parachain's node.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "chain"
        ],
        "properties": {
          "chain": {
            "description": "The relay chain, by the name under which the provider's catalogue entry knows it, for example polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "node": {
            "description": "embedded: a relay chain node inside the node. remote: the relay chain nodes that the provider's catalogue entry names.",
            "type": "string",
            "enum": [
              "embedded",
              "remote"
            ],
            "default": "embedded"
          }
        }
      },
      "rpc": {
        "description": "JSON-RPC of the node. Unsafe methods are never served: a descriptor cannot ask for them.",
        "type": "object",
        "additionalProperties": false,
        "default": {},
        "properties": {
          "maxConnections": {
            "description": "WebSocket connections served at once.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
            "default": 100
          },
          "exposure": {
            "description": "Who may call it. machine: nobody beyond the node's own machine; what validator and collator have, and nothing else. operators: the provider's operators. gateway: gateways as well, for the role rpc. Without it: what the role says.",
            "type": "string",
            "enum": [
              "machine",
              "operators",
              "gateway"
            ]
          }
        }
      },
      "ethRpc": {
        "description": "Ethereum JSON-RPC for the contracts of the chain (pallet-revive), beside the node. Only nodes of polkadot-sdk that author no blocks have it, on machines of their own.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "entry"
        ],
        "properties": {
          "entry": {
            "description": "Catalogue entry of the provider that is run beside the node, one with the command line eth-rpc.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "name"
            ],
            "properties": {
              "name": {
                "description": "Name of the catalogue entry, for example eth-rpc.",
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
              },
              "version": {
                "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
                "type": "string",
                "minLength": 1,
                "maxLength": 64,
                "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
              }
            }
          },
          "exposure": {
            "description": "Who may call it. machine: nobody beyond the node's own machine. operators: the provider's operators. gateway: gateways as well.",
            "type": "string",
            "enum": [
              "machine",
              "operators",
              "gateway"
            ],
            "default": "operators"
          }
        }
      },
      "telemetry": {
        "description": "Whether the node reports to the public telemetry of its chain. Off unless asked for.",
        "type": "boolean",
        "default": false
      },
      "entry": {
        "description": "Catalogue entry of the provider that is run.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "description": "Name of the catalogue entry, for example dev-node or polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "version": {
            "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
          }
        }
      },
      "resources": {
        "description": "The least that the node must be given.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      },
      "login": {
        "description": "Accounts (SS58) that may log in to the node's machine, besides nobody: an empty or absent list means that no login is set up.",
        "type": "array",
        "maxItems": 16,
        "uniqueItems": true,
        "default": [],
        "items": {
          "description": "An account in SS58.",
          "type": "string",
          "minLength": 46,
          "maxLength": 50,
          "pattern": "^[1-9A-HJ-NP-Za-km-z]+$"
        }
      }
    },
    "if": {
      "properties": {
        "role": {
          "const": "archive"
        }
      },
      "required": [
        "role"
      ]
    },
    "then": {
      "properties": {
        "pruning": {
          "type": "object",
          "properties": {
            "blocks": false
          }
        }
      }
    }
  },
  "validator-sentry/v1": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dinfra:descriptor:validator-sentry:v1",
    "title": "ValidatorSentryV1",
    "description": "A validator of one chain behind sentries, described without any platform: the world reaches the sentries, and they alone reach the validator. It says nothing about commands, images or machines: those are the provider's. Session keys are born on the validator; whoever operates it has them made and hands out their public part.",
    "type": "object",
    "additionalProperties": false,
    "required": [
      "type",
      "chain",
      "sentries",
      "entry",
      "resources"
    ],
    "properties": {
      "type": {
        "description": "Name and version of this descriptor type.",
        "const": "validator-sentry/v1"
      },
      "name": {
        "description": "Name that the validator shows to its peers; a sentry's has its number after it. Lower-case letters, digits and inner hyphens, at most 32.",
        "type": "string",
        "minLength": 1,
        "maxLength": 32,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
        "default": "dinfra-validator"
      },
      "chain": {
        "description": "Which chain the nodes follow, by the name under which the provider's catalogue entry knows it, for example my-chain. Not a path and not an address.",
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
      },
      "sentries": {
        "description": "How many sentries stand before the validator. With two or more, it outlives any one of them.",
        "type": "integer",
        "minimum": 1,
        "maximum": 16
      },
      "entry": {
        "description": "Catalogue entry of the provider that validator and sentries run.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "description": "Name of the catalogue entry, for example dev-node or polkadot.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"
          },
          "version": {
            "description": "Exact version of the entry, for example 1.20.2. Without it the provider's newest one is taken and pinned for this deployment.",
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[0-9A-Za-z]([0-9A-Za-z.+_-]*[0-9A-Za-z])?$"
          }
        }
      },
      "resources": {
        "description": "The least that the validator must be given, and each sentry where sentryResources does not say otherwise.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      },
      "sentryResources": {
        "description": "The least that each sentry must be given.",
        "type": "object",
        "additionalProperties": false,
        "required": [
          "cpu",
          "memory",
          "disk"
        ],
        "properties": {
          "cpu": {
            "description": "Processor, in thousandths of a core (1000 = one core).",
            "type": "integer",
            "minimum": 50,
            "maximum": 256000
          },
          "memory": {
            "description": "Memory in MiB.",
            "type": "integer",
            "minimum": 64,
            "maximum": 4194304
          },
          "disk": {
            "description": "Disk for the chain's data in GiB.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65536
          }
        }
      }
    }
  },
};
