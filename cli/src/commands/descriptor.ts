import { Command } from "commander";
import { descriptorHash, descriptorTypes } from "@dinfra/schemas";
import { defaultStore, readDescriptor, readJsonFile, storeAt } from "../descriptor-input.js";
import { formatTable } from "../format/table.js";
import type { Io } from "../io.js";
import { answer, withExamples, withJson } from "../session.js";

const example = "schemas/descriptors/substrate-node/examples/dev-node.json";

export function descriptorCommand(io: Io): Command {
  const descriptor = new Command("descriptor").description("check, hash and publish what is to be deployed");

  withExamples(
    withJson(descriptor.command("validate").description("check a descriptor against the schema of its type"))
      .argument("<file>", "the descriptor, as JSON")
      .option("--type <name>", "its type, where it does not name it itself"),
    `dinfra descriptor validate ${example}`,
  ).action(async (file: string, options: { type?: string; json?: boolean }) => {
    const { digest, cid, typeName } = await readDescriptor(file, options.type);
    answer(options, io, { ok: true, type: typeName, digest, cid }, `${file}: a good ${typeName}`);
  });

  withExamples(
    withJson(
      descriptor.command("hash").description("the hash of any JSON document, for the chain and as a CID"),
    ).argument("<file>", "a JSON file"),
    `dinfra descriptor hash ${example}`,
  ).action(async (file: string, options: { json?: boolean }) => {
    const hash = descriptorHash(await readJsonFile(file));
    answer(options, io, hash, `${hash.digest}\n${hash.cid}`);
  });

  withExamples(
    withJson(descriptor.command("publish").description("check a descriptor and put it into a descriptor store"))
      .argument("<file>", "the descriptor, as JSON")
      .option("--type <name>", "its type, where it does not name it itself")
      .option("--store <folder>", "the descriptor store (env: DINFRA_STORE)"),
    `dinfra descriptor publish ${example}`,
  ).action(async (file: string, options: { type?: string; store?: string; json?: boolean }) => {
    const { value, digest, cid } = await readDescriptor(file, options.type);
    const store = options.store ?? defaultStore(io.env);
    await storeAt(store).put(value);
    answer(options, io, { digest, cid, store }, `${cid}\n${digest}\nin ${store}`);
  });

  withExamples(
    withJson(descriptor.command("types").description("the descriptor types that this version knows")),
    "dinfra descriptor types",
  ).action((options: { json?: boolean }) => {
    const rows = descriptorTypes.map((type) => [type.name, type.id]);
    answer(options, io, descriptorTypes, formatTable(["type", "id on chain"], rows));
  });

  return descriptor;
}
