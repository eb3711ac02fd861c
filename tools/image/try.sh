#!/usr/bin/env bash
# npm run image: builds the images of both Dockerfiles with a Docker daemon of its own, on a Debian that is made here, and
# runs them: the agent, the demo to its end, and the reactor to a clean stop. No registry of images is asked.
#
#   DINFRA_IMAGE_ROOT     a Debian 12 root to begin with; else debootstrap makes one
#   DINFRA_DEBIAN_MIRROR  where debootstrap fetches packages; else its own default
#   DINFRA_IMAGE_CACHES   "yes" takes this user's caches of npm and Go along, so that nothing is fetched or compiled twice
#
# As root, with docker.io, iptables and debootstrap (Debian's packages), Node.js with npm, and Go in $(go env GOROOT).
set -euo pipefail
cd "$(dirname "$0")/../.."

[ "$(id -u)" = 0 ] || { echo "image: expected root, which a Docker daemon needs" >&2; exit 2; }
for program in dockerd docker iptables node npm go; do
  PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null ||
    { echo "image: expected $program, found none: apt-get install docker.io iptables, and Node.js and Go" >&2; exit 2; }
done

scratch=$(mktemp -d)
daemon=
export DOCKER_HOST=unix://$scratch/docker.sock DOCKER_BUILDKIT=0
# The client in the daemon's own package: another one may speak to another version.
docker=/usr/bin/docker
[ -x "$docker" ] || docker=$(command -v docker)
finish() {
  local status=$?
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null && wait "$daemon" || true
    umount "$scratch"/exec/netns/* 2>/dev/null || true # left behind by it
  fi
  rm -rf "$scratch"
  exit "$status"
}
trap finish EXIT
say() { printf '\nimage: %s\n' "$*" >&2; }

say "a Docker daemon of our own"
mkdir "$scratch/data" "$scratch/exec"
# Without a network of its own: it would set this machine's FORWARD policy to DROP, and leave its rules behind.
dockerd --data-root "$scratch/data" --exec-root "$scratch/exec" -H "$DOCKER_HOST" --pidfile "$scratch/dockerd.pid" \
  --bridge=none --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false >"$scratch/dockerd.log" 2>&1 &
daemon=$!
until "$docker" version >/dev/null 2>&1; do
  kill -0 "$daemon" 2>/dev/null || { tail -5 "$scratch/dockerd.log" >&2; exit 1; }
  sleep 0.2
done

say "the base: Debian 12 with this machine's Node.js and Go"
root=$scratch/root
if [ -n "${DINFRA_IMAGE_ROOT:-}" ]; then
  cp -a "$DINFRA_IMAGE_ROOT" "$root"
else
  debootstrap --variant=minbase --include=ca-certificates,curl,procps bookworm "$root" \
    ${DINFRA_DEBIAN_MIRROR:+"$DINFRA_DEBIAN_MIRROR"} >"$scratch/debootstrap.log" 2>&1 ||
    { tail -5 "$scratch/debootstrap.log" >&2; exit 1; }
fi
# The programs of this machine, where the Dockerfile looks for them.
mkdir -p "$root/usr/lib/node_modules"
cp -L "$(command -v node)" "$root/usr/bin/node"
npm_folder=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
cp -a "$npm_folder" "$root/usr/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/bin/npx"
cp -a "$(go env GOROOT)" "$root/usr/local/go"
# Whom this machine trusts, and how it asks registries: a build in a container is to reach what one outside reaches.
rm -rf "$root/etc/ssl"
cp -aL /etc/ssl "$root/etc/ssl"
if [ -f "$HOME/.npmrc" ]; then cp "$HOME/.npmrc" "$root/root/.npmrc"; fi
changes=()
for name in NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
  if [ -n "${!name:-}" ]; then changes+=(--change "ENV $name=${!name}"); fi
done
for name in GOPROXY GOSUMDB GOFLAGS; do
  value=$(go env "$name")
  if [ -n "$value" ]; then changes+=(--change "ENV $name=$value"); fi
done
archives=(-C "$root" --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* .)
if [ "${DINFRA_IMAGE_CACHES:-}" = yes ]; then
  archives+=(-C "$(dirname "$(npm config get cache)")" --transform "s,^\.npm,root/.npm," .npm)
  archives+=(-C "$(dirname "$(go env GOPATH)")" --transform 's,^go\(/\|$\),root/go\1,' go)
  archives+=(-C "$(dirname "$(go env GOCACHE)")" --transform 's,^go-build,root/.cache/go-build,' go-build)
fi
# A cache that somebody else writes to meanwhile (status 1) is as good.
{ tar -c "${archives[@]}" || [ $? = 1 ]; } | "$docker" import "${changes[@]}" - dinfra-base:local >/dev/null
base=(--network host --build-arg BASE=dinfra-base:local --build-arg GO=dinfra-base:local)

say "docker build --target demo"
"$docker" build -q "${base[@]}" --target demo -t dinfra-demo:local .
say "docker build --target reactor"
"$docker" build -q "${base[@]}" --target reactor -t dinfra-reactor:local .

say "docker build -f agent/Dockerfile"
node tools/agent.mjs
machine=$(node -p 'process.arch === "x64" ? "amd64" : process.arch')
"$docker" build -q --build-arg BASE=dinfra-base:local --build-arg "ARCHITECTURE=$machine" -f agent/Dockerfile \
  -t dinfra-agent:local agent/dist
said=$("$docker" run --rm --network none dinfra-agent:local version)
[ -n "$said" ] || { echo "image: expected the agent to say its version, found nothing" >&2; exit 1; }
# What a pod's agent needs of its image: to run as nobody in particular, with nothing that it could write to.
"$docker" run --rm --network none --read-only --cap-drop ALL --user 65534:65534 dinfra-agent:local version >/dev/null

say "the demo in its image"
"$docker" run --rm --network none dinfra-demo:local

say "the reactor in its image: its configuration, a start that waits for its chain, a clean stop"
"$docker" run --rm --network none dinfra-reactor:local reactor config --provider //Bob --as //Charlie
mkdir "$scratch/keys"
printf '//Charlie\n' >"$scratch/keys/operator.key"
chown -R 10001 "$scratch/keys" && chmod 600 "$scratch/keys/operator.key"
"$docker" run -d --network none --name reactor -v "$scratch/keys:/run/dinfra:ro" -e DINFRA_KEY_FILE=/run/dinfra/operator.key \
  -e DINFRA_PROVIDER=5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty dinfra-reactor:local >/dev/null
until "$docker" logs reactor 2>&1 | grep -q '"reactor ready"'; do
  [ "$("$docker" inspect -f '{{.State.Running}}' reactor)" = true ] || { "$docker" logs reactor >&2; exit 1; }
  sleep 0.5
done
"$docker" stop -t 30 reactor >/dev/null
status=$("$docker" inspect -f '{{.State.ExitCode}}' reactor)
[ "$status" = 0 ] || { "$docker" logs reactor >&2; echo "image: expected a clean stop, found status $status" >&2; exit 1; }
say "done"
