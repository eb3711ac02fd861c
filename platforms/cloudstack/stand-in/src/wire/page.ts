import { badValue } from "../api-error.js";
import type { Params } from "./params.js";

/** CloudStack's default for `default.page.size`, which is also the most that a page may hold. */
export const maxPageSize = 500;

/**
 * One page of a list. `count` is that of all pages; an empty result has neither count nor list, a page beyond the end has a count only.
 */
export function page(name: string, all: object[], params: Params): object {
  const size = params.integer("pagesize");
  const number = params.integer("page") ?? 1;
  if (size !== undefined && size > maxPageSize) {
    throw badValue(`Page size can't exceed max allowed page size value: ${maxPageSize}`);
  }
  if (all.length === 0) return {};
  const length = size ?? maxPageSize;
  const shown = all.slice((number - 1) * length, number * length);
  return shown.length === 0 ? { count: all.length } : { count: all.length, [name]: shown };
}
