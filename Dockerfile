# Images of this repository; each of the three has a target of its own:
#
#   docker build --target demo -t dinfra . && docker run --rm dinfra     the whole story, and nothing to install
#   docker build --target reactor -t dinfra-reactor .                    a provider's reactor and sidecar (docs/provider.md)
#   docker build --target toolchain -t dinfra-ci .                       what .gitlab-ci.yml runs .ci/run in
#
# What they stand on is an argument: any Debian 12 with Node.js 20 or later and npm; any image with /usr/local/go; one with
# Rust in /usr/local. tools/image/try.sh builds the first two on a Debian that it makes itself, and runs them.
ARG BASE=node:24-bookworm
ARG GO=golang:1.26-bookworm
ARG RUST=rust:1.95-bookworm

FROM ${GO} AS go

FROM ${BASE} AS demo
COPY --from=go /usr/local/go /usr/local/go
ENV PATH=/usr/local/go/bin:$PATH XDG_CACHE_HOME=/var/cache/dinfra
WORKDIR /dinfra
COPY . .
# In one layer with what the build leaves: modules and objects of Go are ten times what they make.
RUN GOCACHE=/root/.cache/go-build npm run setup \
 && rm -rf /root/go /root/.cache/go-build /root/.npm
CMD ["npm", "run", "demo"]

FROM ${BASE} AS reactor
RUN useradd --system --uid 10001 --home-dir /var/lib/dinfra --create-home dinfra \
 && install -d -o dinfra -g dinfra -m 700 /var/lib/dinfra/data /var/lib/dinfra/store
RUN printf '#!/bin/sh\nexec /dinfra/node_modules/.bin/node /dinfra/cli/bin/dinfra.js "$@"\n' >/usr/local/bin/dinfra \
 && chmod 755 /usr/local/bin/dinfra
COPY --from=demo /dinfra /dinfra
COPY --from=demo /var/cache/dinfra /var/cache/dinfra
ENV XDG_CACHE_HOME=/var/cache/dinfra DINFRA_DATA_DIR=/var/lib/dinfra/data DINFRA_STORE=/var/lib/dinfra/store
# The uid of dinfra: a platform that wants no root looks for a number.
USER 10001
WORKDIR /var/lib/dinfra
VOLUME /var/lib/dinfra
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["/dinfra/node_modules/.bin/node", "/dinfra/service/dist/healthy.js"]
ENTRYPOINT ["dinfra"]
CMD ["reactor", "run"]

FROM ${RUST} AS rust

FROM ${BASE} AS toolchain
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends openssh-server openssh-client git python3 python3-venv \
    systemd-container debootstrap dnsmasq-base nftables iproute2 mount util-linux e2fsprogs xfsprogs haproxy \
    user-mode-linux \
 && rm -rf /var/lib/apt/lists/*
COPY --from=go /usr/local/go /usr/local/go
COPY --from=rust /usr/local/rustup /usr/local/rustup
COPY --from=rust /usr/local/cargo /usr/local/cargo
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo
ENV PATH=/usr/local/cargo/bin:/usr/local/go/bin:$PATH
RUN rustup component add rustfmt clippy
WORKDIR /dinfra
