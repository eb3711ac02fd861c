fn main() {
	let runtime = std::fs::canonicalize("../runtime/Cargo.toml").expect("the runtime lies beside this crate");
	substrate_wasm_builder::WasmBuilder::new()
		.with_project(runtime)
		.expect("the runtime lies beside this crate")
		.import_memory()
		.export_heap_base()
		.build();
}
