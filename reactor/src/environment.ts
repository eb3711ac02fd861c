/** What any of our processes needs from its surroundings, and nothing else of them. */
const common = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  // A folder in which Node keeps what it compiled: our processes start in two thirds of the time.
  "NODE_COMPILE_CACHE",
  "DINFRA_LOG_LEVEL",
  "DINFRA_TEST_BARRIER",
  "DINFRA_TEST_BARRIER_POINTS",
];
const ofReactor = [
  "XDG_CACHE_HOME",
  "XDG_STATE_HOME",
  "XDG_DATA_HOME",
  "XDG_CONFIG_HOME",
  "DINFRA_HOST_ROOT",
  "DINFRA_HOST_UID_RANGES",
];

/** The environment of the sidecar: no platform credentials can be in it. */
export const sidecarEnvironment = (from: NodeJS.ProcessEnv): NodeJS.ProcessEnv => pick(from, common);

/** The environment of the reactor: the named credentials, and no chain key. */
export const reactorEnvironment = (from: NodeJS.ProcessEnv, credentials: readonly string[]): NodeJS.ProcessEnv =>
  pick(from, [...common, ...ofReactor, ...credentials]);

function pick(from: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
}
