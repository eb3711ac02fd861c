import { homeOrNone, noHome } from "@dinfra/keys/command";

/**
 * Libraries ask for the user's home as they are loaded (the Pulumi SDK does, through npm's git), and fail for a user id
 * that has neither HOME nor an entry in passwd. They are told what passwd says of users without a home; where we need one,
 * that is taken for none.
 */
export function withoutHome(env: NodeJS.ProcessEnv): void {
  if (homeOrNone(env) === "") env["HOME"] = noHome;
}
