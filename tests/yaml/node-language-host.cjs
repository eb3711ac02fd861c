// A stand-in for Pulumi's Node language host, which no package registry has: it starts a plugin as that one does (the SDK's own
// `run-plugin`, found from the plugin's folder, is given the folder) and does nothing else. What names the package is in `run-plugin`.
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const grpc = require("@grpc/grpc-js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");
const { LanguageRuntimeService } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
const messages = require("@pulumi/pulumi/proto/language_pb.js");
const { PluginInfo } = require("@pulumi/pulumi/proto/plugin_pb.js");

const server = new grpc.Server();
server.addService(LanguageRuntimeService, {
  handshake: (_, done) => done(null, new messages.LanguageHandshakeResponse()),
  getPluginInfo: (_, done) => done(null, new PluginInfo()),
  getRequiredPackages: (_, done) => done(null, new messages.GetRequiredPackagesResponse()),
  // The test has installed them, so that it runs without a network.
  installDependencies: (call) => call.end(),
  cancel: (_, done) => done(null, new Empty()),
  runPlugin,
});

function runPlugin(call) {
  const folder = call.request.getInfo().getProgramDirectory();
  const entry = createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run-plugin");
  const plugin = spawn(process.execPath, [entry, folder, ...call.request.getArgsList()], {
    cwd: call.request.getPwd(),
    env: Object.fromEntries(call.request.getEnvList().map((line) => /^([^=]*)=(.*)$/s.exec(line).slice(1))),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const send = (fill) => {
    const message = new messages.RunPluginResponse();
    fill(message);
    call.write(message);
  };
  plugin.stdout.on("data", (bytes) => send((m) => m.setStdout(bytes)));
  plugin.stderr.on("data", (bytes) => send((m) => m.setStderr(bytes)));
  plugin.on("close", (code) => {
    send((m) => m.setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => plugin.kill());
}

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
