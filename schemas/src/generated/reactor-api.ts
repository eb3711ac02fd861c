// Generated from reactor-api/openapi.yaml by: npm run generate -w @dinfra/schemas. Do not edit.
export interface paths {
    "/v1/deployments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All deployments that this store knows, in pages, for resync; or what changed after a sequence.
         * @description Without a sequence: all of them, ordered by subscription, then attempt, as numbers. Torn down ones stay in the list until they are
         *     acknowledged. Read on from the sequence of the first page.
         *
         *     With a sequence in `after`: those that changed after it, in the order of their last changes, and the ids that were forgotten after it. An id
         *     may be in both, when it was made anew. The header `dinfra-sequence` says up to which change the answer goes. When it has `limit` entries in all, ask
         *     again at once with that one.
         *
         *     Problem: `sequence-gone` (410): the sequence is of another store, or so old that what was forgotten since is not known any more; list all.
         *     Ids are known as forgotten for 10,000 changes.
         */
        get: operations["listDeployments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes of deployments as they happen, as server-sent events.
         * @description `id:` is the sequence, to resume with as Last-Event-ID; without it the stream begins with what changes from now on. The first event
         *     is `sequence`, its data `{"sequence": …}`: where the stream begins. `deployment` has the Deployment as it is after the change, `forgotten` has `{"id": …}`.
         *     Of several changes of one deployment that come quickly only the last may be told. A reader that falls behind by more than is remembered is cut off.
         *
         *     Problem: `sequence-gone` (410), as for a list.
         */
        get: operations["streamChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What is observed.
         * @description Problem: `unknown-deployment` (404).
         */
        get: operations["getDeployment"];
        /**
         * Says what is wanted. Idempotent.
         * @description The reactor records the intent, answers 202, and works towards it. Repeating the same body changes nothing; after the
         *     store was lost it adopts what runs already. What is wrong with the descriptor itself (not to be had, hash, schema, unknown catalogue
         *     entry) is no error of this request: it shows as phase Failed, or as condition UpdateFailed where an earlier generation runs on.
         *
         *     Problems: `stale-generation` (409, lower than the known one), `generation-conflict` (409, same generation, other content),
         *     `wrong-instance` (409, the store belongs to another chain instance or provider), `ended` (409, after DELETE), `unknown-type` (422, this
         *     reactor cannot serve the descriptor type), `invalid-request` (400).
         */
        put: operations["putDeployment"];
        post?: never;
        /**
         * Tear down. Idempotent.
         * @description Ends in phase TornDown with the observer's receipt, which stays until it is acknowledged. An id that the store does not know is
         *     not an error: the intent is recorded, and the platform itself is searched by the deployment's deterministic name; so a reactor that
         *     lost its store still finds and removes what it made. An update in flight is stopped first.
         *
         *     What it says of the end is told by GET until the acknowledgement, and with the outputs for as
         *     long as these are kept. A DELETE that comes again before the acknowledgement adds what was not
         *     said; what was said stays as it is. So a sidecar need not wait with a DELETE for what it cannot
         *     read now. The amounts are final: on the chain they are settled in the block that stores the end.
         *
         *     Problem: `wrong-instance` (409).
         */
        delete: operations["deleteDeployment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The receipt is recorded elsewhere (on chain); the record may go.
         * @description Problems: `not-torn-down` (409), `receipt-mismatch` (409, another receipt than the one given), `unknown-deployment` (404, also after an
         *     acknowledgement that went through: there is nothing left to forget).
         */
        post: operations["acknowledgeDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * Progress of updates and logs, as server-sent events.
         * @description `event:` is the kind, `data:` a DeploymentEvent as JSON on one line, `id:` its number. Starts with what the reactor still has, after
         *     Last-Event-ID where that is given; a gap in the numbers says that older ones are gone. Without `follow` it ends when there is no more.
         *     Numbers go on when the reactor starts again. After its end a deployment's events can be read as long as its outputs (since 1.2.0).
         *     Problem: `unknown-deployment` (404).
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/outputs": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What it gave last, and who ended it and why; also for some days after its end.
         * @description Since 1.2.0. After the acknowledgement of its receipt a deployment's outputs and events can be read until `keptUntil`.
         *     Problem: `unknown-deployment` (404).
         */
        get: operations["getOutputs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /**
         * What it takes of the platform now, or took before its end.
         * @description Since 1.2.0. What the platform cannot say is left out. Since 1.4.0 also of what is torn down, for as
         *     long as its outputs are kept: what it took when its teardown began, with that time as `at`. Without
         *     figures where that was not read, as when very many ended at once.
         *     Problem: `unknown-deployment` (404).
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a PUT of this body would do. Changes nothing.
         * @description Since 1.2.0. The descriptor is checked as for a PUT, and the engine plans on a copy of the state that is thrown away. What the PUT
         *     would be refused for, or would fail with before anything is made, is `refusal`. A generation of any number is taken.
         *
         *     Problems: `wrong-instance` (409), `ended` (409), `unknown-type` (422), `invalid-request` (400).
         */
        post: operations["previewDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets an update that waits with condition AwaitingApproval be carried out.
         * @description Since 1.2.0. An update that would delete or replace a disk, an address or a validator's machine waits, and what ran before runs on. The
         *     approval names all steps and the digest of `awaiting`; it is good for that plan alone, once, and for an hour.
         *
         *     Problems: `approval-mismatch` (409: nothing waits, or another plan), `unknown-deployment` (404).
         */
        post: operations["approveDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/mode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * What is done to it by itself.
         * @description Since 1.2.0. normal: everything. observe: it is looked at, and nothing is changed, repaired or torn down. paused: nothing at all. Work
         *     that was begun goes on. Wishes are recorded all the same. Problem: `unknown-deployment` (404).
         */
        put: operations["setMode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compares it with reality and puts it right now; what was given up is tried again.
         * @description Since 1.2.0. In the mode observe it only compares. Problem: `unknown-deployment` (404).
         */
        post: operations["reconcileDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/deployments/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets the teardown of this deployment go on, which the breaker holds; the others stay held.
         * @description Problem: `unknown-deployment` (404). Of a deployment that is not held it changes nothing.
         */
        post: operations["releaseDeployment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/orphans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What bears our names on the platform and belongs to no deployment.
         * @description Since 1.2.0. Nothing is done about it: where several reactors or engineers share a platform, it may be theirs. What was a deployment of this
         *     reactor has its id, and a DELETE of that id removes it.
         */
        get: operations["listOrphans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * What the provider offers on the chain, for quotes.
         * @description Since 1.2.0. The sidecar tells it when it begins and from time to time; nothing is decided by it.
         */
        put: operations["putOffers"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Which operators of the provider may sign tokens.
         * @description Since 1.3.0. The sidecar tells it when it begins and when it changes on the chain. The reactor keeps it, so that operators have access while chain and
         *     sidecar are away. A key that is left out opens nothing from then on. The provider's own account needs no word. A signed token does not open this
         *     operation: it could name the key that signs its successors. Problem: `wrong-instance` (409).
         */
        put: operations["putAccess"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Which of the provider's offers serve a descriptor, at which price, and why each other one does not.
         * @description Since 1.2.0. The descriptor is checked as for a PUT; nothing is made or kept. The offers are those that the sidecar told last, as of `block`.
         *     Problem: `not-ready` (503, no offers were told yet).
         */
        post: operations["quote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/breaker/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An operator looked, and lets the held teardowns go on.
         * @description A breaker stops mass destruction: when deployments of more weight than usual are deleted within a window, no further teardown begins, and
         *     /readyz answers 503 `breaker-open`, until this is called. Without an open breaker it does nothing.
         */
        post: operations["releaseBreaker"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/descriptor-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Descriptor types that this reactor can serve. */
        get: operations["listDescriptorTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the reactor can take work, that is, store, engine and platform are there.
         * @description 503 with problem `not-ready` or `breaker-open` says in `detail` what is missing or held.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus text format. */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Identity of the reactor's store, random when the store is made. */
        Epoch: string;
        /**
         * @description `<epoch>:<number>`: a change in a reactor's store. Numbers rise; they mean nothing in another store.
         * @example e7c1:1204
         */
        Sequence: string;
        /**
         * @description `<subscription>.<attempt>`, decimal.
         * @example 7.1
         */
        DeploymentId: string;
        /** @description 32 bytes in lower-case hex. */
        Hash: string;
        /** @description Version of the desired state; the consumer's update raises it by one. */
        Generation: number;
        /** @description An account in SS58. */
        Account: string;
        /** @example substrate-node/v1 */
        DescriptorTypeName: string;
        /** @description On whose behalf. With the deployment's id it decides every physical name; a store belongs to one owner only. */
        Owner: {
            instance: components["schemas"]["Hash"];
            provider: components["schemas"]["Account"];
        };
        DescriptorTypeRef: {
            id: components["schemas"]["Hash"];
            name?: components["schemas"]["DescriptorTypeName"];
        };
        DesiredDeployment: {
            generation: components["schemas"]["Generation"];
            descriptorType: components["schemas"]["DescriptorTypeRef"];
            /** @description CID of the descriptor (CIDv1, codec json, sha2-256, base32). What is run always has this hash. */
            cid: string;
            /** @description The descriptor itself, where the sidecar has it; checked against `cid`. Else the reactor reads its descriptor store. */
            descriptor?: Record<string, never>;
            consumer: components["schemas"]["Account"];
            /**
             * @description Who may log in, besides those that the descriptor names.
             * @default []
             */
            login: components["schemas"]["Account"][];
            owner: components["schemas"]["Owner"];
        };
        /**
         * @description Pending: recorded, not begun. Deploying: the first update is under way or is being retried. Deployed: `observedGeneration` runs and is ready.
         *     Degraded: it was deployed and the platform says that it is not as it should be; it is being put back. Failed: nothing was deployed
         *     and trying again will not help (`failure`); the sidecar rejects the award. TearingDown, TornDown: after DELETE; TornDown has `receipt`.
         * @enum {string}
         */
        Phase: "Pending" | "Deploying" | "Deployed" | "Degraded" | "Failed" | "TearingDown" | "TornDown";
        Condition: {
            /**
             * @description Ready: the deployment answers. Degraded: it runs, but not as wanted. UpdateFailed: the wanted generation cannot be had, the observed
             *     one runs on. Retrying: the last try failed in a way that may pass. Since 1.2.0: AwaitingApproval: the update is in `awaiting`. Paused:
             *     `mode` is not normal. Drifted: a look found it otherwise than it was made.
             * @enum {string}
             */
            type: "Ready" | "Degraded" | "UpdateFailed" | "Retrying" | "AwaitingApproval" | "Paused" | "Drifted";
            status: boolean;
            /** @description Stable code, for machines, short enough for the chain. */
            reason: string;
            /** @description For people. */
            message: string;
            /** Format: date-time */
            since: string;
        };
        /** @description The last failure, until the generation that it belongs to is deployed or replaced. */
        Failure: {
            /** @description Stable, for example descriptor.schema, descriptor.hash, catalogue.unknown-entry, program.threw. */
            code: string;
            /** @description Whether trying again cannot help. */
            permanent: boolean;
            message: string;
            generation: components["schemas"]["Generation"];
            /** Format: date-time */
            at: string;
        };
        Endpoint: {
            /** @example rpc */
            name: string;
            /**
             * Format: uri
             * @example ws://127.0.0.2:20000
             */
            url: string;
        };
        /**
         * @description consumer: it left, or its funds are spent. provider: it left, rejected, or was late. chain: by force.
         * @enum {string}
         */
        EndedBy: "consumer" | "provider" | "chain";
        /**
         * @example FundsSpent
         * @example Cancelled
         */
        EndReason: string;
        /** @description What a DELETE said of the end, and when it was carried out. */
        End: {
            /** @enum {string} */
            by: "consumer" | "provider" | "chain" | "unknown";
            /** @description Empty where nobody said it. */
            reason: string;
            /**
             * Format: date-time
             * @description When it was asked to go.
             */
            at: string;
            /**
             * @description Since 1.4.0. By the chain's clock: the first block that is not paid any more, whenever the
             *     end was stored; where it was never declared deployed, that of the refusal, of the deadline
             *     or of the consumer's leaving. Absent where nobody said it, as `paid` and `refunded` are.
             */
            block?: number;
            /** @description Since 1.4.0. To the provider, for this deployment. */
            paid?: components["schemas"]["Money"];
            /** @description Since 1.4.0. To the consumer, deposits not counted. Also absent where the subscription went on. */
            refunded?: components["schemas"]["Money"];
            /** Format: date-time */
            tornDownAt?: string;
        };
        Outputs: {
            epoch: components["schemas"]["Epoch"];
            id: components["schemas"]["DeploymentId"];
            /** @description That the endpoints are of; 0 where none was reached. */
            generation: number;
            endpoints: components["schemas"]["Endpoint"][];
            /** Format: date-time */
            observedAt?: string;
            end?: components["schemas"]["End"];
            /**
             * Format: date-time
             * @description Only after the acknowledgement.
             */
            keptUntil?: string;
        };
        Timings: {
            /**
             * Format: date-time
             * @description First PUT or DELETE.
             */
            acceptedAt: string;
            /**
             * Format: date-time
             * @description First update began.
             */
            deployStartedAt?: string;
            /**
             * Format: date-time
             * @description First ready.
             */
            deployedAt?: string;
            /**
             * Format: date-time
             * @description `observedGeneration` was reached.
             */
            observedAt?: string;
            /** Format: date-time */
            teardownStartedAt?: string;
            /** Format: date-time */
            tornDownAt?: string;
        };
        /** @description The observer looked at the platform after the teardown and found nothing of this deployment. */
        Receipt: {
            /** @description sha2-256 over the canonical JSON (RFC 8785) of `body`. This is what goes on chain. */
            digest: components["schemas"]["Hash"];
            body: {
                /** @constant */
                version: 1;
                deployment: components["schemas"]["DeploymentId"];
                owner: components["schemas"]["Owner"];
                platform: string;
                /** @constant */
                empty: true;
                /** @description Resources that the teardown removed, as far as is known. */
                removed: number;
                /** Format: date-time */
                checkedAt: string;
            };
        };
        Deployment: {
            id: components["schemas"]["DeploymentId"];
            epoch: components["schemas"]["Epoch"];
            phase: components["schemas"]["Phase"];
            /** @description The wanted one; 0 where only a DELETE is known. */
            generation: number;
            /** @description The one that runs; 0 before the first. */
            observedGeneration: number;
            /** @description Of the wanted generation. */
            cid?: string;
            descriptorType?: components["schemas"]["DescriptorTypeRef"];
            conditions: components["schemas"]["Condition"][];
            failure?: components["schemas"]["Failure"];
            endpoints: components["schemas"]["Endpoint"][];
            timings: components["schemas"]["Timings"];
            receipt?: components["schemas"]["Receipt"];
            /** @description The plan that waits for an approval. Since 1.2.0. */
            awaiting?: components["schemas"]["Awaiting"];
            /**
             * @description Absent where it is normal. Since 1.2.0.
             * @enum {string}
             */
            mode?: "observe" | "paused";
            /**
             * @description Since 1.4.0. After a DELETE, and in the answer to `getDeployment` alone: an older sidecar
             *     takes no list, change, or answer to a PUT or DELETE that has it.
             */
            end?: components["schemas"]["End"];
        };
        OrphanList: {
            epoch: components["schemas"]["Epoch"];
            items: {
                /** @description Of the owner, as the platform has it. */
                label: string;
                id?: components["schemas"]["DeploymentId"];
                resources: string[];
            }[];
        };
        Usage: {
            epoch: components["schemas"]["Epoch"];
            id: components["schemas"]["DeploymentId"];
            /** Format: date-time */
            at: string;
            /** @description Of what runs now, since it was started. */
            cpuSeconds?: number;
            memoryBytes?: number;
            diskBytes?: number;
            receivedBytes?: number;
            sentBytes?: number;
        };
        Awaiting: {
            digest: components["schemas"]["Hash"];
            steps: {
                urn: string;
                /** @enum {string} */
                operation: "delete" | "replace";
            }[];
        };
        Preview: {
            epoch: components["schemas"]["Epoch"];
            possible: boolean;
            digest?: components["schemas"]["Hash"];
            steps?: {
                urn: string;
                /** @description create, update, delete, replace, … */
                operation: string;
                /** @description Names of properties that differ. */
                changes?: string[];
            }[];
            /** @description What of it a PUT would wait with. */
            needsApproval?: components["schemas"]["Awaiting"];
            refusal?: {
                code: string;
                message: string;
                retryable: boolean;
            };
        };
        DeploymentPage: {
            epoch: components["schemas"]["Epoch"];
            /** @description Whose store this is; absent while nothing was ever asked of it. A sidecar of another owner does nothing with it. */
            owner?: components["schemas"]["Owner"];
            items: components["schemas"]["Deployment"][];
            /** @description Give as `after` for the next page; absent on the last one, and where changes were asked for. */
            next?: components["schemas"]["DeploymentId"];
            /** @description Only where changes were asked for. */
            forgotten?: components["schemas"]["DeploymentId"][];
        };
        /** @description In the smallest unit of the currency. */
        Money: string;
        Offers: {
            /** @description The finalized block that they were read at. */
            block: number;
            /** @description Between two blocks, as a rule. */
            slotMilliseconds: number;
            /** @description The provider takes no more awards. */
            draining: boolean;
            offers: {
                descriptorType: components["schemas"]["DescriptorTypeRef"];
                pricePerBlock: components["schemas"]["Money"];
                capacity: number;
                used: number;
                open: boolean;
                /** @description The consumers that a private offer serves; absent where it serves everybody. */
                allowed?: components["schemas"]["Account"][];
            }[];
        };
        AccessKeys: {
            owner: components["schemas"]["Owner"];
            /** @description The finalized block that they were read at. */
            block: number;
            operators: components["schemas"]["Account"][];
        };
        QuoteRequest: {
            descriptorType: components["schemas"]["DescriptorTypeRef"];
            descriptor: Record<string, never>;
            consumer?: components["schemas"]["Account"];
            maxPricePerBlock?: components["schemas"]["Money"];
        };
        Quote: {
            epoch: components["schemas"]["Epoch"];
            block: number;
            offers: {
                descriptorType: components["schemas"]["DescriptorTypeRef"];
                matches: boolean;
                reasons: {
                    /** @example offer.full */
                    code: string;
                    message: string;
                }[];
                capacity: number;
                free: number;
                pricePerBlock: components["schemas"]["Money"];
                pricePerHour: string;
            }[];
        };
        Acknowledgement: {
            receipt: components["schemas"]["Hash"];
        };
        DescriptorType: {
            id: components["schemas"]["Hash"];
            name: components["schemas"]["DescriptorTypeName"];
            /** @description JSON Schema 2020-12. */
            schema: Record<string, never>;
        };
        DescriptorTypeList: {
            epoch: components["schemas"]["Epoch"];
            items: components["schemas"]["DescriptorType"][];
        };
        DeploymentEvent: {
            /** @description Rises by one a deployment. */
            id: number;
            /**
             * @description phase: the phase or a condition changed. progress: a step of the engine. log: a line of the engine or the workload.
             * @enum {string}
             */
            kind: "phase" | "progress" | "log";
            /** Format: date-time */
            at: string;
            message: string;
            phase?: components["schemas"]["Phase"];
            /** @description URN of the resource that a step is about. */
            resource?: string;
            /** @description create, update, delete, read, … */
            operation?: string;
            generation?: components["schemas"]["Generation"];
        };
        Health: {
            /** @constant */
            status: "ok";
            epoch: components["schemas"]["Epoch"];
        };
        /** @description RFC 9457. Members beyond these may be there. */
        Problem: {
            /**
             * Format: uri-reference
             * @description `urn:dinfra:problem:<code>`, stable. Codes: invalid-request, unauthorized, forbidden, unknown-deployment, unknown-route, stale-generation, generation-conflict, wrong-instance, ended, unknown-type, not-torn-down, receipt-mismatch, approval-mismatch, too-large, sequence-gone, too-many-requests, too-many-streams, not-ready, breaker-open, internal.
             * @example urn:dinfra:problem:stale-generation
             */
            type: string;
            title: string;
            status: number;
            /** @description What was expected, what was found, what to do. */
            detail?: string;
            instance?: string;
            retryable: boolean;
        };
    };
    responses: {
        /** @description Problem details (RFC 9457). */
        Problem: {
            headers: {
                "dinfra-epoch": components["headers"]["Epoch"];
                "dinfra-api-version": components["headers"]["ApiVersion"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        Id: components["schemas"]["DeploymentId"];
    };
    requestBodies: never;
    headers: {
        /** @description Identity of the reactor's store. */
        Epoch: components["schemas"]["Epoch"];
        /** @description Since 1.4.0. The version of this document that the reactor was written to. */
        ApiVersion: string;
        /** @description Of the last change that the answer knows of. Absent where a reactor gives no changes. */
        Sequence: components["schemas"]["Sequence"];
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listDeployments: {
        parameters: {
            query?: {
                /** @description Id of the last item of the page before (one that is no longer there is fine), or a sequence. */
                after?: components["schemas"]["DeploymentId"] | components["schemas"]["Sequence"];
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    "dinfra-sequence": components["headers"]["Sequence"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeploymentPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    streamChanges: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: components["schemas"]["Sequence"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    "dinfra-sequence": components["headers"]["Sequence"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deployment. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putDeployment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Seconds that the award leaves from now on for the first deployment. What cannot be set up in that time fails for good, with code
                 *     `deadline.too-near` and both numbers. It is no part of the wish: another number under the same generation is no conflict.
                 *     A reactor may ignore it.
                 */
                "dinfra-deploy-within"?: number;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesiredDeployment"];
            };
        };
        responses: {
            /** @description Recorded. */
            202: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    deleteDeployment: {
        parameters: {
            query: {
                /** @description Chain instance that the deployment belongs to; a part of its physical names. */
                instance: components["schemas"]["Hash"];
                /** @description The provider on whose behalf; the receipt names it. */
                provider: components["schemas"]["Account"];
                /** @description Chain id of the descriptor type, where it is known; for a store that lost its record. */
                descriptorType?: components["schemas"]["Hash"];
                /** @description CID of the descriptor, where it is known; for a store that lost its record. */
                cid?: string;
                /** @description Blocks that were paid for it, where that is known; a breaker weighs the teardown by them. Without it, it counts in full. */
                paidBlocks?: number;
                /** @description Who ended it, where that is known. */
                endedBy?: components["schemas"]["EndedBy"];
                /** @description Why, as the chain says it, for example FundsSpent. */
                endReason?: components["schemas"]["EndReason"];
                /** @description Since 1.4.0. The block of its end, where that is known. */
                endBlock?: number;
                /** @description Since 1.4.0. What the provider was paid for it in all, where that is known. */
                paid?: components["schemas"]["Money"];
                /**
                 * @description Since 1.4.0. What came back to the consumer, deposits not counted, when its subscription
                 *     closed with this end. Absent where the subscription went on, and where it is not known.
                 */
                refunded?: components["schemas"]["Money"];
                /** @description Whether the end is not before the one that was known long before. Without it, it is a surprise. */
                expected?: boolean;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Recorded, or done already. */
            202: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    acknowledgeDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acknowledgement"];
            };
        };
        responses: {
            /** @description Forgotten. */
            204: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                follow?: boolean;
            };
            header?: {
                "last-event-id"?: string;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getOutputs: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The outputs. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outputs"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getUsage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    previewDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DesiredDeployment"];
            };
        };
        responses: {
            /** @description The plan, or why there is none. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    approveDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Awaiting"];
            };
        };
        responses: {
            /** @description Recorded. */
            202: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    setMode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    mode: "normal" | "observe" | "paused";
                };
            };
        };
        responses: {
            /** @description Set. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    reconcileDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is begun. */
            202: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deployment"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    releaseDeployment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Released. */
            204: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listOrphans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The orphans. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrphanList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    putOffers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Offers"];
            };
        };
        responses: {
            /** @description Known. */
            204: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    putAccess: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessKeys"];
            };
        };
        responses: {
            /** @description Known. */
            204: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    quote: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description The offers. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    releaseBreaker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Released. */
            204: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    listDescriptorTypes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The types, with their schemas. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptorTypeList"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The figures. */
            200: {
                headers: {
                    "dinfra-epoch": components["headers"]["Epoch"];
                    "dinfra-api-version": components["headers"]["ApiVersion"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}
