import { plain, type Properties } from "../values.js";

/**
 * Flags whose value matters to the first start only keep the value that the process was made with: another one needs no
 * other process. Arguments as they cross the wire, secrets wrapped. Where a flag stands another number of times than before,
 * the arguments are others and stay as they are asked for.
 */
export function keepFirstStart(olds: Properties, news: Properties): Properties {
  const flags = plain(news.firstStartFlags);
  if (!Array.isArray(flags) || !Array.isArray(olds.args) || !Array.isArray(news.args)) return news;
  const before = olds.args as unknown[];
  const args = [...(news.args as unknown[])];
  for (const flag of flags) {
    const values = (of: unknown[]) => of.flatMap((arg, at) => (plain(arg) === flag ? [at + 1] : []));
    const [old, wanted] = [values(before), values(args)];
    if (old.length !== wanted.length) continue;
    old.forEach((at, i) => {
      if (before[at] !== undefined && args[wanted[i]!] !== undefined) args[wanted[i]!] = before[at];
    });
  }
  return { ...news, args };
}
