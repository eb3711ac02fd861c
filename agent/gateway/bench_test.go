package gateway

import "testing"

// What one call costs the gateway itself.
func BenchmarkJudge(b *testing.B) {
	p := testPolicy(b)
	raw := []byte(`{"jsonrpc":"2.0","id":12345,"method":"state_getStorage","params":["0x26aa394eea5630e07c48ae0c9558cef7"]}`)
	b.ReportAllocs()
	for b.Loop() {
		p.judge(raw).forward()
	}
}
