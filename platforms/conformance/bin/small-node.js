// A program that takes the flags of a polkadot-sdk node and answers HTTP: what the suite runs where a platform runs processes.
const { createServer } = require("node:http");

const [, host, port] = /listen-addr=([^:]+):(\d+),/.exec(process.argv.join(" ")) ?? [];
createServer((_request, response) => response.end("ok\n")).listen(Number(port ?? 0), host ?? "127.0.0.1");
process.on("SIGTERM", () => process.exit(0));
