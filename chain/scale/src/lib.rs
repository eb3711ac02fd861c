//! How the marketplace scales: what a block and a call cost with a thousand to a million live subscriptions, and what happens when ten
//! thousand of them end in one block. Counted in keys read and written and bytes of proof, and timed, on a trie in memory: the pallets
//! compiled natively, and whole blocks of the runtime's blob in a compiled executor. chain/scale.sh runs it.

pub mod calls;
pub mod executor;
pub mod flood;
pub mod market;
pub mod measure;
pub mod plot;
pub mod report;
pub mod runtime;
