# Sourced by build.sh and weights.sh: puts first on PATH the first rustc of $DINFRA_WASM_TOOLCHAIN/bin (a folder made by
# chain/toolchain.sh) and PATH that has the target wasm32v1-none, or exits 2.

has_wasm() {
	local sysroot
	sysroot=$("$1" --print sysroot 2>/dev/null) || return 1
	compgen -G "$sysroot/lib/rustlib/wasm32v1-none/lib/libcore-*.rlib" >/dev/null
}

find_toolchain() {
	local folder
	for folder in ${DINFRA_WASM_TOOLCHAIN:+"$DINFRA_WASM_TOOLCHAIN/bin"} ${PATH//:/ }; do
		if [ -x "$folder/rustc" ] && [ -x "$folder/cargo" ] && has_wasm "$folder/rustc"; then
			echo "$folder"
			return
		fi
	done
	echo "expected a rustc with the target wasm32v1-none in \$DINFRA_WASM_TOOLCHAIN/bin or on PATH, found none." >&2
	echo "run: rustup target add wasm32v1-none    or, without its server: chain/toolchain.sh DEST" >&2
	exit 2
}

toolchain=$(find_toolchain)
export PATH=$toolchain:$PATH
