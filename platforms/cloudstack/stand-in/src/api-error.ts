/**
 * An error as CloudStack answers it: HTTP status and `errorcode` are the same number. `cserrorcode` says which exception of the
 * management server it was: 9999 is none in particular, 4350 a value that was refused, 4250 a failure inside.
 */
export class ApiError extends Error {
  constructor(
    readonly errorcode: number,
    readonly errortext: string,
    readonly cserrorcode: number | null = 9999,
  ) {
    super(errortext);
  }
}

/** The answer to a bad signature, an unknown key, an expired request and an unknown command alike. */
export function unverified(): ApiError {
  return new ApiError(401, "unable to verify user credentials and/or request signature", null);
}

export function badValue(text: string): ApiError {
  return new ApiError(431, text, 4350);
}

export function noSuchEntity(command: string, parameter: string, value: string): ApiError {
  return new ApiError(
    431,
    `Unable to execute API command ${command.toLowerCase()} due to invalid value. Invalid parameter ${parameter} value=${value} ` +
      "due to incorrect long value format, or entity does not exist or due to incorrect parameter annotation for the field in api cmd class.",
  );
}

export function missingParameter(command: string, parameter: string): ApiError {
  return new ApiError(
    431,
    `Unable to execute API command ${command.toLowerCase()} due to missing parameter ${parameter}`,
  );
}

export function notOwner(): ApiError {
  return new ApiError(531, "Caller does not have permission to operate with provided resource.", 4365);
}

/** What a job says that failed; jobs have no cserrorcode. */
export function jobFailure(errorcode: number, errortext: string): ApiError {
  return new ApiError(errorcode, errortext, null);
}
