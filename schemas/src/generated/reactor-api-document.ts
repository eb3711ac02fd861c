// Generated from reactor-api/openapi.yaml by: npm run generate -w @dinfra/schemas. Do not edit.
/** The OpenAPI document itself, for servers and clients that validate against it. */
export const openApiDocument: OpenApiDocument = {
  "openapi": "3.1.0",
  "info": {
    "title": "Chain Reactor API",
    "version": "1.4.0",
    "license": {
      "name": "Apache-2.0",
      "identifier": "Apache-2.0"
    },
    "description": "What a sidecar asks of a reactor. The sidecar reads a chain and holds its key; the reactor holds platform credentials\nand no chain key. Either side can be replaced by another implementation, in any language.\n\nRules that hold for every operation\n- A deployment's id is `<subscription>.<attempt>`, decimal, attempt from 1. The chain counts subscriptions in 64 bits and attempts in 32: what is\n  beyond names nothing, and is refused (`invalid-request`).\n- Every answer, errors too, carries the header `dinfra-epoch`: the identity of the reactor's store. It changes when the\n  store was lost or replaced and at no other time; a sidecar that sees it change sends all its desired state again.\n- 404 means \"unknown here\". It never says that nothing runs, and never confirms a teardown.\n- Errors are problem details (RFC 9457) with a stable `type` and `retryable`. `retryable: false` says that the same\n  request will never succeed.\n- Nothing is destroyed by anything but DELETE.\n\nLevels. Each operation says in `x-level` who needs it: `core` is what a sidecar drives a reactor with. A reactor that lacks an operation of level\n`extended` answers it with `unknown-route` (404). `npx @dinfra/reactor-conformance --url …` tries what each level promises.\n\nVersions. Within a major version the document only grows. A reactor refuses parameters and members\nthat its version does not know. So each answer carries the header `dinfra-api-version` (since\n1.4.0): the version of the document that the reactor was written to. What came with a version is\nsent only to a reactor that says this version or a later one; one without the header is older\nthan 1.4.0. Who reads an answer of a reactor that says a later version leaves alone what it does\nnot know.\n\nChanges (since 1.1.0). Each change of a deployment has a number in the reactor's store; `<epoch>:<number>` is a *sequence*. The answer to a\nlist carries the store's sequence in the header `dinfra-sequence`. Given back as `after`, it asks for what changed since. A reactor without the header gives no changes: list again.\n\nWho may do what (since 1.2.0). Each operation names the scopes that open it: `operate` (the sidecar and the operator), `read`\n(dashboards), `consumer` (the consumer of this deployment). Who may operate may read. A caller is known in one of three ways, which the security\nschemes describe: a token that both sides have (`bearer`), a token that an account signed (`accessToken`), or a client certificate (`mutualTLS`). Where a\nrequest has an Authorization header, that decides, and a certificate is not looked at. Health and readiness are open to everybody. A reactor may have\nany of the three; who asks in a way that it does not have is answered `unauthorized` (401).\n\nSigned tokens (consumers' since 1.2.0, the provider's since 1.3.0). An account signs\n`<Bytes>dinfra-access:v1:{instance}:{provider}:{deployment}:{scope}:{expiry}</Bytes>`, as a wallet signs a message: sr25519, ed25519 or ecdsa. The bearer\ntoken is the text between `<Bytes>` and `</Bytes>` in base64url, a dot, and the signature in base64url: 64 bytes, 65 (r, s and the recovery id) of an ecdsa\naccount, or one more, with the scheme's byte (00 ed25519, 01 sr25519, 02 ecdsa) before them.\n- instance and provider are those that the reactor works for, as it has them: the instance in lower case. They bind the token to this reactor.\n- deployment is an id, and opens this one alone; or `*`, which opens all.\n- scope `consumer` is signed by the account that the PUT named, for an id; `operate` and `read` by the provider's account or one of its operators, as\n  `putAccess` told them last. None of them needs the chain.\n- expiry is in seconds since 1970, at most 15 minutes ahead. The reactor's clock counts. It may be up to a minute behind the signer's; where it is ahead, the token\n  ends the earlier. An expired token is refused without any grace.\n- Within its time a token may be used again and again, over any connection, by whoever has it: it is a bearer token. It ends earlier only when the account\n  that signed it is the deployment's consumer, or the provider's key, no more.\n\nLimits (since 1.2.0). A request has at most 1 MiB and 30 seconds, its headers 10; a consumer's token is good for 30 requests at once and 5 more each second\n(`too-many-requests`, with retry-after); at most 500 streams are open (`too-many-streams`); a reader that leaves 1 MiB of a stream unread is cut off.\n"
  },
  "servers": [
    {
      "url": "http://127.0.0.1:{port}",
      "variables": {
        "port": {
          "default": "4700"
        }
      }
    }
  ],
  "security": [
    {},
    {
      "bearer": []
    },
    {
      "accessToken": []
    },
    {
      "mutualTLS": []
    }
  ],
  "tags": [
    {
      "name": "deployments",
      "description": "Desired state in, observed state out."
    },
    {
      "name": "service",
      "description": "The reactor itself."
    }
  ],
  "paths": {
    "/v1/deployments": {
      "get": {
        "operationId": "listDeployments",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "All deployments that this store knows, in pages, for resync; or what changed after a sequence.",
        "description": "Without a sequence: all of them, ordered by subscription, then attempt, as numbers. Torn down ones stay in the list until they are\nacknowledged. Read on from the sequence of the first page.\n\nWith a sequence in `after`: those that changed after it, in the order of their last changes, and the ids that were forgotten after it. An id\nmay be in both, when it was made anew. The header `dinfra-sequence` says up to which change the answer goes. When it has `limit` entries in all, ask\nagain at once with that one.\n\nProblem: `sequence-gone` (410): the sequence is of another store, or so old that what was forgotten since is not known any more; list all.\nIds are known as forgotten for 10,000 changes.\n",
        "parameters": [
          {
            "name": "after",
            "in": "query",
            "description": "Id of the last item of the page before (one that is no longer there is fine), or a sequence.",
            "schema": {
              "anyOf": [
                {
                  "$ref": "#/components/schemas/DeploymentId"
                },
                {
                  "$ref": "#/components/schemas/Sequence"
                }
              ]
            }
          },
          {
            "name": "limit",
            "in": "query",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 500,
              "default": 100
            }
          }
        ],
        "responses": {
          "200": {
            "description": "One page.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              },
              "dinfra-sequence": {
                "$ref": "#/components/headers/Sequence"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DeploymentPage"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/changes": {
      "get": {
        "operationId": "streamChanges",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Changes of deployments as they happen, as server-sent events.",
        "description": "`id:` is the sequence, to resume with as Last-Event-ID; without it the stream begins with what changes from now on. The first event\nis `sequence`, its data `{\"sequence\": …}`: where the stream begins. `deployment` has the Deployment as it is after the change, `forgotten` has `{\"id\": …}`.\nOf several changes of one deployment that come quickly only the last may be told. A reader that falls behind by more than is remembered is cut off.\n\nProblem: `sequence-gone` (410), as for a list.\n",
        "parameters": [
          {
            "name": "last-event-id",
            "in": "header",
            "schema": {
              "$ref": "#/components/schemas/Sequence"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The stream.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              },
              "dinfra-sequence": {
                "$ref": "#/components/headers/Sequence"
              }
            },
            "content": {
              "text/event-stream": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "put": {
        "operationId": "putDeployment",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Says what is wanted. Idempotent.",
        "description": "The reactor records the intent, answers 202, and works towards it. Repeating the same body changes nothing; after the\nstore was lost it adopts what runs already. What is wrong with the descriptor itself (not to be had, hash, schema, unknown catalogue\nentry) is no error of this request: it shows as phase Failed, or as condition UpdateFailed where an earlier generation runs on.\n\nProblems: `stale-generation` (409, lower than the known one), `generation-conflict` (409, same generation, other content),\n`wrong-instance` (409, the store belongs to another chain instance or provider), `ended` (409, after DELETE), `unknown-type` (422, this\nreactor cannot serve the descriptor type), `invalid-request` (400).\n",
        "parameters": [
          {
            "name": "dinfra-deploy-within",
            "in": "header",
            "description": "Seconds that the award leaves from now on for the first deployment. What cannot be set up in that time fails for good, with code\n`deadline.too-near` and both numbers. It is no part of the wish: another number under the same generation is no conflict.\nA reactor may ignore it.\n",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/DesiredDeployment"
              }
            }
          }
        },
        "responses": {
          "202": {
            "description": "Recorded.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      },
      "get": {
        "operationId": "getDeployment",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          },
          {
            "accessToken": [
              "consumer"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "What is observed.",
        "description": "Problem: `unknown-deployment` (404).",
        "responses": {
          "200": {
            "description": "The deployment.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      },
      "delete": {
        "operationId": "deleteDeployment",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Tear down. Idempotent.",
        "description": "Ends in phase TornDown with the observer's receipt, which stays until it is acknowledged. An id that the store does not know is\nnot an error: the intent is recorded, and the platform itself is searched by the deployment's deterministic name; so a reactor that\nlost its store still finds and removes what it made. An update in flight is stopped first.\n\nWhat it says of the end is told by GET until the acknowledgement, and with the outputs for as\nlong as these are kept. A DELETE that comes again before the acknowledgement adds what was not\nsaid; what was said stays as it is. So a sidecar need not wait with a DELETE for what it cannot\nread now. The amounts are final: on the chain they are settled in the block that stores the end.\n\nProblem: `wrong-instance` (409).\n",
        "parameters": [
          {
            "name": "instance",
            "in": "query",
            "required": true,
            "description": "Chain instance that the deployment belongs to; a part of its physical names.",
            "schema": {
              "$ref": "#/components/schemas/Hash"
            }
          },
          {
            "name": "provider",
            "in": "query",
            "required": true,
            "description": "The provider on whose behalf; the receipt names it.",
            "schema": {
              "$ref": "#/components/schemas/Account"
            }
          },
          {
            "name": "descriptorType",
            "in": "query",
            "description": "Chain id of the descriptor type, where it is known; for a store that lost its record.",
            "schema": {
              "$ref": "#/components/schemas/Hash"
            }
          },
          {
            "name": "cid",
            "in": "query",
            "description": "CID of the descriptor, where it is known; for a store that lost its record.",
            "schema": {
              "type": "string",
              "minLength": 8,
              "maxLength": 128,
              "pattern": "^[a-z0-9]+$"
            }
          },
          {
            "name": "paidBlocks",
            "in": "query",
            "description": "Blocks that were paid for it, where that is known; a breaker weighs the teardown by them. Without it, it counts in full.\n",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295
            }
          },
          {
            "name": "endedBy",
            "in": "query",
            "description": "Who ended it, where that is known.",
            "schema": {
              "$ref": "#/components/schemas/EndedBy"
            }
          },
          {
            "name": "endReason",
            "in": "query",
            "description": "Why, as the chain says it, for example FundsSpent.",
            "schema": {
              "$ref": "#/components/schemas/EndReason"
            }
          },
          {
            "name": "endBlock",
            "in": "query",
            "description": "Since 1.4.0. The block of its end, where that is known.",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295
            }
          },
          {
            "name": "paid",
            "in": "query",
            "description": "Since 1.4.0. What the provider was paid for it in all, where that is known.",
            "schema": {
              "$ref": "#/components/schemas/Money"
            }
          },
          {
            "name": "refunded",
            "in": "query",
            "description": "Since 1.4.0. What came back to the consumer, deposits not counted, when its subscription\nclosed with this end. Absent where the subscription went on, and where it is not known.\n",
            "schema": {
              "$ref": "#/components/schemas/Money"
            }
          },
          {
            "name": "expected",
            "in": "query",
            "description": "Whether the end is not before the one that was known long before. Without it, it is a surprise.",
            "schema": {
              "type": "boolean",
              "default": false
            }
          }
        ],
        "responses": {
          "202": {
            "description": "Recorded, or done already.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/acknowledge": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "post": {
        "operationId": "acknowledgeDeployment",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "The receipt is recorded elsewhere (on chain); the record may go.",
        "description": "Problems: `not-torn-down` (409), `receipt-mismatch` (409, another receipt than the one given), `unknown-deployment` (404, also after an\nacknowledgement that went through: there is nothing left to forget).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Acknowledgement"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Forgotten.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/events": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "get": {
        "operationId": "streamEvents",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          },
          {
            "accessToken": [
              "consumer"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Progress of updates and logs, as server-sent events.",
        "description": "`event:` is the kind, `data:` a DeploymentEvent as JSON on one line, `id:` its number. Starts with what the reactor still has, after\nLast-Event-ID where that is given; a gap in the numbers says that older ones are gone. Without `follow` it ends when there is no more.\nNumbers go on when the reactor starts again. After its end a deployment's events can be read as long as its outputs (since 1.2.0).\nProblem: `unknown-deployment` (404).\n",
        "parameters": [
          {
            "name": "follow",
            "in": "query",
            "schema": {
              "type": "boolean",
              "default": false
            }
          },
          {
            "name": "last-event-id",
            "in": "header",
            "schema": {
              "type": "string",
              "pattern": "^[0-9]{1,16}$"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "The stream.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "text/event-stream": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/outputs": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "get": {
        "operationId": "getOutputs",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          },
          {
            "accessToken": [
              "consumer"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "What it gave last, and who ended it and why; also for some days after its end.",
        "description": "Since 1.2.0. After the acknowledgement of its receipt a deployment's outputs and events can be read until `keptUntil`.\nProblem: `unknown-deployment` (404).\n",
        "responses": {
          "200": {
            "description": "The outputs.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Outputs"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/usage": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "get": {
        "operationId": "getUsage",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          },
          {
            "accessToken": [
              "consumer"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "What it takes of the platform now, or took before its end.",
        "description": "Since 1.2.0. What the platform cannot say is left out. Since 1.4.0 also of what is torn down, for as\nlong as its outputs are kept: what it took when its teardown began, with that time as `at`. Without\nfigures where that was not read, as when very many ended at once.\nProblem: `unknown-deployment` (404).\n",
        "responses": {
          "200": {
            "description": "The figures.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Usage"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/preview": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "post": {
        "operationId": "previewDeployment",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "What a PUT of this body would do. Changes nothing.",
        "description": "Since 1.2.0. The descriptor is checked as for a PUT, and the engine plans on a copy of the state that is thrown away. What the PUT\nwould be refused for, or would fail with before anything is made, is `refusal`. A generation of any number is taken.\n\nProblems: `wrong-instance` (409), `ended` (409), `unknown-type` (422), `invalid-request` (400).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/DesiredDeployment"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The plan, or why there is none.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Preview"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/approve": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "post": {
        "operationId": "approveDeployment",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Lets an update that waits with condition AwaitingApproval be carried out.",
        "description": "Since 1.2.0. An update that would delete or replace a disk, an address or a validator's machine waits, and what ran before runs on. The\napproval names all steps and the digest of `awaiting`; it is good for that plan alone, once, and for an hour.\n\nProblems: `approval-mismatch` (409: nothing waits, or another plan), `unknown-deployment` (404).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Awaiting"
              }
            }
          }
        },
        "responses": {
          "202": {
            "description": "Recorded.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/mode": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "put": {
        "operationId": "setMode",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "What is done to it by itself.",
        "description": "Since 1.2.0. normal: everything. observe: it is looked at, and nothing is changed, repaired or torn down. paused: nothing at all. Work\nthat was begun goes on. Wishes are recorded all the same. Problem: `unknown-deployment` (404).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "mode"
                ],
                "properties": {
                  "mode": {
                    "type": "string",
                    "enum": [
                      "normal",
                      "observe",
                      "paused"
                    ]
                  }
                }
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "Set.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/reconcile": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "post": {
        "operationId": "reconcileDeployment",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Compares it with reality and puts it right now; what was given up is tried again.",
        "description": "Since 1.2.0. In the mode observe it only compares. Problem: `unknown-deployment` (404).",
        "responses": {
          "202": {
            "description": "It is begun.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Deployment"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/deployments/{id}/release": {
      "parameters": [
        {
          "$ref": "#/components/parameters/Id"
        }
      ],
      "post": {
        "operationId": "releaseDeployment",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "deployments"
        ],
        "summary": "Lets the teardown of this deployment go on, which the breaker holds; the others stay held.",
        "description": "Problem: `unknown-deployment` (404). Of a deployment that is not held it changes nothing.",
        "responses": {
          "204": {
            "description": "Released.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/orphans": {
      "get": {
        "operationId": "listOrphans",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "What bears our names on the platform and belongs to no deployment.",
        "description": "Since 1.2.0. Nothing is done about it: where several reactors or engineers share a platform, it may be theirs. What was a deployment of this\nreactor has its id, and a DELETE of that id removes it.\n",
        "responses": {
          "200": {
            "description": "The orphans.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/OrphanList"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/offers": {
      "put": {
        "operationId": "putOffers",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "What the provider offers on the chain, for quotes.",
        "description": "Since 1.2.0. The sidecar tells it when it begins and from time to time; nothing is decided by it.",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/Offers"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Known.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/access": {
      "put": {
        "operationId": "putAccess",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "Which operators of the provider may sign tokens.",
        "description": "Since 1.3.0. The sidecar tells it when it begins and when it changes on the chain. The reactor keeps it, so that operators have access while chain and\nsidecar are away. A key that is left out opens nothing from then on. The provider's own account needs no word. A signed token does not open this\noperation: it could name the key that signs its successors. Problem: `wrong-instance` (409).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/AccessKeys"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "Known.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/quote": {
      "post": {
        "operationId": "quote",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "Which of the provider's offers serve a descriptor, at which price, and why each other one does not.",
        "description": "Since 1.2.0. The descriptor is checked as for a PUT; nothing is made or kept. The offers are those that the sidecar told last, as of `block`.\nProblem: `not-ready` (503, no offers were told yet).\n",
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/QuoteRequest"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The offers.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Quote"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/breaker/release": {
      "post": {
        "operationId": "releaseBreaker",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "operate"
            ]
          },
          {
            "accessToken": [
              "operate"
            ]
          },
          {
            "mutualTLS": [
              "operate"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "An operator looked, and lets the held teardowns go on.",
        "description": "A breaker stops mass destruction: when deployments of more weight than usual are deleted within a window, no further teardown begins, and\n/readyz answers 503 `breaker-open`, until this is called. Without an open breaker it does nothing.\n",
        "responses": {
          "204": {
            "description": "Released.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/v1/descriptor-types": {
      "get": {
        "operationId": "listDescriptorTypes",
        "x-level": "core",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "Descriptor types that this reactor can serve.",
        "responses": {
          "200": {
            "description": "The types, with their schemas.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DescriptorTypeList"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/healthz": {
      "get": {
        "operationId": "getHealth",
        "x-level": "core",
        "security": [
          {}
        ],
        "tags": [
          "service"
        ],
        "summary": "The process answers.",
        "responses": {
          "200": {
            "description": "It does.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Health"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/readyz": {
      "get": {
        "operationId": "getReadiness",
        "x-level": "core",
        "security": [
          {}
        ],
        "tags": [
          "service"
        ],
        "summary": "Whether the reactor can take work, that is, store, engine and platform are there.",
        "description": "503 with problem `not-ready` or `breaker-open` says in `detail` what is missing or held.",
        "responses": {
          "200": {
            "description": "Ready.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Health"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    },
    "/metrics": {
      "get": {
        "operationId": "getMetrics",
        "x-level": "extended",
        "security": [
          {
            "bearer": [
              "read"
            ]
          },
          {
            "accessToken": [
              "read"
            ]
          },
          {
            "mutualTLS": [
              "read"
            ]
          }
        ],
        "tags": [
          "service"
        ],
        "summary": "Prometheus text format.",
        "responses": {
          "200": {
            "description": "The figures.",
            "headers": {
              "dinfra-epoch": {
                "$ref": "#/components/headers/Epoch"
              },
              "dinfra-api-version": {
                "$ref": "#/components/headers/ApiVersion"
              }
            },
            "content": {
              "text/plain": {
                "schema": {
                  "type": "string"
                }
              }
            }
          },
          "default": {
            "$ref": "#/components/responses/Problem"
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A secret that both sides have, such as the reactor's files `api-token` (scope operate) and `api-read-token` (scope read). Where a reactor listens\nbeyond what one operator controls, it requires one of these schemes.\n"
      },
      "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "dinfra-access:v1",
        "description": "A claim of at most 15 minutes that an account of the chain signed; its form is said above."
      },
      "mutualTLS": {
        "type": "mutualTLS",
        "description": "Since 1.3.0. A client certificate that an authority of the reactor's configuration issued. The configuration gives subjects or fingerprints the scope operate or\nread. One that is expired or of another authority is answered `unauthorized` (401), and so is one that was given no scope.\n"
      }
    },
    "headers": {
      "Epoch": {
        "description": "Identity of the reactor's store.",
        "required": true,
        "schema": {
          "$ref": "#/components/schemas/Epoch"
        }
      },
      "ApiVersion": {
        "description": "Since 1.4.0. The version of this document that the reactor was written to.",
        "required": false,
        "schema": {
          "type": "string",
          "maxLength": 32,
          "pattern": "^[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}$"
        }
      },
      "Sequence": {
        "description": "Of the last change that the answer knows of. Absent where a reactor gives no changes.",
        "required": false,
        "schema": {
          "$ref": "#/components/schemas/Sequence"
        }
      }
    },
    "parameters": {
      "Id": {
        "name": "id",
        "in": "path",
        "required": true,
        "schema": {
          "$ref": "#/components/schemas/DeploymentId"
        }
      }
    },
    "responses": {
      "Problem": {
        "description": "Problem details (RFC 9457).",
        "headers": {
          "dinfra-epoch": {
            "$ref": "#/components/headers/Epoch"
          },
          "dinfra-api-version": {
            "$ref": "#/components/headers/ApiVersion"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            }
          }
        }
      }
    },
    "schemas": {
      "Epoch": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[0-9A-Za-z-]+$",
        "description": "Identity of the reactor's store, random when the store is made."
      },
      "Sequence": {
        "type": "string",
        "maxLength": 81,
        "pattern": "^[0-9A-Za-z-]{1,64}:(0|[1-9][0-9]{0,15})$",
        "description": "`<epoch>:<number>`: a change in a reactor's store. Numbers rise; they mean nothing in another store.",
        "examples": [
          "e7c1:1204"
        ]
      },
      "DeploymentId": {
        "type": "string",
        "maxLength": 31,
        "pattern": "^(0|[1-9][0-9]{0,19})\\.[1-9][0-9]{0,9}$",
        "description": "`<subscription>.<attempt>`, decimal.",
        "examples": [
          "7.1"
        ]
      },
      "Hash": {
        "type": "string",
        "pattern": "^0x[0-9a-f]{64}$",
        "description": "32 bytes in lower-case hex."
      },
      "Generation": {
        "type": "integer",
        "minimum": 1,
        "maximum": 4294967295,
        "description": "Version of the desired state; the consumer's update raises it by one."
      },
      "Account": {
        "type": "string",
        "minLength": 46,
        "maxLength": 50,
        "pattern": "^[1-9A-HJ-NP-Za-km-z]+$",
        "description": "An account in SS58."
      },
      "DescriptorTypeName": {
        "type": "string",
        "maxLength": 64,
        "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?/v[1-9][0-9]{0,5}$",
        "examples": [
          "substrate-node/v1"
        ]
      },
      "Owner": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "instance",
          "provider"
        ],
        "description": "On whose behalf. With the deployment's id it decides every physical name; a store belongs to one owner only.",
        "properties": {
          "instance": {
            "$ref": "#/components/schemas/Hash"
          },
          "provider": {
            "$ref": "#/components/schemas/Account"
          }
        }
      },
      "DescriptorTypeRef": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Hash"
          },
          "name": {
            "$ref": "#/components/schemas/DescriptorTypeName"
          }
        }
      },
      "DesiredDeployment": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "generation",
          "descriptorType",
          "cid",
          "consumer",
          "owner"
        ],
        "properties": {
          "generation": {
            "$ref": "#/components/schemas/Generation"
          },
          "descriptorType": {
            "$ref": "#/components/schemas/DescriptorTypeRef"
          },
          "cid": {
            "type": "string",
            "minLength": 8,
            "maxLength": 128,
            "pattern": "^[a-z0-9]+$",
            "description": "CID of the descriptor (CIDv1, codec json, sha2-256, base32). What is run always has this hash."
          },
          "descriptor": {
            "type": "object",
            "description": "The descriptor itself, where the sidecar has it; checked against `cid`. Else the reactor reads its descriptor store."
          },
          "consumer": {
            "$ref": "#/components/schemas/Account"
          },
          "login": {
            "type": "array",
            "maxItems": 32,
            "default": [],
            "items": {
              "$ref": "#/components/schemas/Account"
            },
            "description": "Who may log in, besides those that the descriptor names."
          },
          "owner": {
            "$ref": "#/components/schemas/Owner"
          }
        }
      },
      "Phase": {
        "type": "string",
        "enum": [
          "Pending",
          "Deploying",
          "Deployed",
          "Degraded",
          "Failed",
          "TearingDown",
          "TornDown"
        ],
        "description": "Pending: recorded, not begun. Deploying: the first update is under way or is being retried. Deployed: `observedGeneration` runs and is ready.\nDegraded: it was deployed and the platform says that it is not as it should be; it is being put back. Failed: nothing was deployed\nand trying again will not help (`failure`); the sidecar rejects the award. TearingDown, TornDown: after DELETE; TornDown has `receipt`.\n"
      },
      "Condition": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "type",
          "status",
          "reason",
          "message",
          "since"
        ],
        "properties": {
          "type": {
            "type": "string",
            "enum": [
              "Ready",
              "Degraded",
              "UpdateFailed",
              "Retrying",
              "AwaitingApproval",
              "Paused",
              "Drifted"
            ],
            "description": "Ready: the deployment answers. Degraded: it runs, but not as wanted. UpdateFailed: the wanted generation cannot be had, the observed\none runs on. Retrying: the last try failed in a way that may pass. Since 1.2.0: AwaitingApproval: the update is in `awaiting`. Paused:\n`mode` is not normal. Drifted: a look found it otherwise than it was made.\n"
          },
          "status": {
            "type": "boolean"
          },
          "reason": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
            "description": "Stable code, for machines, short enough for the chain."
          },
          "message": {
            "type": "string",
            "maxLength": 2000,
            "description": "For people."
          },
          "since": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Failure": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "code",
          "permanent",
          "message",
          "generation",
          "at"
        ],
        "description": "The last failure, until the generation that it belongs to is deployed or replaced.",
        "properties": {
          "code": {
            "type": "string",
            "minLength": 1,
            "maxLength": 128,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
            "description": "Stable, for example descriptor.schema, descriptor.hash, catalogue.unknown-entry, program.threw."
          },
          "permanent": {
            "type": "boolean",
            "description": "Whether trying again cannot help."
          },
          "message": {
            "type": "string",
            "maxLength": 2000
          },
          "generation": {
            "$ref": "#/components/schemas/Generation"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Endpoint": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "url"
        ],
        "properties": {
          "name": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "examples": [
              "rpc"
            ]
          },
          "url": {
            "type": "string",
            "format": "uri",
            "maxLength": 512,
            "examples": [
              "ws://127.0.0.2:20000"
            ]
          }
        }
      },
      "EndedBy": {
        "type": "string",
        "enum": [
          "consumer",
          "provider",
          "chain"
        ],
        "description": "consumer: it left, or its funds are spent. provider: it left, rejected, or was late. chain: by force."
      },
      "EndReason": {
        "type": "string",
        "maxLength": 64,
        "pattern": "^[A-Za-z][A-Za-z0-9-]*$",
        "examples": [
          "FundsSpent",
          "Cancelled"
        ]
      },
      "End": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "by",
          "reason",
          "at"
        ],
        "description": "What a DELETE said of the end, and when it was carried out.",
        "properties": {
          "by": {
            "type": "string",
            "enum": [
              "consumer",
              "provider",
              "chain",
              "unknown"
            ]
          },
          "reason": {
            "type": "string",
            "maxLength": 64,
            "description": "Empty where nobody said it."
          },
          "at": {
            "type": "string",
            "format": "date-time",
            "description": "When it was asked to go."
          },
          "block": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "Since 1.4.0. By the chain's clock: the first block that is not paid any more, whenever the\nend was stored; where it was never declared deployed, that of the refusal, of the deadline\nor of the consumer's leaving. Absent where nobody said it, as `paid` and `refunded` are.\n"
          },
          "paid": {
            "$ref": "#/components/schemas/Money",
            "description": "Since 1.4.0. To the provider, for this deployment."
          },
          "refunded": {
            "$ref": "#/components/schemas/Money",
            "description": "Since 1.4.0. To the consumer, deposits not counted. Also absent where the subscription went on."
          },
          "tornDownAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Outputs": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "id",
          "generation",
          "endpoints"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "id": {
            "$ref": "#/components/schemas/DeploymentId"
          },
          "generation": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "That the endpoints are of; 0 where none was reached."
          },
          "endpoints": {
            "type": "array",
            "maxItems": 64,
            "items": {
              "$ref": "#/components/schemas/Endpoint"
            }
          },
          "observedAt": {
            "type": "string",
            "format": "date-time"
          },
          "end": {
            "$ref": "#/components/schemas/End"
          },
          "keptUntil": {
            "type": "string",
            "format": "date-time",
            "description": "Only after the acknowledgement."
          }
        }
      },
      "Timings": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "acceptedAt"
        ],
        "properties": {
          "acceptedAt": {
            "type": "string",
            "format": "date-time",
            "description": "First PUT or DELETE."
          },
          "deployStartedAt": {
            "type": "string",
            "format": "date-time",
            "description": "First update began."
          },
          "deployedAt": {
            "type": "string",
            "format": "date-time",
            "description": "First ready."
          },
          "observedAt": {
            "type": "string",
            "format": "date-time",
            "description": "`observedGeneration` was reached."
          },
          "teardownStartedAt": {
            "type": "string",
            "format": "date-time"
          },
          "tornDownAt": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "Receipt": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "digest",
          "body"
        ],
        "description": "The observer looked at the platform after the teardown and found nothing of this deployment.",
        "properties": {
          "digest": {
            "$ref": "#/components/schemas/Hash",
            "description": "sha2-256 over the canonical JSON (RFC 8785) of `body`. This is what goes on chain."
          },
          "body": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "version",
              "deployment",
              "owner",
              "platform",
              "empty",
              "removed",
              "checkedAt"
            ],
            "properties": {
              "version": {
                "type": "integer",
                "const": 1
              },
              "deployment": {
                "$ref": "#/components/schemas/DeploymentId"
              },
              "owner": {
                "$ref": "#/components/schemas/Owner"
              },
              "platform": {
                "type": "string",
                "minLength": 1,
                "maxLength": 64
              },
              "empty": {
                "type": "boolean",
                "const": true
              },
              "removed": {
                "type": "integer",
                "minimum": 0,
                "description": "Resources that the teardown removed, as far as is known."
              },
              "checkedAt": {
                "type": "string",
                "format": "date-time"
              }
            }
          }
        }
      },
      "Deployment": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "epoch",
          "phase",
          "generation",
          "observedGeneration",
          "conditions",
          "endpoints",
          "timings"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/DeploymentId"
          },
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "phase": {
            "$ref": "#/components/schemas/Phase"
          },
          "generation": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "The wanted one; 0 where only a DELETE is known."
          },
          "observedGeneration": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "The one that runs; 0 before the first."
          },
          "cid": {
            "type": "string",
            "maxLength": 128,
            "description": "Of the wanted generation."
          },
          "descriptorType": {
            "$ref": "#/components/schemas/DescriptorTypeRef"
          },
          "conditions": {
            "type": "array",
            "maxItems": 8,
            "items": {
              "$ref": "#/components/schemas/Condition"
            }
          },
          "failure": {
            "$ref": "#/components/schemas/Failure"
          },
          "endpoints": {
            "type": "array",
            "maxItems": 64,
            "items": {
              "$ref": "#/components/schemas/Endpoint"
            }
          },
          "timings": {
            "$ref": "#/components/schemas/Timings"
          },
          "receipt": {
            "$ref": "#/components/schemas/Receipt"
          },
          "awaiting": {
            "$ref": "#/components/schemas/Awaiting",
            "description": "The plan that waits for an approval. Since 1.2.0."
          },
          "mode": {
            "type": "string",
            "enum": [
              "observe",
              "paused"
            ],
            "description": "Absent where it is normal. Since 1.2.0."
          },
          "end": {
            "$ref": "#/components/schemas/End",
            "description": "Since 1.4.0. After a DELETE, and in the answer to `getDeployment` alone: an older sidecar\ntakes no list, change, or answer to a PUT or DELETE that has it.\n"
          }
        }
      },
      "OrphanList": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "items"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "items": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "label",
                "resources"
              ],
              "properties": {
                "label": {
                  "type": "string",
                  "maxLength": 256,
                  "description": "Of the owner, as the platform has it."
                },
                "id": {
                  "$ref": "#/components/schemas/DeploymentId"
                },
                "resources": {
                  "type": "array",
                  "items": {
                    "type": "string"
                  }
                }
              }
            }
          }
        }
      },
      "Usage": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "id",
          "at"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "id": {
            "$ref": "#/components/schemas/DeploymentId"
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "cpuSeconds": {
            "type": "number",
            "minimum": 0,
            "description": "Of what runs now, since it was started."
          },
          "memoryBytes": {
            "type": "integer",
            "minimum": 0
          },
          "diskBytes": {
            "type": "integer",
            "minimum": 0
          },
          "receivedBytes": {
            "type": "integer",
            "minimum": 0
          },
          "sentBytes": {
            "type": "integer",
            "minimum": 0
          }
        }
      },
      "Awaiting": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "digest",
          "steps"
        ],
        "properties": {
          "digest": {
            "$ref": "#/components/schemas/Hash"
          },
          "steps": {
            "type": "array",
            "minItems": 1,
            "maxItems": 64,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "urn",
                "operation"
              ],
              "properties": {
                "urn": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 1024
                },
                "operation": {
                  "type": "string",
                  "enum": [
                    "delete",
                    "replace"
                  ]
                }
              }
            }
          }
        }
      },
      "Preview": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "possible"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "possible": {
            "type": "boolean"
          },
          "digest": {
            "$ref": "#/components/schemas/Hash"
          },
          "steps": {
            "type": "array",
            "maxItems": 10000,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "urn",
                "operation"
              ],
              "properties": {
                "urn": {
                  "type": "string",
                  "maxLength": 1024
                },
                "operation": {
                  "type": "string",
                  "maxLength": 32,
                  "description": "create, update, delete, replace, …"
                },
                "changes": {
                  "type": "array",
                  "maxItems": 200,
                  "description": "Names of properties that differ.",
                  "items": {
                    "type": "string",
                    "maxLength": 256
                  }
                }
              }
            }
          },
          "needsApproval": {
            "$ref": "#/components/schemas/Awaiting",
            "description": "What of it a PUT would wait with."
          },
          "refusal": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "code",
              "message",
              "retryable"
            ],
            "properties": {
              "code": {
                "type": "string",
                "maxLength": 128
              },
              "message": {
                "type": "string",
                "maxLength": 2000
              },
              "retryable": {
                "type": "boolean"
              }
            }
          }
        }
      },
      "DeploymentPage": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "items"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "owner": {
            "$ref": "#/components/schemas/Owner",
            "description": "Whose store this is; absent while nothing was ever asked of it. A sidecar of another owner does nothing with it."
          },
          "items": {
            "type": "array",
            "maxItems": 500,
            "items": {
              "$ref": "#/components/schemas/Deployment"
            }
          },
          "next": {
            "$ref": "#/components/schemas/DeploymentId",
            "description": "Give as `after` for the next page; absent on the last one, and where changes were asked for."
          },
          "forgotten": {
            "type": "array",
            "maxItems": 500,
            "items": {
              "$ref": "#/components/schemas/DeploymentId"
            },
            "description": "Only where changes were asked for."
          }
        }
      },
      "Money": {
        "type": "string",
        "maxLength": 39,
        "pattern": "^(0|[1-9][0-9]{0,38})$",
        "description": "In the smallest unit of the currency."
      },
      "Offers": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "block",
          "slotMilliseconds",
          "draining",
          "offers"
        ],
        "properties": {
          "block": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "The finalized block that they were read at."
          },
          "slotMilliseconds": {
            "type": "integer",
            "minimum": 1,
            "maximum": 4294967295,
            "description": "Between two blocks, as a rule."
          },
          "draining": {
            "type": "boolean",
            "description": "The provider takes no more awards."
          },
          "offers": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "descriptorType",
                "pricePerBlock",
                "capacity",
                "used",
                "open"
              ],
              "properties": {
                "descriptorType": {
                  "$ref": "#/components/schemas/DescriptorTypeRef"
                },
                "pricePerBlock": {
                  "$ref": "#/components/schemas/Money"
                },
                "capacity": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 4294967295
                },
                "used": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 4294967295
                },
                "open": {
                  "type": "boolean"
                },
                "allowed": {
                  "type": "array",
                  "maxItems": 1000,
                  "description": "The consumers that a private offer serves; absent where it serves everybody.",
                  "items": {
                    "$ref": "#/components/schemas/Account"
                  }
                }
              }
            }
          }
        }
      },
      "AccessKeys": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "owner",
          "block",
          "operators"
        ],
        "properties": {
          "owner": {
            "$ref": "#/components/schemas/Owner"
          },
          "block": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295,
            "description": "The finalized block that they were read at."
          },
          "operators": {
            "type": "array",
            "maxItems": 64,
            "items": {
              "$ref": "#/components/schemas/Account"
            }
          }
        }
      },
      "QuoteRequest": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "descriptorType",
          "descriptor"
        ],
        "properties": {
          "descriptorType": {
            "$ref": "#/components/schemas/DescriptorTypeRef"
          },
          "descriptor": {
            "type": "object"
          },
          "consumer": {
            "$ref": "#/components/schemas/Account"
          },
          "maxPricePerBlock": {
            "$ref": "#/components/schemas/Money"
          }
        }
      },
      "Quote": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "block",
          "offers"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "block": {
            "type": "integer",
            "minimum": 0,
            "maximum": 4294967295
          },
          "offers": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": [
                "descriptorType",
                "matches",
                "reasons",
                "capacity",
                "free",
                "pricePerBlock",
                "pricePerHour"
              ],
              "properties": {
                "descriptorType": {
                  "$ref": "#/components/schemas/DescriptorTypeRef"
                },
                "matches": {
                  "type": "boolean"
                },
                "reasons": {
                  "type": "array",
                  "maxItems": 8,
                  "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": [
                      "code",
                      "message"
                    ],
                    "properties": {
                      "code": {
                        "type": "string",
                        "maxLength": 128,
                        "examples": [
                          "offer.full"
                        ]
                      },
                      "message": {
                        "type": "string",
                        "maxLength": 2000
                      }
                    }
                  }
                },
                "capacity": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 4294967295
                },
                "free": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 4294967295
                },
                "pricePerBlock": {
                  "$ref": "#/components/schemas/Money"
                },
                "pricePerHour": {
                  "type": "string",
                  "maxLength": 48,
                  "pattern": "^[0-9]+$"
                }
              }
            }
          }
        }
      },
      "Acknowledgement": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "receipt"
        ],
        "properties": {
          "receipt": {
            "$ref": "#/components/schemas/Hash"
          }
        }
      },
      "DescriptorType": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "name",
          "schema"
        ],
        "properties": {
          "id": {
            "$ref": "#/components/schemas/Hash"
          },
          "name": {
            "$ref": "#/components/schemas/DescriptorTypeName"
          },
          "schema": {
            "type": "object",
            "description": "JSON Schema 2020-12."
          }
        }
      },
      "DescriptorTypeList": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "epoch",
          "items"
        ],
        "properties": {
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          },
          "items": {
            "type": "array",
            "maxItems": 1000,
            "items": {
              "$ref": "#/components/schemas/DescriptorType"
            }
          }
        }
      },
      "DeploymentEvent": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "id",
          "kind",
          "at",
          "message"
        ],
        "properties": {
          "id": {
            "type": "integer",
            "minimum": 1,
            "description": "Rises by one a deployment."
          },
          "kind": {
            "type": "string",
            "enum": [
              "phase",
              "progress",
              "log"
            ],
            "description": "phase: the phase or a condition changed. progress: a step of the engine. log: a line of the engine or the workload."
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "message": {
            "type": "string",
            "maxLength": 8192
          },
          "phase": {
            "$ref": "#/components/schemas/Phase"
          },
          "resource": {
            "type": "string",
            "maxLength": 512,
            "description": "URN of the resource that a step is about."
          },
          "operation": {
            "type": "string",
            "maxLength": 32,
            "description": "create, update, delete, read, …"
          },
          "generation": {
            "$ref": "#/components/schemas/Generation"
          }
        }
      },
      "Health": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "status",
          "epoch"
        ],
        "properties": {
          "status": {
            "type": "string",
            "const": "ok"
          },
          "epoch": {
            "$ref": "#/components/schemas/Epoch"
          }
        }
      },
      "Problem": {
        "type": "object",
        "required": [
          "type",
          "title",
          "status",
          "retryable"
        ],
        "description": "RFC 9457. Members beyond these may be there.",
        "properties": {
          "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "`urn:dinfra:problem:<code>`, stable. Codes: invalid-request, unauthorized, forbidden, unknown-deployment, unknown-route, stale-generation, generation-conflict, wrong-instance, ended, unknown-type, not-torn-down, receipt-mismatch, approval-mismatch, too-large, sequence-gone, too-many-requests, too-many-streams, not-ready, breaker-open, internal.",
            "examples": [
              "urn:dinfra:problem:stale-generation"
            ]
          },
          "title": {
            "type": "string",
            "maxLength": 256
          },
          "status": {
            "type": "integer",
            "minimum": 400,
            "maximum": 599
          },
          "detail": {
            "type": "string",
            "maxLength": 4000,
            "description": "What was expected, what was found, what to do."
          },
          "instance": {
            "type": "string",
            "maxLength": 512
          },
          "retryable": {
            "type": "boolean"
          }
        }
      }
    }
  }
};

export interface OpenApiDocument {
  openapi: string;
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, Record<string, unknown>> } & Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}
