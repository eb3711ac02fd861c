/**
 * The work, and no longer than so many milliseconds of it: nothing on a network is waited for without an end.
 * @param late ends what still runs of the work, and says what was waited for
 */
export function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
