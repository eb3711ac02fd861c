import { join } from "node:path";

/** Where things lie below the data directory. */
export const dataFolder = (dataDir: string) => ({
  reactorStore: join(dataDir, "reactor.sqlite"),
  sidecarStore: join(dataDir, "sidecar.sqlite"),
  token: join(dataDir, "api-token"),
  /** Of who may read and change nothing. */
  readToken: join(dataDir, "api-read-token"),
  /** Every operation of the engine. */
  changeLog: join(dataDir, "changes.jsonl"),
  /** Events of deployments, for people. */
  events: join(dataDir, "events"),
  engineState: join(dataDir, "engine"),
  /** What the processes of a machine keep, where no profile says otherwise. */
  host: join(dataDir, "host"),
  /** The certificate that the API serves, where it speaks TLS, for clients on this machine. */
  apiCertificate: join(dataDir, "api-certificate.pem"),
  /** Where the API listens, for the command line: { url }. */
  apiAddress: join(dataDir, "api.json"),
  /** Where the sidecar's status is, the same. */
  sidecarAddress: join(dataDir, "sidecar-address.json"),
});
