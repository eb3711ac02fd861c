package gateway

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits are those of one caller: an API key, or an address without one.
type Limits struct {
	// WeightPerSecond is how much weight of calls it may use; Burst what it may use at once after a pause.
	WeightPerSecond float64 `json:"weightPerSecond"`
	Burst           int     `json:"burst"`
	// Connections is how many WebSockets it may have open.
	Connections int `json:"connections"`
}

// callers keeps what each caller has used. A caller that has been quiet until its allowance is whole again needs no memory.
type callers struct {
	mutex sync.Mutex
	of    map[string]*caller
	swept time.Time
	// most bounds the memory that strangers with many addresses can take; those beyond share one caller.
	most int
}

type caller struct {
	limiter     *rate.Limiter
	limits      Limits
	connections int
}

const (
	everybodyElse = "everybody else"
	sweepAfter    = time.Minute
	mostCallers   = 100_000
)

func newCallers() *callers { return &callers{of: map[string]*caller{}, most: mostCallers} }

// get is the caller of that name; it is made with the limits where it is new, and takes other limits on.
func (c *callers) get(name string, limits Limits, now time.Time) *caller {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if now.Sub(c.swept) >= sweepAfter {
		c.swept = now
		for key, one := range c.of {
			if one.connections == 0 && one.limiter.TokensAt(now) >= float64(one.limits.Burst) {
				delete(c.of, key)
			}
		}
	}
	if c.of[name] == nil && len(c.of) >= c.most {
		name = everybodyElse
	}
	one := c.of[name]
	if one == nil {
		one = &caller{limiter: rate.NewLimiter(rate.Limit(limits.WeightPerSecond), limits.Burst), limits: limits}
		c.of[name] = one
	}
	if one.limits != limits {
		one.limiter.SetLimitAt(now, rate.Limit(limits.WeightPerSecond))
		one.limiter.SetBurstAt(now, limits.Burst)
		one.limits = limits
	}
	return one
}

// use takes weight off a caller's allowance, or nothing and says no.
func (c *callers) use(one *caller, weight int, now time.Time) bool {
	return one.limiter.AllowN(now, weight)
}

// connect counts one more WebSocket, where the caller may have it.
func (c *callers) connect(one *caller) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if one.connections >= one.limits.Connections {
		return false
	}
	one.connections++
	return true
}

func (c *callers) disconnect(one *caller) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	one.connections--
}

// addressName is how a caller without a key is known. Whoever has one IPv6 address has the 2^64 beside it.
func addressName(address netip.Addr) string {
	address = address.Unmap().WithZone("")
	if address.Is6() {
		prefix, _ := address.Prefix(64)
		return prefix.String()
	}
	return address.String()
}
