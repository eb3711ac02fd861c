import { subscribe } from "node:diagnostics_channel";
import * as fs from "node:fs";
import type { Socket } from "node:net";

/** An address as /proc/net/tcp writes it: 127.0.0.1:80 is 0100007F:0050. */
export function procAddress(address: string, port: number): string {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase());
  return `${bytes.reverse().join("")}:${port.toString(16).padStart(4, "0").toUpperCase()}`;
}

/** The inode of the established socket whose own end is `local` and whose other end is `remote`. */
export function inodeIn(table: string, local: string, remote: string): string | undefined {
  for (const line of table.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] === local && fields[2] === remote) return fields[9];
  }
  return undefined;
}

/** Whether one of the process's descriptors is that socket. */
function holds(pid: number, inode: string): boolean {
  const wanted = `socket:[${inode}]`;
  return fs.readdirSync(`/proc/${pid}/fd`).some((fd) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/fd/${fd}`) === wanted;
    } catch {
      return false;
    }
  });
}

/** The inode of the caller's own end of a connection, undefined where it cannot be seen. */
function callerInode({ localAddress, localPort, remoteAddress, remotePort }: Socket): string | undefined {
  if (!localAddress || !localPort || !remoteAddress || !remotePort) return undefined;
  const table = fs.readFileSync("/proc/net/tcp", "latin1");
  const inode = inodeIn(table, procAddress(remoteAddress, remotePort), procAddress(localAddress, localPort));
  return inode === "0" ? undefined : inode;
}

/** Whoever starts a plugin, keeps it, and attaches its own engines to it sets this to 1 in the plugin's environment. */
export const keptVariable = "DINFRA_PLUGIN_KEPT";

/** The processes that a process has started and not yet seen end. */
function childrenOf(pid: number): number[] {
  const tasks = fs.readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => fs.readFileSync(`/proc/${pid}/task/${task}/children`, "latin1"));
  return lists.flatMap((list) => list.trim().split(" ").filter(Boolean).map(Number));
}

/**
 * Who may call a plugin of that parent: the parent, which is the engine; for a plugin that is kept, the engines that its
 * parent has started. Never what the plugin itself has started, nor the children of init, which anybody's orphan is.
 */
function callersOf(parent: number, kept: boolean): number[] {
  if (!kept) return [parent];
  return parent === 1 ? [] : childrenOf(parent).filter((pid) => pid !== process.pid);
}

/**
 * From now on this process talks to its engine alone: its parent, or where it is kept (`DINFRA_PLUGIN_KEPT=1`) the other
 * children of its parent. The provider server listens on loopback without credentials, and whoever may call it may start
 * any program as our user; the protocol has no place for a secret, but the kernel knows whose the other end of a
 * connection is. What cannot be seen is refused. For the plugin's own process only.
 */
export function answerEngineOnly(): void {
  const parent = process.ppid;
  const kept = process.env[keptVariable] === "1";
  subscribe("net.server.socket", (message) => {
    const { socket } = message as { socket: Socket };
    try {
      const inode = callerInode(socket);
      if (inode !== undefined && callersOf(parent, kept).some((pid) => holds(pid, inode))) return;
    } catch {
      // Falls through: it could not be seen who calls.
    }
    socket.destroy();
  });
}
