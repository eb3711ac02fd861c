/** How a command ends: 0 done, 1 the world said no, 2 what was typed cannot be done. */
export type ExitCode = 0 | 1 | 2;

/** What a command cannot go on from, said in one line that says what to do. */
export class CommandFailure extends Error {
  constructor(
    readonly code: string,
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "CommandFailure";
  }
}

/** Bad input: exit code 2, and nothing was changed. */
export function badInput(message: string, options?: ErrorOptions): CommandFailure {
  return new CommandFailure("input.invalid", 2, message, options);
}

/** Codes of other packages that mean bad input rather than a failure of the world. */
const inputCodes = new Set([
  "PortInUse", // of the development chain
  "port.in-use", // of the reactor and its sidecar
  "BadSecretUri",
  "json.invalid",
  "json.value",
  "descriptor.schema",
  "descriptor.type",
  "descriptor.too-large",
  "cid.invalid",
  "config.invalid",
  "key.exposed",
  "InvalidProfile",
  "BadOption",
  "BadCall", // bytes that are none
  "key-unreadable", // of an operator
  // of keys and logins
  "usage",
  "address.invalid",
  "comment.invalid",
  "evidence.missing",
  "file.missing",
  "keystore.invalid",
  "keystore.unsupported",
  "mnemonic.invalid",
  "passphrase.invalid",
  "path.ambiguous",
  "path.invalid",
  "path.password",
  "path.soft",
  "proof.invalid",
  "secret.invalid",
  "secret.missing",
  "secret.permissions",
]);

export interface Explained {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** Any error as what is shown of it: never a stack, the causes' messages where they say more. */
export function explain(error: unknown): Explained {
  if (error instanceof CommandFailure) {
    return { code: error.code, exitCode: error.exitCode, message: error.message, retryable: false };
  }
  if (!isError(error)) return { code: "unknown", exitCode: 1, message: String(error), retryable: false };
  const { code, retryable } = error as Error & { code?: unknown; retryable?: unknown };
  const stable = typeof code === "string" ? code : "unexpected";
  return {
    code: stable,
    exitCode: inputCodes.has(stable) || systemInput(error) ? 2 : 1,
    message:
      systemMessage(error) ?? (stable === "config.invalid" ? inOneLine(error.message) : error.message || error.name),
    retryable: retryable === true,
  };
}

/** For a person, in one line. The pages on keys and logins go by the codes of their errors, so these are said, too. */
export function inWords(error: unknown, { message, code }: Explained): string {
  return isError(error) && error.name === "KeysError" ? `${message} [${code}]` : message;
}

function inOneLine(message: string): string {
  return message.replace(/:\n\s+/g, ": ").replace(/\n\s+/g, "; ");
}

/** By its shape: an error of another realm (a test's, a worker's) is an error, too. */
function isError(error: unknown): error is Error {
  return (
    error instanceof Error || (typeof error === "object" && error !== null && "message" in error && "name" in error)
  );
}

type SystemError = Error & { code?: string; path?: string; port?: number; address?: string; hostname?: string };

const systemInputs = new Set([
  ...["ENOENT", "EACCES", "EISDIR", "ENOTDIR"],
  ...["EADDRINUSE", "EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"],
]);

function systemInput(error: SystemError): boolean {
  return systemInputs.has(error.code ?? "");
}

function systemMessage(error: SystemError): string | undefined {
  const path = error.path ?? "";
  switch (error.code) {
    case "ENOENT":
      return path && `${path}: no such file; check the path`;
    case "EACCES":
      return path ? `${path}: no permission; check its owner and mode` : `no permission: ${error.message}`;
    case "EISDIR":
      return `${path || "the path"}: expected a file, found a folder`;
    case "ENOTDIR":
      return `${path || "the path"}: expected a folder, found a file`;
    case "EADDRINUSE":
      return `port ${error.port ?? "?"} of ${error.address ?? "this machine"} is in use; choose another with --port, or 0 for any free one`;
    case "EADDRNOTAVAIL":
      return `${error.address ?? "the address"} is no address of this machine; choose another with --host`;
    // Whoever asks a chain or a reactor that is away wraps these; bare they come from what was to be listened on.
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${error.hostname ?? "the host"}: expected an address or a host name that this machine knows; choose another with --host`;
    default:
      return undefined;
  }
}
