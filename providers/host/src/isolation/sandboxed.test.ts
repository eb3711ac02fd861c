import { ownAddresses, processLimitIn, sandboxTools } from "./system.js";
import { advised } from "./try-sandbox.js";
import { readableProblem, seenBeside } from "./sandboxed.js";

const hidden = ["/var/lib/dinfra/host", "/home/provider"];

test.each([
  ["/opt/substrate", undefined],
  ["/srv/dinfra", undefined],
  ["/var/lib/dinfra/programs", undefined],
  ["/", "it would show /var/lib/dinfra/host"],
  ["/var/lib", "it would show /var/lib/dinfra/host"],
  ["/var/lib/dinfra/host", "it would show /var/lib/dinfra/host"],
  ["/home", "it would show /home/provider"],
  ["/etc/dinfra", "it lies in /etc"],
  ["/proc/1/root", "it lies in /proc"],
  ["/run/user/1500", "it lies in /run"],
  ["/var", "it would show /var/lib/dinfra/host"],
])("%s to read: %s", (file, problem) => expect(readableProblem(file, hidden)).toBe(problem));

test("a program of the system is seen as it is, another by its own file", () => {
  expect(seenBeside("/usr/bin/python3")).toEqual([]);
  expect(seenBeside("/usrlocal/bin/node")).toEqual(["/usrlocal/bin/node"]);
});

test("what is missing is named, with what to install, each once", () => {
  const has =
    (...names: string[]) =>
    (name: string) =>
      names.includes(name) ? `/x/${name}` : undefined;
  expect(() => sandboxTools(has("sh", "unshare", "prlimit", "nsenter", "ip", "socat"))).toThrow(
    /expected the programs bwrap, pasta in .*found none: install them \(apt-get install bubblewrap passt\)/,
  );
  expect(() => sandboxTools(has())).toThrow(/apt-get install util-linux dash iproute2 bubblewrap passt socat\)/);
  expect(sandboxTools((name) => `/x/${name}`)).toMatchObject({ bwrap: "/x/bwrap", socat: "/x/socat" });
});

test.each([
  ["Failed to open() /dev/net/tun: Permission denied", "mode 0666"],
  ["Failed to open tun socket in namespace", "mode 0666"],
  ["No external routable interface for any IP protocol", "a default route"],
  ["bwrap: Creating new namespace failed: Operation not permitted", "user namespaces"],
  ["Couldn't create user namespace: Operation not permitted", "user namespaces"],
  ["bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "must not be masked"],
])("%s: what to do is said", (said, advice) => {
  expect(advised(said).startsWith(`${said}: `)).toBe(true);
  expect(advised(said)).toContain(advice);
});

test("what is not known is said as it is", () => expect(advised("no space left")).toBe("no space left"));

test("the lower of the limits on processes", () => {
  expect(processLimitIn("Max processes             1000                 2000                 processes\n")).toBe(1000);
  expect(processLimitIn("Max processes             unlimited            2000                 processes\n")).toBe(2000);
  expect(
    processLimitIn("Max processes             unlimited            unlimited            processes\n"),
  ).toBeUndefined();
});

test("addresses of the machine: each once, without loopback; of a link's, all", () => {
  const info = (...all: [string, string][]) => ({ addr_info: all.map(([local, scope]) => ({ local, scope })) });
  const interfaces = [
    info(["127.0.0.1", "host"], ["::1", "host"], ["10.1.1.1", "global"]),
    info(["192.0.2.2", "global"], ["fe80::1", "link"], ["2001:db8::1", "global"]),
    info(["192.0.2.2", "global"], ["fe80::2", "link"]),
    {},
  ];
  expect(ownAddresses(JSON.stringify(interfaces))).toEqual(["10.1.1.1", "192.0.2.2", "2001:db8::1", "fe80::/10"]);
  expect(ownAddresses("[]")).toEqual([]);
});
