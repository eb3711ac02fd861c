// Generated from configuration/v1.schema.json by: npm run generate -w @dinfra/schemas. Do not edit.
export const configurationSchemaV1: Record<string, unknown> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:dinfra:configuration:v1",
  "title": "ConfigurationV1",
  "description": "Configuration of a reactor and its sidecar, or of a sidecar alone. `x-programs` says which of the two takes a setting (none: the reactor alone), `x-path` that a value is a path, `x-secret` that a URL may hold a secret, `x-file-only` that it is no flag and no variable, `x-separator` what separates a list where it is text.",
  "type": "object",
  "additionalProperties": false,
  "required": [
    "key",
    "provider",
    "dataDir",
    "store"
  ],
  "properties": {
    "endpoint": {
      "type": "string",
      "pattern": "^wss?://",
      "x-secret": "url",
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "WebSocket address of a chain node; the same as `endpoints` with one address. Give it or `endpoints`."
    },
    "endpoints": {
      "type": "array",
      "items": {
        "type": "string",
        "pattern": "^wss?://"
      },
      "minItems": 1,
      "maxItems": 8,
      "uniqueItems": true,
      "x-secret": "url",
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "Addresses of nodes of the same chain, best of different operators: the first is followed and takes the extrinsics, the others confirm ends."
    },
    "endDistance": {
      "type": "integer",
      "minimum": 0,
      "maximum": 1000,
      "default": 2,
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "Blocks between the two finalized blocks in which an end must stand, at every endpoint; 0 only for development chains that make blocks on demand."
    },
    "answerSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 86400,
      "default": 15,
      "description": "So long an endpoint has to answer a request; one that does not is connected to anew.",
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "key": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1,
      "description": "Key of an operator of the provider.",
      "properties": {
        "file": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "Key of an operator of the provider. A file of mode 600 with its secret URI in the first line."
        },
        "uri": {
          "type": "string",
          "pattern": "^//[A-Za-z0-9/]+$",
          "description": "Key of an operator of the provider. A development key, such as //Charlie; development chains only."
        }
      },
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "urgentKey": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1,
      "description": "Another operator key: it signs heartbeats, first declarations and rejections, which then wait behind nothing else. Without it `key` signs all.",
      "properties": {
        "file": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "Another operator key: it signs heartbeats, first declarations and rejections, which then wait behind nothing else. Without it `key` signs all. A file of mode 600 with its secret URI in the first line."
        },
        "uri": {
          "type": "string",
          "pattern": "^//[A-Za-z0-9/]+$",
          "description": "Another operator key: it signs heartbeats, first declarations and rejections, which then wait behind nothing else. Without it `key` signs all. A development key, such as //Charlie; development chains only."
        }
      },
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "nextKey": {
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "maxProperties": 1,
      "description": "Another operator key: it signs when `key` is no operator any more or has no fees left.",
      "properties": {
        "file": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "Another operator key: it signs when `key` is no operator any more or has no fees left. A file of mode 600 with its secret URI in the first line."
        },
        "uri": {
          "type": "string",
          "pattern": "^//[A-Za-z0-9/]+$",
          "description": "Another operator key: it signs when `key` is no operator any more or has no fees left. A development key, such as //Charlie; development chains only."
        }
      },
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "provider": {
      "type": "string",
      "pattern": "^[1-9A-HJ-NP-Za-km-z]{46,50}$",
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "The provider account that the keys act for."
    },
    "dataDir": {
      "type": "string",
      "minLength": 1,
      "x-path": true,
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "Folder of both stores, Pulumi's state and the API's token. It belongs to one chain instance and one provider."
    },
    "store": {
      "type": "string",
      "minLength": 1,
      "x-path": true,
      "description": "Folder of descriptor blocks."
    },
    "profile": {
      "type": "string",
      "minLength": 1,
      "x-path": true,
      "description": "File with platform and catalogue. Without it: processes of this machine below `dataDir`, with the development node."
    },
    "port": {
      "type": "integer",
      "minimum": 0,
      "maximum": 65535,
      "default": 0,
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "Loopback port of the Chain Reactor API (of a sidecar alone: of its status); 0 takes a free one. `dinfra reactor` takes 4700 where nothing is said."
    },
    "address": {
      "type": "string",
      "pattern": "^[0-9A-Fa-f.:]+$",
      "default": "127.0.0.1",
      "description": "IP address that the Chain Reactor API listens at; 0.0.0.0 and :: are all of this machine. One that is not of loopback needs `tls`."
    },
    "tls": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "certificateFile",
        "keyFile"
      ],
      "dependentRequired": {
        "operate": [
          "clientCaFile"
        ],
        "read": [
          "clientCaFile"
        ]
      },
      "description": "With it the Chain Reactor API speaks HTTPS alone. The files are read again when they change, and on SIGHUP.",
      "properties": {
        "certificateFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with the certificate of the Chain Reactor API, and after it those between it and the root. With it the API speaks HTTPS alone."
        },
        "keyFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with the key of that certificate, without a passphrase."
        },
        "clientCaFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with the authorities of clients' certificates. Without it clients are asked for none."
        },
        "operate": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^(sha256:[0-9A-Fa-f:]{64,95}|[A-Za-z0-9.]+=.+)$"
          },
          "maxItems": 64,
          "x-separator": ";",
          "description": "Clients that may do everything, by the subject of their certificate (`CN=sidecar,O=Example`, as `openssl x509 -noout -subject -nameopt RFC2253` says it) or its fingerprint (`sha256:` and 64 digits). In a variable and a flag separated by semicolons."
        },
        "read": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^(sha256:[0-9A-Fa-f:]{64,95}|[A-Za-z0-9.]+=.+)$"
          },
          "maxItems": 64,
          "x-separator": ";",
          "description": "Clients that may read, in the same way."
        }
      }
    },
    "sidecarPort": {
      "type": "integer",
      "minimum": 0,
      "maximum": 65535,
      "default": 0,
      "description": "Loopback port of the sidecar's /healthz, /readyz and /metrics; 0 takes a free one."
    },
    "reactor": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "dependentRequired": {
        "certificateFile": [
          "keyFile"
        ],
        "keyFile": [
          "certificateFile"
        ]
      },
      "x-programs": [
        "sidecar"
      ],
      "description": "The reactor that a sidecar alone drives.",
      "properties": {
        "url": {
          "type": "string",
          "pattern": "^https?://",
          "x-secret": "url",
          "description": "Base URL of its Chain Reactor API."
        },
        "tokenFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "File with the bearer token that it asks for. Without it: `api-token` in the data directory, or none where there is a certificate."
        },
        "caFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with the authorities that the reactor's certificate may be of. Without it those that Node knows."
        },
        "certificateFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with a client certificate that the reactor knows, and those between it and the root. Read again when it changes."
        },
        "keyFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "PEM file with the key of that certificate, without a passphrase."
        }
      }
    },
    "engineRoot": {
      "type": "string",
      "minLength": 1,
      "x-path": true,
      "description": "Folder whose bin/pulumi is the engine. Without it the engine is found by itself."
    },
    "runner": {
      "enum": [
        "one-shot",
        "one-process",
        "plain"
      ],
      "default": "one-shot",
      "description": "What makes updates: `one-shot`, our engine process (the Pulumi CLI where it was not built); `one-process`, the Pulumi CLI; `plain`, the Pulumi SDK alone."
    },
    "maxWorkers": {
      "type": "integer",
      "minimum": 1,
      "maximum": 64,
      "default": 4,
      "description": "Updates at once."
    },
    "probeSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 86400,
      "default": 2,
      "description": "Between two looks at what should be well."
    },
    "tendSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 86400,
      "default": 3600,
      "description": "Between two updates with the engine of what may need more by itself, such as disks that grow."
    },
    "resyncSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 86400,
      "default": 30,
      "description": "Between two full looks when nothing happens.",
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "retryingGraceSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 86400,
      "default": 20,
      "description": "So long a failure that may pass is kept from the chain.",
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "claimSeconds": {
      "type": "number",
      "exclusiveMinimum": 0,
      "maximum": 2678400,
      "default": 86400,
      "description": "Between two claims of what a deployment has earned.",
      "x-programs": [
        "reactor",
        "sidecar"
      ]
    },
    "keepDays": {
      "type": "number",
      "minimum": 0,
      "maximum": 3650,
      "default": 30,
      "description": "So long outputs and events can be read after a deployment's end."
    },
    "driftHours": {
      "type": "number",
      "minimum": 0,
      "maximum": 8760,
      "default": 24,
      "description": "Between two looks, with the engine, whether what runs is as it was made; 0: none."
    },
    "onDrift": {
      "enum": [
        "report",
        "repair"
      ],
      "default": "report",
      "description": "`report` says what differs, `repair` puts it back."
    },
    "orphanHours": {
      "type": "number",
      "minimum": 0,
      "maximum": 8760,
      "default": 1,
      "description": "Between two counts of what bears our names on the platform and belongs to no deployment, for the metric; 0: it is not counted."
    },
    "retry": {
      "type": "object",
      "additionalProperties": false,
      "default": {},
      "description": "How often and when failed work is tried again.",
      "properties": {
        "tries": {
          "type": "integer",
          "minimum": 1,
          "default": 6,
          "description": "Tries of a create or an update; then it is given up."
        },
        "firstDelaySeconds": {
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 86400,
          "default": 1,
          "description": "Before the second try; doubled with each further one."
        },
        "longestDelaySeconds": {
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 86400,
          "default": 60,
          "description": "The longest wait between two tries."
        }
      }
    },
    "breaker": {
      "type": "object",
      "additionalProperties": false,
      "default": {},
      "description": "What stops mass destruction.",
      "properties": {
        "windowSeconds": {
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 86400,
          "default": 3600,
          "description": "The window in which teardowns are weighed."
        },
        "floorWeight": {
          "type": "number",
          "minimum": 0,
          "default": 3,
          "description": "So much weight goes through in any case."
        },
        "surpriseShare": {
          "type": "number",
          "minimum": 0,
          "maximum": 1,
          "default": 0.1,
          "description": "Share of the weight that may end unannounced within the window."
        },
        "totalShare": {
          "type": "number",
          "minimum": 0,
          "maximum": 1,
          "default": 0.5,
          "description": "Share of the weight that may end at all within the window."
        }
      }
    },
    "credentials": {
      "type": "array",
      "items": {
        "type": "string",
        "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"
      },
      "default": [],
      "description": "Names of environment variables that the reactor process, Pulumi and its plugins may see besides the usual ones; what is deployed sees none of them."
    },
    "logLevel": {
      "enum": [
        "trace",
        "debug",
        "info",
        "warn",
        "error",
        "fatal",
        "silent"
      ],
      "default": "info",
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "The least level of log line that is written."
    },
    "traces": {
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "x-programs": [
        "reactor",
        "sidecar"
      ],
      "description": "Where spans are sent to. Without it nothing of OpenTelemetry is loaded.",
      "properties": {
        "url": {
          "type": "string",
          "pattern": "^https?://",
          "x-secret": "url",
          "description": "Address of an OTLP/HTTP receiver, such as http://127.0.0.1:4318/v1/traces."
        },
        "headersFile": {
          "type": "string",
          "minLength": 1,
          "x-path": true,
          "description": "File of mode 600 with a JSON object of header names and values, such as those of an account of the receiver."
        },
        "share": {
          "type": "number",
          "minimum": 0,
          "maximum": 1,
          "default": 1,
          "description": "Share of the traces that is sent."
        }
      }
    },
    "$schema": {
      "type": "string",
      "x-file-only": true,
      "description": "Address of this schema, for editors."
    },
    "version": {
      "const": 1,
      "x-file-only": true,
      "description": "Version of this schema. A file without it is of version 1."
    }
  }
};
