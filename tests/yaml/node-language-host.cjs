// A stand-in for Pulumi's Node language host, which no package registry has: it starts plugins and programs as that one does, by
// the SDK's own `run-plugin` and `run`, found from their folder, and does nothing else. What names a package is in `run-plugin`; what
// an engineer sees of an error is in `run`.
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
  getProgramDependencies: (_, done) => done(null, new messages.GetProgramDependenciesResponse()),
  run,
  runPlugin,
});

/** The exit code by which the SDK says that it has told the engineer what is wrong. */
const TOLD = 32;

function run({ request }, done) {
  const folder = request.getInfo().getProgramDirectory();
  const entry = createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/cmd/run");
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: process.argv.at(-1),
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    pwd: request.getPwd(),
    "root-directory": request.getInfo().getRootDirectory(),
    "dry-run": request.getDryrun() ? "true" : undefined,
    parallel: request.getParallel() || undefined,
  };
  const given = Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const program = spawn(process.execPath, [entry, ...given.map(String), folder], {
    cwd: request.getPwd(),
    env: { ...process.env, PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // The engine shows what a language host writes to standard error.
  program.stdout.pipe(process.stderr, { end: false });
  program.stderr.pipe(process.stderr, { end: false });
  program.on("close", (code) => {
    const answer = new messages.RunResponse();
    if (code === TOLD) answer.setBail(true);
    else if (code !== 0) answer.setError(`the program ended with ${code}`);
    done(null, answer);
  });
}

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

// The engine holds the other end of standard input: it ends with the engine, whatever becomes of that.
process.stdin.on("end", () => process.exit()).resume();

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
