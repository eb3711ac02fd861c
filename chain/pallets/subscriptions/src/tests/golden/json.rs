//! JSON, as much of it as is needed. Amounts are decimal text: JSON's readers keep 53 bits of a number.

pub fn text(value: &str) -> String {
	format!("\"{value}\"")
}

pub fn amount(value: u128) -> String {
	format!("\"{value}\"")
}

pub fn or_null<T>(value: Option<T>, write: impl Fn(T) -> String) -> String {
	value.map_or("null".into(), write)
}

pub fn object(fields: &[(&str, String)]) -> String {
	let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
	format!("{{{}}}", fields.join(", "))
}

pub fn array(items: impl IntoIterator<Item = String>) -> String {
	format!("[{}]", items.into_iter().collect::<Vec<_>>().join(", "))
}
