import { readFileSync } from "node:fs";
import { dataFolder } from "./data-folder.js";
import { fetchOver } from "./tls/client.js";

// For the health checks of containers: whether the reactor of DINFRA_DATA_DIR answers, with TLS or without. Ends with 0 or 1.

async function healthy(dataDir: string): Promise<boolean> {
  const { apiAddress, apiCertificate } = dataFolder(dataDir);
  const { url } = JSON.parse(readFileSync(apiAddress, "utf8")) as { url: string };
  const answer = await fetchOver({ pinnedFile: apiCertificate })(`${url}/healthz`, {
    signal: AbortSignal.timeout(4_000),
  });
  return answer.ok;
}

healthy(process.env.DINFRA_DATA_DIR ?? ".").then(
  (ok) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
