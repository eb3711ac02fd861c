// Answers HTTP at once and needs next to nothing: a workload that leaves the time of a deployment to what is ours.
const http = require("node:http");
const { parseArgs } = require("node:util");

const { values } = parseArgs({
  options: { host: { type: "string" }, port: { type: "string" }, name: { type: "string" } },
});
const server = http.createServer((_request, response) => response.end(`${values.name}\n`));
server.listen({ host: values.host, port: Number(values.port) });
process.on("SIGTERM", () => {
  server.closeAllConnections();
  server.close();
});
