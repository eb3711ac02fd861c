fn main() {
	let runtime = std::path::absolute("../runtime/Cargo.toml").expect("a working folder");
	substrate_wasm_builder::WasmBuilder::new()
		.with_project(runtime)
		.expect("the runtime lies beside this crate")
		.import_memory()
		.export_heap_base()
		.build();
}
