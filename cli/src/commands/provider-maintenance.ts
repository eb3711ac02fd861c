import { Option, type Command } from "commander";
import { withActing, type ActingOptions } from "../actor.js";
import { badInput } from "../failure.js";
import type { Io } from "../io.js";
import { parseBlock } from "../parse/numbers.js";
import { withExamples } from "../session.js";
import { lazily, sign } from "./provider-sign.js";

interface MaintenanceFlags extends ActingOptions {
  readonly from?: number;
  readonly until?: number;
  readonly none?: boolean;
}

/** `maintenance`: announce a window in which what runs may be away, or take it back. */
export function addMaintenanceCommand(provider: Command, io: Io): void {
  const block = (flags: string, description: string) => new Option(flags, description).argParser(parseBlock);
  withExamples(
    withActing(
      provider
        .command("maintenance")
        .description("announce blocks in which what runs may be away; consumers may then leave or move at once"),
    )
      .addOption(block("--from <block>", "the first of them; the chain says how far ahead it must be"))
      .addOption(block("--until <block>", "the first block after them"))
      .option("--none", "take back what was announced"),
    "dinfra provider maintenance --from 20000 --until 21200 --as //Bob",
    "dinfra provider maintenance --none --as //Bob",
  ).action((options: MaintenanceFlags) => {
    const window = windowOf(options);
    const done =
      window === null
        ? "no maintenance is announced any more"
        : `maintenance is announced from block ${window.from} until block ${window.until}`;
    return sign(io, options, () => lazily((calls) => calls.announceMaintenance(window)), done);
  });
}

function windowOf({ from, until, none }: MaintenanceFlags) {
  if (none === true) {
    if (from !== undefined || until !== undefined) throw badInput("--none takes neither --from nor --until");
    return null;
  }
  if (from === undefined || until === undefined)
    throw badInput("maintenance needs --from and --until, or --none to take it back");
  if (until <= from) throw badInput(`--until: expected a block after ${from}, found ${until}`);
  return { from, until };
}
