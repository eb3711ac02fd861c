/** Variable of the engine: keys with which machines are logged in to, as JSON, each `{ "file": … }` or `{ "env": … }`. */
export const loginVariable = "DINFRA_CONFORMANCE_LOGIN";
