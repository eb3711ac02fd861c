import { existsSync, readFileSync } from "node:fs";
import { dataFolder } from "@dinfra/service/data-folder";
import { ReactorError } from "@dinfra/service/failure";
import { accountsCsv } from "@dinfra/sidecar/books";
import { CursorStore } from "@dinfra/sidecar/cursor";

/**
 * Income and fees of every subscription that a data directory's sidecar has served, as CSV: from the sidecar where it runs, else
 * from its store.
 * @throws {ReactorError} `store.missing`, `store.in-use`
 */
export async function incomeCsv(dataDir: string): Promise<string> {
  const { sidecarAddress, sidecarStore } = dataFolder(dataDir);
  if (existsSync(sidecarAddress)) {
    const { url } = JSON.parse(readFileSync(sidecarAddress, "utf8")) as { url: string };
    const answer = await fetch(`${url}/income.csv`).catch(() => undefined);
    if (answer?.ok) return answer.text();
  }
  if (!existsSync(sidecarStore)) {
    throw new ReactorError(
      "store.missing",
      `${sidecarStore}: expected the store of a sidecar, found none: give the data directory of the reactor`,
    );
  }
  const store = CursorStore.open(sidecarStore);
  try {
    return accountsCsv(store.books.accounts());
  } finally {
    store.close();
  }
}
