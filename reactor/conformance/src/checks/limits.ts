import { connect, type Socket } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { problemCodes } from "@dinfra/schemas";
import { codeOf, parsed } from "../answers.js";
import type { Promised } from "../promises.js";
import type { Trial } from "../trial.js";

export const limits: readonly Promised[] = [
  {
    id: "large-body",
    level: "extended",
    text: "A body of more than 1 MiB is refused (413 too-large) and changes nothing.",
    async test(trial) {
      const id = trial.newId();
      const wish = trial.wish(1, undefined, { descriptor: { text: "x".repeat(1024 * 1024) } });
      trial.refused(await trial.putTold(id, wish), 413, "too-large", "a PUT of more than 1 MiB");
      trial.refused(await trial.getTold(id), 404, "unknown-deployment", "GET after it");
    },
  },
  {
    id: "malformed",
    level: "extended",
    text: "What is no HTTP request is answered with a problem document, too.",
    async test(trial) {
      for (const [what, text] of [
        ["no HTTP", "hello\r\n\r\n"],
        ["an unknown method", "FROBNICATE / HTTP/1.1\r\nhost: a\r\n\r\n"],
        ["no host", "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n"],
        ["two lengths", "PUT /v1 HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n"],
        ["headers of 100 kB", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(99_999)}\r\n\r\n`],
      ] as const)
        isProblem(trial, what, await exchange(trial, text));
    },
  },
  {
    id: "slow-request",
    level: "extended",
    text: "Headers that do not come within 10 seconds are not waited for: the connection ends, with a problem document.",
    async test(trial) {
      isProblem(trial, "headers that never end", await exchange(trial, "GET /healthz HTTP/1.1\r\nhost: a\r\nx: "));
    },
  },
];

function isProblem(trial: Trial, what: string, answer: string): void {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  const code = codeOf(parsed(body));
  trial.that(
    /^HTTP\/1\.1 4\d\d /.test(head) && problemCodes.some((one) => one === code),
    `${what}: expected status 4xx and a problem, found ${answer.slice(0, 100).replaceAll("\r\n", " ") || "nothing"}`,
  );
  trial.that(/^content-type: application\/problem\+json/im.test(head), `${what}: expected application/problem+json`);
}

/** Sends bytes, and reads until the connection ends. */
function exchange(trial: Trial, text: string): Promise<string> {
  const { protocol, hostname, port } = new URL(trial.subject.url);
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket: Socket =
    protocol === "https:" ? connectSecurely({ host, port: Number(port || 443) }) : connect(Number(port || 80), host);
  return new Promise((resolve) => {
    let answer = "";
    const late = setTimeout(() => socket.destroy(), Math.max(20_000, trial.options.patience));
    socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(late);
      resolve(answer);
    });
    socket.write(text);
  });
}
