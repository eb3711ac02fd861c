import * as pulumi from "@pulumi/pulumi";

/** A resource as the mocked engine was asked for it. */
export interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/**
 * Replaces the engine. Everything that is constructed lands in the list that is given back, in the order of
 * registration; `state` says what a resource answers beyond its inputs, `call` what a function answers.
 */
export async function mockEngine(
  state: (made: Made) => Record<string, unknown> = () => ({}),
  call: (asked: pulumi.runtime.MockCallArgs) => Record<string, unknown> = () => ({}),
): Promise<Made[]> {
  const made: Made[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        made.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, ...state({ type, name, inputs }) } };
      },
      call,
    },
    "shop",
    "prod",
    false,
    "organization",
  );
  return made;
}

/** The value of an output, once everything that was constructed has been registered. */
export function unwrap<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** `Type$Type::name` of a resource's URN: its own type after those of its parents. */
export async function lineage(resource: pulumi.Resource): Promise<string> {
  return (await unwrap(resource.urn)).split("::").slice(2).join("::");
}
