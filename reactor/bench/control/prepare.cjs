// node prepare.cjs <file> <count>: a store with so many deployments that run, as the reactor writes it.
const { DatabaseSync } = require("node:sqlite");
const { newRecord } = require("../../dist/deployments/record.js");
const { DeploymentStore } = require("../../dist/deployments/store.js");
const { generation, owner, ownerName, profile } = require("./deployment.cjs");

const [file, count] = process.argv.slice(2);
const now = new Date().getTime(); // eslint-disable-line no-restricted-syntax -- a record's times are for people
const deployedAt = now - 2 * 86_400_000;
const wish = {
  ...generation,
  descriptor: { name: "bench", chain: "dev", role: "rpc", note: "x".repeat(300) },
  profile,
};
const store = DeploymentStore.open(file);
store.bind(owner);
store.put({
  ...newRecord("1.1", owner, deployedAt),
  desired: { ...generation },
  good: wish,
  endpoints: [{ name: "rpc", url: "ws://127.0.0.1:20000" }],
  watched: [`${ownerName("1.1")}-node`],
  deployStartedAt: deployedAt,
  deployedAt,
  deployedTick: deployedAt,
  observedAt: deployedAt,
});
store.close();

// The others are the same but for their number: one by one they would take a write to the disk each.
const database = new DatabaseSync(file);
const [first] = database.prepare("SELECT * FROM deployments").all();
const names = Object.keys(first);
const insert = database.prepare(`INSERT INTO deployments VALUES (${names.map(() => "?").join(", ")})`);
database.exec("BEGIN");
for (let n = 2; n <= Number(count); n++) {
  const row = {
    ...first,
    position: `${String(n).padStart(20, "0")}.0000000001`,
    sequence: n,
    record: first.record
      .replaceAll('"1.1"', `"${n}.1"`)
      .replaceAll(`${ownerName("1.1")}-node`, `${ownerName(`${n}.1`)}-node`),
  };
  insert.run(...names.map((name) => row[name]));
}
database.exec("COMMIT");
database.close();
