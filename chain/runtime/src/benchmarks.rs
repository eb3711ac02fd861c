//! The pallets that chain/weights.sh measures: ours. The others bring weights of their own.

frame_benchmarking::define_benchmarks!(
	[pallet_clock, Clock]
	[pallet_providers, Providers]
	[pallet_subscriptions, Subscriptions]
);
