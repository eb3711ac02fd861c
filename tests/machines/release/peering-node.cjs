// The development node with what it lacks of a node of polkadot-sdk: a network port, where peers say who they are by the ids
// of their keys, and an exporter. It is told the SDK's flags. On its data disk it keeps whom it is connected to.
const { spawn } = require("node:child_process");
const { createPrivateKey, createPublicKey } = require("node:crypto");
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const { createServer } = require("node:http");
const net = require("node:net");
const { createInterface } = require("node:readline");

const [here, ...args] = process.argv.slice(2);
const all = (flag) => args.flatMap((arg, i) => (arg === flag ? [args[i + 1]] : []));
const [base] = all("--base-path");
const [rpc] = all("--rpc-port");
const [metrics] = all("--prometheus-port");

/** The peer id of a key, made here by other code than the agent's: both have to agree. */
function idOf(file) {
  const seed = Buffer.from(readFileSync(file, "utf8").trim(), "hex");
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
    format: "der",
    type: "pkcs8",
  });
  const { x } = createPublicKey(key).export({ format: "jwk" });
  const bytes = Buffer.concat([Buffer.from("002408011220", "hex"), Buffer.from(x, "base64url")]);
  const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  let text = "";
  for (let rest = BigInt(`0x${bytes.toString("hex")}`); rest > 0n; rest /= 58n)
    text = alphabet[Number(rest % 58n)] + text;
  return "1" + text;
}

const own = idOf(all("--node-key-file")[0]);
const reserved = all("--reserved-nodes").map((address) => {
  const [, , host, , port, , id] = address.split("/");
  return { host, port: Number(port), id };
});
const welcome = (id) => !args.includes("--reserved-only") || reserved.some((peer) => peer.id === id);

const connected = new Map();
function keep() {
  const ids = [...connected.values()].sort();
  writeFileSync(`${base}/connected.new`, JSON.stringify({ own, connected: [...new Set(ids)] }));
  renameSync(`${base}/connected.new`, `${base}/connected.json`);
}
keep();

/** Both sides say their id; one that is not expected is hung up on. */
function greet(socket, expected) {
  socket.setKeepAlive(true, 1000);
  socket.write(`${own}\n`);
  createInterface({ input: socket })
    .once("line", (id) => {
      if (expected === undefined ? !welcome(id) : id !== expected) return socket.destroy();
      connected.set(socket, id);
      keep();
    })
    .on("error", () => undefined);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    if (connected.delete(socket)) keep();
  });
}

net.createServer((socket) => greet(socket)).listen(30333, "0.0.0.0");
for (const peer of reserved) {
  const dial = () => {
    const socket = net.connect(peer.port, peer.host);
    greet(socket, peer.id);
    socket.on("close", () => setTimeout(dial, 500));
  };
  dial();
}
createServer((_request, response) => {
  response.end(`# TYPE substrate_sub_libp2p_peers_count gauge\nsubstrate_sub_libp2p_peers_count ${connected.size}\n`);
}).listen(Number(metrics), args.includes("--prometheus-external") ? "0.0.0.0" : "127.0.0.1");

const host = args.includes("--rpc-external") ? "0.0.0.0" : "127.0.0.1";
const flags = ["--host", host, "--port", rpc, "--chain-name", all("--chain")[0], "--name", all("--name")[0]];
const node = spawn(`${here}/dev-node`, flags, { stdio: "inherit" });
node.on("exit", (code) => process.exit(code ?? 1));
process.on("SIGTERM", () => node.kill("SIGTERM"));
