import { openApiDocument } from "@dinfra/schemas";
import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const documentId = "chain-reactor-api";

interface CompilerOptions {
  coerceTypes: boolean;
  /** Takes members away that the document does not have, in the place of refusing them. */
  removeAdditional?: boolean;
}

const compilers = new Map<string, Ajv2020>();

/** The compiler of schemas that may refer into the API's document. To read and compile it takes a tenth of a second. */
export function compilerOf({ coerceTypes, removeAdditional = false }: CompilerOptions): Ajv2020 {
  const key = `${coerceTypes} ${removeAdditional}`;
  const made = compilers.get(key) ?? compiler({ coerceTypes, removeAdditional });
  compilers.set(key, made);
  return made;
}

function compiler(options: Required<CompilerOptions>): Ajv2020 {
  const ajv = new Ajv2020({ ...options, useDefaults: true, strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...openApiDocument, $id: documentId }, undefined, false, false);
  return ajv;
}

const absolutes = new Map<string, Record<string, unknown>>();

/**
 * The same schema with its references into the document made absolute, so that it can be compiled by itself. Equal schemas of
 * the document are one object, by which the compiler knows what it has compiled.
 */
export function absolute(schema: unknown): Record<string, unknown> {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${documentId}#/`);
  const made = absolutes.get(text) ?? (JSON.parse(text) as Record<string, unknown>);
  absolutes.set(text, made);
  return made;
}

/** Checks a value against a schema of the document's components. */
export function componentValidator(name: string): ValidateFunction {
  return compilerOf({ coerceTypes: false }).compile(absolute({ $ref: `#/components/schemas/${name}` }));
}
