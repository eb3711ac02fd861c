import { rmSync } from "node:fs";
import { temporaryFolder } from "./openssh.js";

export interface OwnHome {
  readonly folder: string;
  /** For a command that is to see this home and nothing of the tester's. */
  readonly env: NodeJS.ProcessEnv;
}

/** A home of its own for each test of a file; the answer says which, while a test runs. */
export function ownHome(): () => OwnHome {
  let home: OwnHome;
  beforeEach(() => {
    const folder = temporaryFolder();
    home = { folder, env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, XDG_RUNTIME_DIR: folder } };
  });
  afterEach(() => rmSync(home.folder, { recursive: true }));
  return () => home;
}
