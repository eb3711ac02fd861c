/** What the commands are called where they are mounted, for help texts. */
export interface CommandNames {
  keys: string;
  agent: string;
  login: string;
}

export const MOUNTED: CommandNames = { keys: "dinfra keys", agent: "dinfra ssh-agent", login: "dinfra login" };
