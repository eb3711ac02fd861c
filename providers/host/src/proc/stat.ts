/** What is used of /proc/<pid>/stat (proc_pid_stat(5)). */
export interface Stat {
  pid: number;
  /** Program name, at most 15 bytes; may hold spaces, brackets and line feeds. */
  comm: string;
  /** One letter: R, S, D, T, t, Z, X, I and so on. */
  state: string;
  ppid: number;
  /** Process group. */
  pgrp: number;
  /** Session: the pid of its leader. */
  session: number;
  /** Clock ticks from boot to the start of the process (field 22). */
  startTime: number;
}

/** Undefined when the text is no stat line. The name is cut at the last bracket, because it may hold brackets itself. */
export function parseStat(text: string): Stat | undefined {
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 1 || close < open) return undefined;
  const rest = text.slice(close + 2).split(" ");
  const [state, ppid, pgrp, session] = rest;
  const numbers = [text.slice(0, open), ppid, pgrp, session, rest[19]].map((n) => Number(n?.trim() || NaN));
  if (!state || !numbers.every(Number.isSafeInteger)) return undefined;
  const [pid, parent, group, sid, startTime] = numbers as [number, number, number, number, number];
  return { pid, comm: text.slice(open + 1, close), state, ppid: parent, pgrp: group, session: sid, startTime };
}
