# The image in which continuous integration runs, and a way to run the demo without installing anything:
#
#   docker build -t dinfra . && docker run --rm dinfra              runs the demo
#   docker build --target toolchain -t dinfra-ci .                  what .gitlab-ci.yml runs .ci/run in
#
# It was linted and not run where it was written: no Docker daemon is to be had there.
FROM golang:1.26-bookworm AS go
FROM rust:1.95-bookworm AS rust

FROM node:24-bookworm AS toolchain
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

FROM toolchain AS demo
COPY . .
RUN npm run setup
CMD ["npm", "run", "demo"]
