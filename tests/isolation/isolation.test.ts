import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findEngine } from "@dinfra/reactor/dist/find-engine.js";
import { ENGINE_VERSION } from "@dinfra/reactor/dist/engine/locate.js";
import { Lab } from "../machines/lab/lab.js";
import type { Machine } from "../machines/lab/machine.js";
import { describeOnMachines } from "../machines/lab/needs.js";

jest.setTimeout(900_000);

/*
 * What a workload could do to its provider, done by a workload that tries. Only inside machines that boot: the programs in
 * `inside/` clear folders, signal every process and fill what they can.
 */

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of the programs in `inside/`; the tests say what it is
type Seen = any;

const repository = resolve(__dirname, "../..");
const inside = "/srv/dinfra/tests/isolation/inside";

/** What of this machine's kernel keeps users from namespaces, in words; a machine in a container has the same kernel. */
function noNamespaces(): string | undefined {
  const forbids = [
    ["kernel/unprivileged_userns_clone", "0"],
    ["kernel/apparmor_restrict_unprivileged_userns", "1"],
    ["user/max_user_namespaces", "0"],
  ].filter(([name, value]) => {
    const file = `/proc/sys/${name}`;
    return existsSync(file) && readFileSync(file, "utf8").trim() === value;
  });
  if (forbids.length === 0) return undefined;
  return `user namespaces for users (${forbids.map(([name, value]) => `${name} is ${value}`).join(", ")})`;
}

describeOnMachines("a workload on its provider's machine", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab?.close());

  async function boot(name: string): Promise<Machine> {
    const engine = await findEngine(undefined);
    const binds = {
      "/srv/dinfra": repository,
      "/opt/engine": engine,
      [`/srv/cache/dinfra/engine/${ENGINE_VERSION}`]: engine,
    };
    const machine = await lab.boot({ name, binds });
    await machine.booted();
    return machine;
  }

  /** What the program saw: the last line that it prints. */
  async function seenBy(machine: Machine, program: string, argument: string): Promise<Seen> {
    const node = "/srv/dinfra/node_modules/.bin/node";
    const said = await machine.exec(`cd /root && ${node} ${join(inside, program)} ${argument}`, { timeout: 600_000 });
    return JSON.parse(said.split("\n").at(-1)!);
  }

  describe("with a uid of its own, deployed by a real reactor", () => {
    let seen: Seen;
    beforeAll(async () => {
      const machine = await boot("isolated");
      seen = await seenBy(machine, "provider.cjs", "own-user");
      await lab.remove(machine);
    });

    test("runs as a uid that no other deployment has, without privileges and without a way to any", () => {
      const uids = seen.found.map(({ uid }: { uid: number }) => uid);
      expect(new Set(uids).size).toBe(2);
      for (const uid of uids) expect(uid).toBeGreaterThanOrEqual(1_900_000_000);
      const { privileges } = seen.report;
      expect(privileges).toMatchObject({ noNewPrivileges: true, root: "EPERM", group: "EACCES" });
      expect(uids).toContain(privileges.uid);
      expect(privileges.groups).toEqual([privileges.uid]);
      expect(privileges.capabilities).toEqual(Array(5).fill("0".repeat(16)));
    });

    test("has a folder and an environment of its own", () => {
      const { cwd, environment } = seen.report.privileges;
      expect(cwd).toMatch(/^\/var\/lib\/dinfra\/host\/work\/d1-1-/);
      expect(
        environment.filter((name: string) => !["HOME", "LANG", "OLDPWD", "PATH", "PWD", "TZ"].includes(name)),
      ).toEqual([]);
    });

    test("reaches no service on loopback but itself: not the provider server, the API, the sidecar, or another workload", () => {
      const { found, calls, ...got } = seen.report.scan;
      expect(got).toEqual({ reached: [], fromOwnPort: ["ECONNREFUSED"], self: "connected" });
      // These four, and what else the machine has.
      expect(found).toBeGreaterThanOrEqual(4);
      // Each was called as well, by HTTP with and without a token, and by gRPC as the engine calls the plugin.
      expect(calls).toHaveLength(found);
      for (const { port: _, ...answers } of calls) {
        expect(answers).toEqual({
          stranger: "ECONNREFUSED",
          stolen: "ECONNREFUSED",
          status: "ECONNREFUSED",
          create: "UNAVAILABLE",
        });
      }
    });

    test("reads no token, key, store, passphrase or credential, neither /tmp nor /dev/shm of others, and sees no process", () => {
      expect(seen.report.search).toEqual({ secrets: [], others: [] });
    });

    test("signals nobody, and fills only IPC and shared memory of its own", () => {
      expect(seen.report.signalled).toEqual([]);
      expect(seen.report.filled.made).toBeGreaterThan(0);
      expect(seen.report.filled.shm).toBe("ENOSPC");
      expect(seen.shared).toEqual({ ipcs: 0, shm: expect.not.arrayContaining(["full"]) });
    });

    test("clears what it likes, and the machine is as it was", () => {
      expect(seen.machine).toEqual({ passwd: true, tmp: true, token: true });
      expect(seen.linked).toBe("EPERM");
    });

    test("goes with all that it left: hidden processes that bear another's name and go on writing, and its folder", () => {
      expect(seen.teardown.phase).toBe("TornDown");
      expect(seen.left).toEqual({
        processes: "0",
        data: [],
        trash: [],
        work: [expect.stringMatching(/^d2-1-/)],
        users: 1,
      });
    });

    test("and the other deployment has noticed nothing", () => {
      expect(seen.honest).toEqual({ phase: "Deployed", answers: "honest\n", pid: true });
      expect(seen.rules).not.toContain(String(seen.report.privileges.uid));
    });
  });

  describe("as the provider's user, by name", () => {
    let seen: Seen;
    let homeless: Seen;
    beforeAll(async () => {
      const machine = await boot("shared");
      seen = await seenBy(machine, "provider.cjs", "shared-user");
      homeless = await seenBy(machine, "no-home.cjs", "");
      await lab.remove(machine);
    });

    test("it finds all of that: the search would not miss it", () => {
      const { scan, search, apiPort, pluginPort, statusPort } = seen;
      // The provider server hangs up on strangers, which to a scan is a connection all the same.
      expect(scan.reached).toHaveLength(scan.found);
      expect(scan.found).toBeGreaterThanOrEqual(4);
      const callsOf = (port: number) => scan.calls.find((each: { port: number }) => each.port === port);
      // With the token that it can read the API is its own. The plugin serves its engine alone, whoever the caller is.
      expect(callsOf(apiPort)).toMatchObject({ stranger: 401, stolen: 200 });
      expect(callsOf(statusPort)).toMatchObject({ status: 200 });
      expect(callsOf(pluginPort)).toMatchObject({ create: "UNAVAILABLE" });
      for (const secret of ["key-file", "credential", "tmp-of-others", "shm-of-others"])
        expect(search.secrets.join("\n")).toContain(`CANARY-${secret}`);
    });

    test("check says so, and lists what stays so once the profile asks for isolation", () => {
      const { shared, listed, listedAfter, owners } = seen.moved;
      const before = (left: string[]) =>
        `each deployment has a uid of its own, 1900000000 to 1900065535; still as the provider's own user, from before: ${left.join(", ")} (dinfra reactor isolate moves one)`;
      expect(shared).toMatchObject({
        ok: true,
        detail: expect.stringMatching(/^isolation shared-user: .* the profile/),
      });
      expect(listed).toMatchObject({ ok: true, detail: before(owners) });
      expect(listedAfter).toMatchObject({ ok: true, detail: before(owners.slice(0, 1)) });
    });

    test("dinfra reactor isolate moves one of them under the running reactor, and leaves the other as it is", () => {
      const { owners, said, again, nobody, uid, answers, left } = seen.moved;
      expect(uid).toBeGreaterThanOrEqual(1_900_000_000);
      expect(said).toBe(`${owners[1]} is isolated, as uid ${uid}; the reactor starts it again`);
      expect(again).toBe(said);
      expect(nobody).toMatch(/^dinfra: expected something of deployment:0x1:9\.9 under .*, found nothing: /);
      expect({ answers, left }).toEqual({ answers: "honest\n", left: { samePid: true, uid: 0 } });
    });

    test.each([
      ["taken", "expected uids 60000 to 69999 to be nobody's, found nobody in /etc/passwd: choose another range"],
      ["away", "/root lets no other user pass"],
      [
        "shared",
        "expected uids 1900065535 to 1900065544 to be of the state root /var/lib/dinfra/other alone, found that /var/lib/dinfra/host holds uids 1900000000 to 1900065535",
      ],
      ["tools", "install nftables (apt-get install nftables)"],
    ])("isolation that cannot be had (%s) is told by check, and no reactor starts with it", (name, why) => {
      const { check, code, stderr } = seen.moved.impossible[name];
      expect(check.ok).toBe(false);
      expect(check.detail).toContain(why);
      expect(check.detail).toContain("Or accept by name that they run as its user and can read and do what it can");
      expect(code).toBe(1);
      const last = stderr.split("\n").at(-1);
      expect(last).toContain("dinfra: reactor: workloads cannot be kept from this provider: ");
      expect(last).toContain(why);
      expect(stderr).toContain('"code":"isolation.impossible"');
    });

    test("a user id without home and entry in passwd is told what is missing, or is served", () => {
      const { nothingSaid, noEngine, check, deployed } = homeless;
      expect(nothingSaid.code).toBe(2);
      expect(nothingSaid.stderr).toContain("expected a home folder, found none: HOME is not set");
      expect(noEngine.engine).toEqual({ ok: false, detail: expect.stringContaining("set HOME or XDG_CACHE_HOME") });
      expect(check).toMatchObject({ engine: { ok: true }, isolation: { ok: true }, "descriptor store": { ok: true } });
      expect(deployed).toMatchObject({ phase: "Deployed", answers: expect.stringMatching(/\n$/) });
    });
  });

  describeOnMachines(
    "with namespaces of its own, where the provider is not root",
    () => {
      let seen: Seen;
      let resources: Seen;
      beforeAll(async () => {
        const machine = await boot("sandboxed");
        resources = await seenBy(machine, "sandboxes.cjs", "");
        seen = await seenBy(machine, "provider.cjs", "namespaces");
        await lab.remove(machine);
      });

      test("is possible there, and what it is not possible for is said", () => {
        expect(resources.possible).toBeUndefined();
        expect(resources.asRoot).toContain("take own-user");
        expect(resources.ownUser).toContain("take namespaces");
        expect(resources.showing).toContain("/var/lib, but it would show /var/lib/sandboxes");
        expect(resources.hiding).toContain("/srv, but it would show /srv/keys/operator");
        expect(resources.closedTun).toMatch(/tun.*mode 0666/s);
      });

      test("runs without privileges, groups and a way to any", () => {
        const { privileges } = seen.report;
        // No uid but its own exists there, and no file system of control groups.
        expect(privileges).toMatchObject({ uid: 1500, groups: [1500], noNewPrivileges: true });
        expect(privileges).toMatchObject({ root: "EINVAL", group: "ENOENT" });
        expect(privileges.capabilities).toEqual(Array(5).fill("0".repeat(16)));
        expect(privileges.cwd).toMatch(/^\/var\/lib\/dinfra\/host\/work\/d1-1-/);
        expect(
          privileges.environment.filter(
            (name: string) => !["HOME", "LANG", "OLDPWD", "PATH", "PWD", "TZ"].includes(name),
          ),
        ).toEqual([]);
      });

      test("reaches no service on loopback but itself: not the provider server, the API, the sidecar, or another workload", () => {
        const { found, calls, ...got } = seen.report.scan;
        expect(got).toEqual({ reached: [], fromOwnPort: ["ECONNREFUSED"], self: "connected" });
        expect(found).toBeGreaterThanOrEqual(4);
        expect(calls).toHaveLength(found);
        for (const { port: _, ...answers } of calls) {
          expect(answers).toEqual({
            stranger: "ECONNREFUSED",
            stolen: "ECONNREFUSED",
            status: "ECONNREFUSED",
            create: "UNAVAILABLE",
          });
        }
      });

      test("reads no token, key, store, passphrase, credential or session, also none of its own user, and sees no process", () => {
        expect(seen.report.search).toEqual({ secrets: [], others: [] });
      });

      test("signals nobody, and fills only IPC and shared memory of its own", () => {
        expect(seen.report.signalled).toEqual([]);
        expect(seen.report.filled.made).toBeGreaterThan(0);
        expect(seen.report.filled.shm).toBe("ENOSPC");
        expect(seen.shared).toEqual({ ipcs: 0, shm: expect.not.arrayContaining(["full"]) });
      });

      test("clears what it likes, and the machine is as it was", () => {
        expect(seen.machine).toEqual({ passwd: true, tmp: true, token: true });
        // What it would link to is not there.
        expect(seen.linked).toBe("ENOENT");
      });

      test("goes with all that it left, and the other deployment has noticed nothing", () => {
        expect(seen.teardown.phase).toBe("TornDown");
        expect(seen.left).toEqual({
          processes: "0",
          data: [],
          trash: [],
          work: [expect.stringMatching(/^d2-1-/)],
          users: 1,
        });
        expect(seen.honest).toEqual({ phase: "Deployed", answers: "honest\n", pid: true });
      });

      test("reaches its owner's ports and declared peers, and neither loopback nor other addresses of the machine", () => {
        const { other, stranger, loopback, mapped, outside, second, later, linkLocal, gateway, ...rest } =
          resources.ways;
        expect(other).toBe("got other");
        expect(["EACCES", "no IPv6"]).toContain(linkLocal);
        expect({ stranger, loopback, mapped, outside, second, later }).toEqual({
          ...{ stranger: "ECONNREFUSED", loopback: "ECONNREFUSED", mapped: "ECONNREFUSED" },
          ...{ outside: "ECONNREFUSED", second: "EACCES", later: "EACCES" },
        });
        // Another machine's, asked there: whatever that answers, this machine does not.
        expect(gateway).not.toContain("got");
        expect(rest).toEqual({ replaces: [], declared: "got stranger", undeclared: "ECONNREFUSED", gone: "ECONNREFUSED", links: [] }); // prettier-ignore
      });

      test("ends with what makes its namespaces, and is found again after lost records", () => {
        expect(resources.killed).toEqual({
          ...{ another: true, found: true, adopted: true, answers: "k", left: 0, listed: ["k"], shared: [] },
        });
      });

      test("is asked to end, and has its network until it has", () => expect(resources.graceful).toBe("ended with g"));

      test("is not ready because a link would take a connection", () => {
        expect(resources.notListening).toMatch(/^not-ready: .*did not answer within 2 s/);
      });

      test("a link that it leaves in the place of its /tmp is not followed", () => {
        expect(resources.traps).toContain("looked");
        expect(resources.traps).not.toContain("mine");
      });

      test("what runs from before previews unchanged, keeps its user, is listed, and is moved by a command alone", () => {
        expect(resources.before).toEqual({
          ...{ diff: [false, []], samePid: true, shared: false, listed: ["before"] },
          ...{ moved: { uid: 1500, notGiven: [] }, own: true, listedAfter: [] },
        });
      });

      test("nothing of it stays: no record, no link, no process", () => {
        expect(resources.end).toEqual({ isolations: [], links: [], processes: [], work: [] });
        expect(resources.running).toBe(0);
      });
    },
    noNamespaces,
  );

  describe("as a resource of the host provider", () => {
    let seen: Seen;
    beforeAll(async () => {
      const machine = await boot("resources");
      seen = await seenBy(machine, "resources.cjs", "");
      await lab.remove(machine);
    });

    test("isolation is possible there, and refused in a range or a folder where it would not be", () => {
      expect(seen.possible).toBeUndefined();
      expect(seen.taken).toContain("nobody in /etc/passwd");
      expect(seen.away).toContain("/root lets no other user pass");
    });

    test("its folder is its own, in parents of mode 0711, and it reads the files that were made for it", () => {
      const { modes, read, uids } = seen.hostileFolder;
      expect([modes, read]).toEqual([{ root: "711", data: "711", own: "700" }, true]);
      expect(new Set(uids).size).toBe(1);
    });

    test("a folder full of traps goes whole, immutable files too", () => {
      expect(seen.hostileFolder).toMatchObject({ late: "done", left: [] });
    });

    test("what is mounted in a folder is named, left alone, and no hindrance once it is gone", () => {
      const { first, precious, second, left } = seen.mounted;
      expect(first).toMatch(/^not-removed: .*"[^"]*disk": a file system is mounted there/);
      expect({ precious, second, left }).toEqual({ precious: true, second: "done", left: [] });
    });

    test("processes that are another pid at each look are ended by their control group, and the uid is free", () => {
      expect(seen.forks.many).toBeGreaterThan(1);
      expect(seen.forks).toMatchObject({ left: 0, users: [] });
      expect(seen.forksOnOldKernel.many).toBeGreaterThan(20);
      expect(seen.forksOnOldKernel.left).toBe(0);
    });

    test("after lost records its uid is that of its folder", () => {
      expect(new Set(seen.lostRecords).size).toBe(1);
      expect(seen.lostRecords[0]).toBeGreaterThanOrEqual(1_900_000_000);
    });

    test("a declared peer is reached by who declared it, and rules that were flushed are put back at the next look", () => {
      expect(seen.peers).toMatchObject({ table: "1", peer: "got hello", stranger: "got ECONNREFUSED" });
    });

    test("a peer that is named is reached at its named ports, also when it comes later; one of another stack is refused", () => {
      expect(seen.peers).toMatchObject({
        named: "got hello",
        misnamed: expect.stringMatching(/^peer-refused: .* to have the port rpc, found x: /),
        foreign: expect.stringMatching(/^peer-refused: .* to be of the stack other::p, found that it is of s::p: /),
        early: "got hello",
      });
    });

    test("what runs from before previews unchanged, keeps its user, is listed, and is moved by a command alone", () => {
      const { diff, samePid, uids, listed, moved, after, given, listedAfter, theirs } = seen.before;
      expect(diff).toEqual([false, [], false]);
      expect({ samePid, uids, listed }).toEqual({ samePid: true, uids: [0, 0, 0], listed: ["before"] });
      expect({ after, listedAfter }).toEqual({ after: true, listedAfter: [] });
      // Of a file with a name elsewhere it cannot be said whose it is.
      expect(moved).toEqual({ own: true, notGiven: ["/var/lib/dinfra/host/data/old/a/theirs"] });
      expect({ given, theirs }).toEqual({ given: "a/theirs", theirs: [0, 0] });
    });

    test("nothing of it stays: no uid, no rule, no folder", () => {
      expect(seen.end).toEqual({ users: [], tables: "", work: [] });
    });
  });
});
