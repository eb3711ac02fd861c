import { Struct } from "google-protobuf/google/protobuf/struct_pb.js";

export type Values = Record<string, unknown>;

/** What the engine writes for a value that is not known yet (sdk/go/common/resource/plugin/rpc.go, UnknownStringValue). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function fromStruct(struct: Struct | undefined): Values {
  const { __defaults, ...values } = (struct?.toJavaScript() ?? {}) as Values;
  return without(values) as Values;
}

export const toStruct = (values: Values): Struct => Struct.fromJavaScript(without(values) as never);

/** Values that are not given are not there. */
function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) =>
      item === undefined || item === null || key === "__defaults" ? [] : [[key, without(item)]],
    ),
  );
}

/** Whether what is wanted is what there is. Order of a list is nothing (sets), and of an object only what is wanted counts. */
export function same(wanted: unknown, found: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || wanted.length !== found.length) return false;
    const left = [...(found as unknown[])];
    return wanted.every((one) => {
      const at = left.findIndex((other) => same(one, other));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  if (wanted !== null && typeof wanted === "object") {
    const other = (found ?? {}) as Values;
    return Object.entries(wanted).every(([key, item]) => same(item, other[key]));
  }
  return wanted === found;
}
