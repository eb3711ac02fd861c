#!/usr/bin/env bash
# A Rust toolchain that can build the blob, in one folder, out of Debian packages: for machines where
# `rustup target add wasm32v1-none` reaches no server. Nothing is installed; delete the folder to be rid of it.
#
#   chain/toolchain.sh DEST        then: PATH=DEST/bin:$PATH chain/build.sh
#
# Needs Debian 12 (bookworm) with its security archive, amd64, about 1 GB and a minute.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: $0 DEST   (the folder to make the toolchain in)" >&2; exit 2; }
command -v apt-get >/dev/null || { echo "expected a Debian with apt-get; elsewhere use: rustup target add wasm32v1-none" >&2; exit 2; }
mkdir -p "$1"
dest=$(cd "$1" && pwd)
version=1.96
root=$dest/root
usr=$root/usr

# Compiler, its own sources with their vendored dependencies, and the libraries that they load. apt checks the signatures.
fetch() {
	mkdir -p "$dest/packages" "$root"
	apt-get update -qq
	(cd "$dest/packages" && apt-get download -qq \
		rustc-web cargo-web rust-web-src libstd-rust-web-dev "libstd-rust-web-$version" libllvm22 lld-19 libllvm19 \
		libgit2-1.5 libssh2-1 libhttp-parser2.9 libmbedcrypto7 libmbedtls14 libmbedx509-1)
	local package
	for package in "$dest"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
	rm -r "$dest/packages"
}

# The unpacked binaries find their libraries through the wrapper, not through the system. Debian ships no rust-lld: wasm-ld is it.
wrap() {
	local name=$1 target=$2
	cat > "$dest/bin/$name" <<-WRAPPER
		#!/bin/sh
		LD_LIBRARY_PATH=$usr/lib/x86_64-linux-gnu:$usr/lib/llvm-19/lib:$usr/lib/llvm-22/lib\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}
		export LD_LIBRARY_PATH
		exec $target "\$@"
	WRAPPER
	chmod +x "$dest/bin/$name"
}

# core and alloc for wasm32v1-none, into the sysroot, so that a plain cargo build finds them. With embedded bitcode: the blob is
# linked with fat LTO, and without bitcode that fails at the very end.
build_core() {
	local sysroot sources work
	sysroot=$(rustc --print sysroot)
	sources=$(echo "$usr"/src/rustc-"$version".*)
	mkdir -p "$sysroot/lib/rustlib/src"
	ln -sfn "$sources" "$sysroot/lib/rustlib/src/rust"
	work=$dest/core
	mkdir -p "$work/src" "$work/.cargo"
	printf '#![no_std]\nextern crate alloc;\n' > "$work/src/lib.rs"
	printf '[package]\nname = "core-for-wasm"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' > "$work/Cargo.toml"
	printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "%s"\n' "$sources/library/vendor" \
		> "$work/.cargo/config.toml"
	(cd "$work" && RUSTFLAGS="-C embed-bitcode=yes" RUSTC_BOOTSTRAP=1 \
		cargo build -q -Z build-std=core,alloc --target wasm32v1-none --release)
	local libraries=$sysroot/lib/rustlib/wasm32v1-none/lib
	mkdir -p "$libraries"
	cp "$work"/target/wasm32v1-none/release/deps/lib{core,alloc,compiler_builtins}-*.rlib "$libraries/"
	rm -r "$work"
}

# What the blob's build does at the end, in small: a no_std library linked with fat LTO.
prove() {
	local work=$dest/proof
	mkdir -p "$work/src"
	cat > "$work/Cargo.toml" <<-'TOML'
		[package]
		name = "proof"
		version = "0.0.0"
		edition = "2021"
		[lib]
		crate-type = ["cdylib"]
		[profile.release]
		panic = "abort"
		lto = true
		[workspace]
	TOML
	cat > "$work/src/lib.rs" <<-'RUST'
		#![no_std]
		#[panic_handler]
		fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
			loop {}
		}
		#[no_mangle]
		pub extern "C" fn seven() -> u32 {
			7
		}
	RUST
	(cd "$work" && cargo build -q --target wasm32v1-none --release)
	test -s "$work/target/wasm32v1-none/release/proof.wasm"
	rm -r "$work"
}

fetch
mkdir -p "$dest/bin"
for name in rustc rustdoc cargo; do wrap "$name" "$usr/bin/$name"; done
wrap rust-lld "$usr/bin/wasm-ld-19"
export PATH=$dest/bin:$PATH
build_core
prove
echo "$(rustc -V) with wasm32v1-none: PATH=$dest/bin:\$PATH"
