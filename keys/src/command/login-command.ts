import { Command } from "commander";
import { parseProof, proveLogin, verifyLogin } from "../proof.js";
import { encodeAddress } from "../ss58.js";
import { ALLOW_DEVELOPMENT, type AccountOptions, readAccount, withAccountOptions } from "./account-source.js";
import { type AnswerOptions, answer, withExamples, withJson } from "./answer.js";
import { durationOf } from "./duration.js";
import { type CommandNames, MOUNTED } from "./names.js";
import { readPublicFile } from "./public-file.js";
import { withoutEcho } from "./without-echo.js";

/** `dinfra login`: proofs of possession. */
export function loginCommand(names: CommandNames = MOUNTED): Command {
  return withoutEcho(
    new Command("login")
      .description("prove, or check, that an account's holder wants to log in")
      .addCommand(proveCommand(names))
      .addCommand(verifyCommand(names)),
  );
}

function proveCommand({ login }: CommandNames): Command {
  return withExamples(
    withAccountOptions(new Command("prove"))
      .description(
        "print a proof, signed by the account's login key, that it may log in at a server; the proof holds no secret",
      )
      .requiredOption("--domain <host>", "the server that the login is for")
      .option("--nonce <hex>", "the challenge that the server gave (0x and 32 to 64 hex digits); random unless told")
      .option("--lifetime <duration>", "how long the proof lasts, 31d at most", "1d")
      .option("--allow-development", ALLOW_DEVELOPMENT)
      .option("--json", "what it prints is JSON in any case; for scripts that always say so")
      .action(prove),
    `${login} prove --domain my-server > account.proof`,
    `${login} prove --secret-file account.json --domain my-server --nonce 0x00112233445566778899aabbccddeeff --lifetime 10m`,
  );
}

async function prove(options: AccountOptions & { domain: string; nonce?: string; lifetime: string }): Promise<void> {
  const lifetime = durationOf(options.lifetime);
  const account = await readAccount(options);
  try {
    const proof = proveLogin(account, { domain: options.domain, nonce: options.nonce, lifetime });
    process.stdout.write(`${JSON.stringify(proof, null, 2)}\n`);
  } finally {
    account.wipe();
  }
}

function verifyCommand({ login }: CommandNames): Command {
  return withExamples(
    withJson(new Command("verify"))
      .description("check a proof and print the account and the scheme that it proves")
      .argument("[proof]", "file with the output of prove; standard input unless told")
      .requiredOption("--domain <host>", "this server's name")
      .option("--nonce <hex>", "the challenge that this server gave")
      .action(verify),
    `${login} verify --domain my-server account.proof`,
    `${login} verify --domain my-server --nonce 0x00112233445566778899aabbccddeeff --json < account.proof`,
  );
}

async function verify(
  file: string | undefined,
  options: AnswerOptions & { domain: string; nonce?: string },
): Promise<void> {
  const { domain, nonce } = options;
  const { scheme, key } = verifyLogin(parseProof(await readPublicFile(file, "a login proof")), { domain, nonce });
  const account = encodeAddress(key);
  answer(options, { account, scheme }, `${account} ${scheme}`);
}
