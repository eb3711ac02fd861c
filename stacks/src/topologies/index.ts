import { archive } from "./archive.js";
import { rpcService } from "./rpc-service.js";
import { validatorSentries } from "./validator-sentries.js";

export const topologies = [rpcService, archive, validatorSentries] as const;
