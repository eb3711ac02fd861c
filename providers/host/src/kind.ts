import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "@pulumi/pulumi/provider";
import type { Properties } from "./values.js";

/**
 * One type of resource. All properties arrive as they cross the wire, secrets wrapped; what is given back as outputs
 * keeps them so.
 */
export interface Kind {
  /** `olds` are the inputs of what there is; none where it is made. */
  check(news: Properties, olds?: Properties): CheckResult;
  diff(olds: Properties, news: Properties): DiffResult;
  create(urn: string, inputs: Properties): Promise<CreateResult>;
  /** `props` is empty when the resource is imported by its id alone. An answer without id says that it is gone. */
  read(id: string, urn: string, props: Properties): Promise<ReadResult>;
  update(id: string, urn: string, olds: Properties, news: Properties): Promise<UpdateResult>;
  delete(id: string, urn: string, props: Properties): Promise<void>;
}

/** What read() answers for what is not there (any more). */
export const gone: ReadResult = { id: "", props: {} };
