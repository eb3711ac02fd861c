import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const SSHD = find("sshd");

function find(program: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Tests that need a real sshd (and so the client too). */
export const describeWithSshd = (name: string, tests: () => void): void =>
  describeWith("sshd", "openssh-server", name, tests);

/** Tests that need ssh-keygen and ssh-add. */
export const describeWithSsh = (name: string, tests: () => void): void =>
  describeWith("ssh-add", "openssh-client", name, tests);

/** Without the program such tests fail where CI is set, in one line; elsewhere they are skipped, and say so. */
function describeWith(program: string, debianPackage: string, name: string, tests: () => void): void {
  const missing = `${program} is not installed: apt-get install -y ${debianPackage}`;
  if (find(program) !== undefined) return describe(name, tests);
  if (process.env.CI)
    return describe(name, () => {
      it(`needs ${program}`, () => {
        // Without a stack the report is this one line.
        throw Object.assign(new Error(missing), { stack: missing });
      });
    });
  process.stderr.write(`SKIPPED ${name}: ${missing}\n`);
  describe.skip(`${name} (SKIPPED: ${missing})`, tests);
}

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end; never rejects for an exit status. */
export function run(
  program: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: options.env, cwd: options.cwd, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) =>
        resolve({ code: error ? (typeof error.code === "number" ? error.code : null) : 0, stdout, stderr }),
    );
    child.stdin!.on("error", () => undefined); // a program that does not read its input may be gone before it is written
    child.stdin!.end(options.input ?? "");
  });
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "dinfra-keys-test-"));
}

export interface Sshd {
  port: number;
  folder: string;
  authorizedKeys: string;
  /** An ssh_config for this server under the name my-server, that takes nothing from the user's own files. */
  config: string;
  log: () => string;
  /** Runs `true` on the server; 0 is a login. */
  login: (args: string[], env?: NodeJS.ProcessEnv) => Promise<Outcome>;
  stop: () => Promise<void>;
}

/** A real sshd on loopback, on a free port, run by the current user. */
export async function startSshd(extra: string[] = []): Promise<Sshd> {
  const folder = temporaryFolder();
  // As root, sshd wants the folder that its package makes at boot.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const hostKey = join(folder, "host_key");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", hostKey]);
  const authorizedKeys = join(folder, "authorized_keys");
  writeFileSync(authorizedKeys, "", { mode: 0o600 });
  for (let attempt = 0; ; attempt++) {
    const port = await freePort();
    const started = await listen(folder, port, hostKey, authorizedKeys, extra);
    if (!started) {
      if (attempt < 5) continue; // somebody took the port meanwhile
      throw new Error("sshd did not start");
    }
    return server(folder, port, authorizedKeys, started);
  }
}

interface Started {
  child: ChildProcess;
  log: string[];
}

async function listen(
  folder: string,
  port: number,
  hostKey: string,
  authorizedKeys: string,
  extra: string[],
): Promise<Started | undefined> {
  const config = join(folder, "sshd_config");
  writeFileSync(
    config,
    [
      `Port ${port}`,
      "ListenAddress 127.0.0.1",
      `HostKey ${hostKey}`,
      `AuthorizedKeysFile ${authorizedKeys}`,
      "PidFile none",
      "UsePAM no",
      "StrictModes no", // the folder stands in /tmp
      "PasswordAuthentication no",
      "KbdInteractiveAuthentication no",
      "PermitRootLogin prohibit-password",
      "LogLevel DEBUG1",
      "MaxStartups 100",
      ...extra,
      "",
    ].join("\n"),
  );
  const child = spawn(SSHD!, ["-D", "-e", "-f", config], { stdio: ["ignore", "ignore", "pipe"] });
  const log: string[] = [];
  const ready = await new Promise<boolean>((resolve) => {
    createInterface({ input: child.stderr! }).on("line", (line) => {
      log.push(line);
      if (line.includes(`Server listening on 127.0.0.1 port ${port}`)) resolve(true);
    });
    child.on("exit", () => resolve(false));
  });
  return ready ? { child, log } : undefined;
}

function server(folder: string, port: number, authorizedKeys: string, { child, log }: Started): Sshd {
  const config = join(folder, "ssh_config");
  writeFileSync(
    config,
    [
      "Host my-server",
      "  HostName 127.0.0.1",
      `  Port ${port}`,
      `  UserKnownHostsFile ${join(folder, "known_hosts")}`,
      "  StrictHostKeyChecking accept-new",
      "  PreferredAuthentications publickey",
      // Also names what would otherwise be taken from the user's own folder: no key of theirs may make a test pass.
      `  IdentityFile ${join(folder, "no-such-key")}`,
      "",
    ].join("\n"),
    { mode: 0o600 },
  );
  return {
    port,
    folder,
    authorizedKeys,
    config,
    log: () => log.join("\n"),
    login: (args, env = {}) => {
      const { SSH_AUTH_SOCK: _, ...inherited } = process.env;
      return run("ssh", ["-F", config, "-l", userInfo().username, ...args, "my-server", "true"], {
        env: { ...inherited, ...env },
      });
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.on("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
