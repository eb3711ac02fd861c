/** @integration */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import { inodeIn, keptVariable, procAddress } from "./caller.js";
import { pluginPath } from "./plugin.js";

test("an address and a socket as the kernel writes them", () => {
  expect(procAddress("127.0.0.1", 80)).toBe("0100007F:0050");
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 0 11 1 0",
    "   1: 0100007F:9C40 0100007F:0050 01 00000000:00000000 00:00000000 00000000  1000 0 22 1 0",
  ].join("\n");
  expect(inodeIn(table, "0100007F:9C40", "0100007F:0050")).toBe("22");
  expect(inodeIn(table, "0100007F:9C40", "0100007F:0051")).toBeUndefined();
});

/** The first byte that the plugin says to a client of HTTP/2, or that it hung up. */
const preface = "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n";
const asking = (port: number) => `
  const socket = require("net").connect(${port}, "127.0.0.1", () => socket.write("${preface}"));
  socket.once("data", () => { console.log("answered"); process.exit(); });
  socket.once("close", () => { console.log("hung up"); process.exit(); });
  socket.once("error", () => {});`;

async function said(child: ChildProcess): Promise<string> {
  const [data] = (await once(child.stdout!, "data")) as [Buffer];
  return data.toString().trim();
}

test("the plugin answers the process that started it, and nobody else", async () => {
  const plugin = spawn(process.execPath, [pluginPath, "127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const port = Number(await said(plugin));
    const stranger = spawn(process.execPath, ["-e", asking(port)], { stdio: ["ignore", "pipe", "inherit"] });
    expect(await said(stranger)).toBe("hung up");
    const socket = net.connect(port, "127.0.0.1", () => socket.write(preface.replaceAll("\\r\\n", "\r\n")));
    await once(socket, "data");
    socket.destroy();
  } finally {
    plugin.kill("SIGKILL");
  }
});

test("a plugin that is kept answers what its parent has started, and nobody further away", async () => {
  const env = { ...process.env, [keptVariable]: "1" };
  const plugin = spawn(process.execPath, [pluginPath, "127.0.0.1:1"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const stdio: ("ignore" | "pipe" | "inherit")[] = ["ignore", "pipe", "inherit"];
  try {
    const port = Number(await said(plugin));
    expect(await said(spawn(process.execPath, ["-e", asking(port)], { stdio }))).toBe("answered");
    // A shell that waits for the program and does not become it.
    const further = ["-c", '"$0" -e "$1"; true', process.execPath, asking(port)];
    expect(await said(spawn("/bin/sh", further, { stdio }))).toBe("hung up");
  } finally {
    plugin.kill("SIGKILL");
  }
});
