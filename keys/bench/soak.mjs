// Logins in a row by real ssh into a real sshd through one agent process, while that process's descriptors, memory and children are watched.
import { execFile, execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { AccountKey, LOGIN_PATH, authorizedKeysLine } from "@dinfra/keys";
import { typed } from "../../tools/typed.mjs";
import { machine } from "./machine.mjs";

const command = "npm run soak -w @dinfra/keys --";
const { options, refuse } = typed({
  name: "soak",
  command,
  help: `usage: ${command} [--logins N] [--out FOLDER]

  Logs in again and again by ssh through one agent process, and watches that process. Exit code 1 when a login fails or
  something leaks. Some minutes; needs openssh-server and Linux.

  --logins N     how many, 1000 unless told
  --out FOLDER   where the CSV goes, keys/bench/results unless told`,
  options: {
    logins: { type: "string", default: "1000" },
    out: { type: "string", default: fileURLToPath(new URL("results", import.meta.url)) },
  },
});
const logins = /^[1-9]\d*$/.test(options.logins)
  ? Number(options.logins)
  : refuse(`expected --logins to be a whole number above 0, found "${options.logins}"`);
const SSHD = "/usr/sbin/sshd";
if (!existsSync(SSHD)) {
  console.error("sshd is not installed: apt-get install -y openssh-server");
  process.exit(1);
}

const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const folder = mkdtempSync(join(tmpdir(), "dinfra-keys-soak-"));
const children = [];

/** Starts a program and resolves when a line of its output says that it is ready. */
function start(program, args, { input, stream, ready }) {
  const child = spawn(program, args, { stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"] });
  children.push(child);
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    for (const name of ["stdout", "stderr"])
      createInterface({ input: child[name] }).on("line", (line) => {
        const match = name === stream ? ready.exec(line) : null;
        if (match) resolve({ child, match });
      });
    child.on("exit", (code) => reject(new Error(`${program} ended with ${code}`)));
  });
}

function observe(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    rssMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024),
    children: readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).length,
    threads: Number(/Threads:\s+(\d+)/.exec(status)[1]),
  };
}

try {
  if (process.getuid() === 0) mkdirSync("/run/sshd", { recursive: true });
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "host_key")]);
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = probe.address();
      probe.close(() => resolve(free));
    });
  });
  const account = AccountKey.fromMnemonic(PHRASE, "sr25519", LOGIN_PATH);
  writeFileSync(
    join(folder, "authorized_keys"),
    `${authorizedKeysLine({ registration: { scheme: "sr25519", key: account.address() } })}\n`,
  );
  writeFileSync(
    join(folder, "sshd_config"),
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${join(folder, "host_key")}`,
      `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
      "PidFile none",
      "UsePAM no",
      "StrictModes no",
      "PasswordAuthentication no",
      "PermitRootLogin prohibit-password",
      "",
    ].join("\n"),
  );
  await start(SSHD, ["-D", "-e", "-f", join(folder, "sshd_config")], { stream: "stderr", ready: /Server listening/ });
  const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
  const agent = await start(process.execPath, [bin, "ssh-agent", "--scheme", "sr25519"], {
    input: `${PHRASE}\n`,
    stream: "stdout",
    ready: /^SSH_AUTH_SOCK='(.*)'; export/,
  });
  const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: agent.match[1] };
  const sshOptions = [
    "StrictHostKeyChecking=accept-new",
    `UserKnownHostsFile=${join(folder, "known_hosts")}`,
    "PreferredAuthentications=publickey",
    `IdentityFile=${join(folder, "none")}`,
  ];
  const ssh = [
    "-F",
    "none",
    "-p",
    String(port),
    ...sshOptions.flatMap((option) => ["-o", option]),
    `${userInfo().username}@127.0.0.1`,
    "true",
  ];
  const login = () =>
    new Promise((resolve, reject) =>
      execFile("ssh", ssh, { env }, (error, _, stderr) =>
        error ? reject(new Error(`a login failed: ${stderr}`)) : resolve(),
      ),
    );

  console.log(`soak: ${logins} logins on ${machine()}`);
  mkdirSync(options.out, { recursive: true });
  const file = join(options.out, "soak.csv");
  writeFileSync(file, "logins,descriptors,rss_mb,children,threads,seconds,machine\n");
  const began = performance.now();
  const samples = [];
  for (let i = 0; i <= logins; i++) {
    if (i % Math.max(1, Math.floor(logins / 20)) === 0) {
      const sample = {
        logins: i,
        ...observe(agent.child.pid),
        seconds: Math.round((performance.now() - began) / 1000),
      };
      samples.push(sample);
      appendFileSync(file, `${Object.values(sample).join(",")},"${machine()}"\n`);
      console.log(JSON.stringify(sample));
    }
    if (i < logins) await login();
  }

  // The start is not the steady state: code is still being compiled and the heap finds its size. The last sample is held against the first fifth.
  const steady = samples.slice(0, Math.ceil(samples.length / 5) + 1);
  const last = samples.at(-1);
  const most = (name) => Math.max(...steady.map((sample) => sample[name]));
  const leaks = [
    last.descriptors > most("descriptors") && `descriptors: ${most("descriptors")} → ${last.descriptors}`,
    last.children > 0 && `children: ${last.children}`,
    last.threads > most("threads") && `threads: ${most("threads")} → ${last.threads}`,
    last.rssMb > most("rssMb") + 40 && `memory: ${most("rssMb")} → ${last.rssMb} MB`,
  ].filter(Boolean);
  if (leaks.length > 0) throw new Error(`leaks: ${leaks.join("; ")}`);
  console.log(
    `${logins} logins, ${last.seconds} s, no leak: ${last.descriptors} descriptors, ${last.children} children, ${most("rssMb")} → ${last.rssMb} MB; written to ${file}`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await Promise.all(
    children.map(
      (child) =>
        new Promise((resolve) =>
          child.exitCode === null ? child.on("exit", resolve) && child.kill("SIGTERM") : resolve(),
        ),
    ),
  );
  rmSync(folder, { recursive: true });
}
