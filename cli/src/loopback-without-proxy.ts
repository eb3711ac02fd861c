const LOOPBACK = "127.0.0.1,localhost,::1,[::1]";

/**
 * With NODE_USE_ENV_PROXY, Node asks the proxy of the environment for what is on this machine too.
 * Adds loopback to what needs no proxy, for this process and those that it starts. To be called
 * before the first request, at which Node reads the environment.
 */
export function loopbackWithoutProxy(env: NodeJS.ProcessEnv): void {
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const given = env[name];
    // Node reads no_proxy first: made where it is not, it would hide what NO_PROXY says.
    if (name === "NO_PROXY" || given !== undefined) env[name] = [given, LOOPBACK].filter(Boolean).join(",");
  }
}
