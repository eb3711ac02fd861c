/** Stable codes of what components and platforms refuse. All are permanent: the same arguments fail the same way again. */
export type ComponentErrorCode =
  | "InvalidArgument"
  | "NodeTooOld"
  | "NoPlatform"
  | "UnknownPlatform"
  | "PlatformAlreadyRegistered"
  | "PlatformPackageMissing"
  | "PlatformPackageInvalid"
  | "PlatformSettingsInvalid"
  | "PlatformLacks"
  | "ProviderDisagrees"
  | "SecretMissing"
  | "PortRangeTooSmall"
  | "UnsupportedByEntry"
  | "EntryNotRunnable"
  | "NotRenderable";

/** A refusal: the message says what was expected, what was found and what to do. */
export class ComponentError extends Error {
  readonly retryable = false;
  /** Pulumi's mark of an error that is for the engineer as it stands: it prints the message alone, without a stack. */
  readonly __pulumiRunError = true;

  constructor(
    readonly code: ComponentErrorCode,
    message: string,
    /** What an argument was refused for, in the message's words. */
    readonly refused?: { expected: string; found: string },
  ) {
    super(message);
    this.name = "ComponentError";
    // What fails after the program's last line, in an output, Pulumi prints by its stack, whatever the mark says.
    this.stack = `${this.name}: ${message}`;
  }
}

/** Refuses an argument by its path, for example `placement.local.ports`. */
export function invalidArgument(path: string, expected: string, found: unknown): ComponentError {
  const refused = { expected, found: String(JSON.stringify(found)) };
  return new ComponentError("InvalidArgument", `${path}: expected ${expected}, found ${refused.found}`, refused);
}
