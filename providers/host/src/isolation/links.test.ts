import { endsOf, linksOf, listenersIn, socatArgs, unixListenersIn } from "./links.js";

const at = (address: string, port: number) => ({ address, port });
const record = (name: string, owner: string, ports: object[], peers?: object[]) =>
  ({ name, owner, inputs: { ports, ...(peers && { peers }) } }) as never;

const [a, b] = [at("127.1.1.1", 20_000), at("127.1.1.1", 20_001)];
const theirs = at("127.2.2.2", 30_000);

test.each([
  { case: "its ports alone", records: [record("a", "o", [a])], wanted: [["in", a]] },
  {
    case: "and those of the owner's other processes",
    records: [record("a", "o", [a]), record("b", "o", [b])],
    wanted: [["in", a], ["out", b]], // prettier-ignore
  },
  {
    case: "but none of another owner",
    records: [record("a", "o", [a]), record("c", "p", [theirs])],
    wanted: [["in", a]],
  },
  {
    case: "unless it, or another process of the owner, declares it a peer; once",
    records: [record("a", "o", [a], [theirs]), record("b", "o", [b], [theirs]), record("c", "p", [theirs])],
    wanted: [["in", a], ["out", theirs], ["out", b]], // prettier-ignore
  },
  {
    case: "a port of its own is no other's",
    records: [record("a", "o", [a]), record("b", "o", [b], [a])],
    wanted: [["in", a], ["out", b]], // prettier-ignore
  },
  { case: "a secret in the place of a list is none", records: [record("a", "o", null as never)], wanted: [] },
])("links of a process: $case", ({ records, wanted }) => {
  expect(linksOf(records[0]!, records)).toEqual(
    wanted.map(([direction, place]) => ({ direction, ...(place as object) })),
  );
});

test("peers that a process of the owner has by name are within reach", () => {
  const records = [record("a", "o", [a]), record("b", "o", [b]), record("c", "p", [theirs])] as never[];
  const named = ({ name }: { name: string }) => (name === "b" ? [{ name: "p2p", ...theirs }] : []);
  expect(linksOf(records[0]!, records, named)).toContainEqual({ direction: "out", ...theirs });
});

test("a link into a network: within it the socket's end, outside the port's", () => {
  const [first, second] = endsOf("a", { direction: "in", ...a });
  expect([first.side, second.side]).toEqual(["inside", "outside"]);
  expect(socatArgs(first).slice(2)).toEqual([
    `UNIX-LISTEN:${first.socket},mode=600,unlink-early,backlog=128,fork,max-children=1024`,
    "TCP4:127.1.1.1:20000",
  ]);
  expect(socatArgs(second).slice(2)).toEqual([
    "TCP4-LISTEN:20000,bind=127.1.1.1,reuseaddr,backlog=128,fork,max-children=1024",
    `UNIX-CONNECT:${first.socket}`,
  ]);
});

test("a link out of it: the other way round, with a socket of its own for each process", () => {
  const [first, second] = endsOf("a", { direction: "out", ...at("::1", 9) });
  expect([first.side, second.side]).toEqual(["outside", "inside"]);
  expect(socatArgs(first)[3]).toBe("TCP6:[::1]:9");
  expect(socatArgs(second)[2]).toMatch(/^TCP6-LISTEN:9,bind=\[::1],/);
  expect(first.socket).not.toContain(":");
  expect(endsOf("b", { direction: "out", ...at("::1", 9) })[0].socket).not.toBe(first.socket);
});

// As the kernel of a machine wrote them.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0311547F:4E20 00000000:0000 0A 00000000:00000000 00:00000000 00000000 12345        0 1560861 1 00000000f2ee3b0b 100
   1: 0311547F:4E21 0311547F:4E20 01 00000000:00000000 00:00000000 00000000 12345        0 7 1 0
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 8 1 0`;
const tcp6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000001000000:0009 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 21 1
   1: 0000000000000000FFFF00000311547F:0009 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 22 1`;

test.each([
  ["the address", tcp, "127.84.17.3", 20_000, ["1560861"]],
  ["another address", tcp, "127.84.17.4", 20_000, []],
  ["a connection, which is no listener", tcp, "127.84.17.3", 20_001, []],
  ["all addresses", tcp, "127.84.17.3", 80, ["8"]],
  ["the address of the other family", tcp6, "::1", 9, ["21"]],
  ["an address within the other family", tcp6, "127.84.17.3", 9, ["22"]],
  ["nothing", "", "127.0.0.1", 1, []],
])("who listens at %s", (_, table, address, port, wanted) => {
  expect(listenersIn(table, address, port)).toEqual(wanted);
});

test("who listens at a Unix socket, not who is connected there", () => {
  const table = `Num       RefCount Protocol Flags    Type St Inode Path
0000000000000000: 00000002 00000000 00010000 0001 01 31 a_in
0000000000000000: 00000003 00000000 00000000 0001 03 32 a_in
0000000000000000: 00000002 00000000 00010000 0001 01 33 b_in
0000000000000000: 00000002 00000000 00010000 0001 01 34`;
  expect(unixListenersIn(table, "a_in")).toEqual(["31"]);
});
