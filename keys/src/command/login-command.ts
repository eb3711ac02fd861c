import { Command } from "commander";
import { parseProof, proveLogin, verifyLogin } from "../proof.js";
import { encodeAddress } from "../ss58.js";
import { type AccountOptions, readAccount, withAccountOptions } from "./account-source.js";
import { durationOf } from "./duration.js";
import { readPublicFile } from "./public-file.js";
import { reporting } from "./report-error.js";
import { withoutEcho } from "./without-echo.js";

/** `dinfra login`: proofs of possession. */
export function loginCommand(): Command {
  return withoutEcho(
    new Command("login")
      .description("prove, or check, that an account's holder wants to log in")
      .addCommand(proveCommand())
      .addCommand(verifyCommand()),
  );
}

function proveCommand(): Command {
  return withAccountOptions(new Command("prove"))
    .description(
      "print a proof, signed by the account's login key, that it may log in at a server; the proof holds no secret",
    )
    .requiredOption("--domain <host>", "the server that the login is for")
    .option("--nonce <hex>", "the challenge that the server gave (0x and 32 to 64 hex digits); random unless told")
    .option("--lifetime <duration>", "how long the proof lasts, 31d at most", "1d")
    .action(
      reporting(async (options: AccountOptions & { domain: string; nonce?: string; lifetime: string }) => {
        const lifetime = durationOf(options.lifetime);
        const account = await readAccount(options);
        try {
          const proof = proveLogin(account, { domain: options.domain, nonce: options.nonce, lifetime });
          process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`);
        } finally {
          account.wipe();
        }
      }),
    );
}

function verifyCommand(): Command {
  return new Command("verify")
    .description("check a proof and print the account and the scheme that it proves")
    .argument("[proof]", "file with the output of prove; standard input unless told")
    .requiredOption("--domain <host>", "this server's name")
    .option("--nonce <hex>", "the challenge that this server gave")
    .action(
      reporting(async (file: string | undefined, { domain, nonce }: { domain: string; nonce?: string }) => {
        const { scheme, key } = verifyLogin(parseProof(readPublicFile(file, "a login proof")), { domain, nonce });
        process.stdout.write(`${encodeAddress(key)} ${scheme}\n`);
      }),
    );
}
