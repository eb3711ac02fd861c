/** A Markdown page with a program in its `js` blocks. */
export interface Block {
  /** The heading that it stands under. */
  readonly heading: string;
  /** Of its first line, from 1. */
  readonly line: number;
  readonly code: string;
}

export function blocksOf(page: string): readonly Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: { line: number; code: string[] } | null = null;
  page.split("\n").forEach((text, index) => {
    if (open === null && text.startsWith("## ")) heading = text.slice(3);
    if (open === null && text === "```js") open = { line: index + 2, code: [] };
    else if (open !== null && text === "```") {
      blocks.push({ heading, line: open.line, code: open.code.join("\n") });
      open = null;
    } else open?.code.push(text);
  });
  return blocks;
}

const importLine = /^import (?:(\w+)|\{([^}]*)\}) from "([^"]+)";$/gm;

/** The blocks as one function of what they import, by module; `at` is called with the line of each block before it runs. */
export function programOf(
  blocks: readonly Block[],
): (modules: Record<string, object>, at: (line: number) => void) => Promise<void> {
  const names: { readonly name: string; readonly module: string; readonly whole: boolean }[] = [];
  const body = blocks.map(({ line, code }) => {
    const rest = code.replace(
      importLine,
      (_all, whole: string | undefined, some: string | undefined, module: string) => {
        if (whole !== undefined) names.push({ name: whole, module, whole: true });
        for (const name of some?.split(",") ?? []) names.push({ name: name.trim(), module, whole: false });
        return "";
      },
    );
    return `at(${line});\n${rest}`;
  });
  const Async = Object.getPrototypeOf(async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  const run = new Async("at", ...names.map(({ name }) => name), body.join("\n"));
  return (modules, at) =>
    run(
      at,
      ...names.map(({ name, module, whole }) => {
        const from = modules[module];
        if (from === undefined)
          throw new Error(`the page imports ${module}: expected one of ${Object.keys(modules).join(", ")}`);
        return whole ? from : (from as Record<string, unknown>)[name];
      }),
    );
}
