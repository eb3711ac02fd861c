/** In Node a timer alone must not keep a process alive; a browser's is a number. */
export function unreference(timer: ReturnType<typeof setTimeout>): void {
  if (typeof timer === "object") timer.unref();
}
