/** @integration */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApiPath } from "@dinfra/schemas";
import { describeWhere } from "../../../tests/needs.js";
import { startMemoryReactor } from "./testing/memory-reactor.js";

// A fuzzer that is not ours reads the same document, and agrees with the server about what it says.
const found = spawnSync(process.execPath, [join(__dirname, "../../../tools/schemathesis.mjs")], { encoding: "utf8" });
const lacking = found.status === 0 ? [] : [found.stderr.trim()];

/** Streams without an end are opened by the suite. */
const streams = ["streamChanges", "streamEvents"];
const checks = [
  ...["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance"],
  ...["response_schema_conformance", "negative_data_rejection", "missing_required_header"],
];

describeWhere({ variable: "DINFRA_SCHEMATHESIS", lacking }, "schemathesis", () => {
  const folder = mkdtempSync(join(tmpdir(), "dinfra-schemathesis-"));
  let reactor: Awaited<ReturnType<typeof startMemoryReactor>>;
  beforeAll(async () => {
    reactor = await startMemoryReactor();
    // Else a quote is answered with 503 not-ready, as the document says, which the fuzzer takes for a failure.
    reactor.bench.store.offers = { block: 1, slotMilliseconds: 6_000, draining: false, offers: [] };
  });
  afterAll(async () => {
    await reactor.close();
    rmSync(folder, { recursive: true });
  });

  test("finds nothing that our reactor answers otherwise than the document says", async () => {
    const script = "from schemathesis.cli import schemathesis; schemathesis()";
    const args = [
      ...["-c", script, "run", openApiPath, "--url", reactor.url, "-H", `authorization: Bearer ${reactor.token}`],
      ...["--checks", checks.join(","), "--phases", "examples,coverage,fuzzing", "--max-examples", "15"],
      ...["--seed", "1", "--generation-database", "none", "--request-timeout", "30", "--no-color"],
      ...streams.flatMap((id) => ["--exclude-operation-id", id]),
    ];
    const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) =>
      execFile(found.stdout.trim(), args, { cwd: folder, maxBuffer: 64e6 }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, out: stdout + stderr }),
      ),
    );
    expect([code, code === 0 ? "" : out.slice(-6_000)]).toEqual([0, ""]);
    expect(out).toMatch(/Tested: 21/);
  });
});
