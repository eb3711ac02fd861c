import { openApiDocument } from "@dinfra/schemas";
import addFormats from "ajv-formats";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const documentId = "chain-reactor-api";

/** A compiler of schemas that may refer into the API's document. */
export function compilerOf(options: { coerceTypes: boolean }): Ajv2020 {
  const ajv = new Ajv2020({ ...options, useDefaults: true, strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...openApiDocument, $id: documentId }, undefined, false, false);
  return ajv;
}

/** The same schema with its references into the document made absolute, so that it can be compiled by itself. */
export function absolute(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${documentId}#/`)) as Record<
    string,
    unknown
  >;
}

/** Checks a value against a schema of the document's components. */
export function componentValidator(name: string): ValidateFunction {
  return compilerOf({ coerceTypes: false }).compile({ $ref: `${documentId}#/components/schemas/${name}` });
}
