import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** An entry of a stream. */
export interface Line {
  /** The stream's labels. */
  labels: Record<string, string>;
  /** Nanoseconds since 1970. */
  time: string;
  text: string;
}

interface Push {
  streams: { stream: Record<string, string>; values: [string, string][] }[];
}

/** What has the shape of Loki's push endpoint, with TLS and for the bearer of one token, at the address that machines reach. */
export class LogReceiver {
  /** What was taken: a list of lines for each push. */
  readonly pushes: Line[][] = [];
  /** How many pushes came without the token, and were refused. */
  refused = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    /** The server's certificate in PEM, which is its own authority. */
    readonly certificate: string,
  ) {}

  static async serve(host: string, token: string, folder: string): Promise<LogReceiver> {
    const [key, cert] = [join(folder, "receiver.key"), join(folder, "receiver.pem")];
    const named = ["-subj", "/CN=receiver", "-addext", `subjectAltName=IP:${host}`];
    const fresh = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    execFileSync("openssl", [...fresh, ...named, "-keyout", key, "-out", cert], { stdio: "pipe" });
    const certificate = readFileSync(cert, "utf8");
    const server = createServer({ key: readFileSync(key), cert: certificate }, (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => void parts.push(part));
      request.on("end", () => {
        if (request.headers.authorization !== `Bearer ${token}` || request.url !== "/loki/api/v1/push") {
          made.refused++;
          return void response.writeHead(401).end();
        }
        made.take(JSON.parse(gunzipSync(Buffer.concat(parts)).toString()) as Push);
        response.writeHead(204).end();
      });
    });
    server.listen(0, host);
    await once(server, "listening");
    server.unref();
    const made = new LogReceiver(server, `https://${host}:${(server.address() as AddressInfo).port}`, certificate);
    return made;
  }

  get lines(): Line[] {
    return this.pushes.flat();
  }

  private take({ streams }: Push): void {
    this.pushes.push(
      streams.flatMap(({ stream, values }) => values.map(([time, text]) => ({ labels: stream, time, text }))),
    );
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
