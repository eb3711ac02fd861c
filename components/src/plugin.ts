import * as path from "node:path";
import { componentProviderHost } from "@pulumi/pulumi/provider/experimental";
import { Network } from "./network.js";
import { SubstrateNode } from "./substrate-node.js";

// The automatic host would name the package after the npm name, and every token would have to bear its scope.
componentProviderHost({
  name: "dinfra",
  dirname: path.join(__dirname, ".."),
  components: [Network, SubstrateNode],
}).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
