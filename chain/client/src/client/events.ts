import type { DispatchError, EventRecord } from "@polkadot/types/interfaces";
import type { ChainEvent } from "../views.js";
import { plain } from "./plain.js";
import type { Runtime } from "./runtime.js";

/** Events as plain data, fields by name (or by position, where the runtime names none). */
export function eventsOf(runtime: Runtime, records: readonly EventRecord[]): readonly ChainEvent[] {
  return records.map(({ event }) => {
    const names = event.data.names;
    const data = Object.fromEntries(event.data.map((value, i) => [names?.[i] ?? String(i), plain(value)] as const));
    const failed = event.meta.fields.findIndex(({ typeName }) => typeName.unwrapOr("").toString() === "DispatchError");
    return {
      pallet: runtime.palletName(event.section),
      name: event.method,
      data,
      ...(failed === -1 ? {} : { error: runtime.explain(event.data[failed] as unknown as DispatchError) }),
    };
  });
}
