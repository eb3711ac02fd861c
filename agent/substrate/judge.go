// Package substrate is all of the agent that knows Substrate: what a node's readiness means, and how its session keys
// are born.
package substrate

import (
	"fmt"
	"time"

	"dinfra.dev/agent/release"
)

// Facts are what was asked of a node in one round.
type Facts struct {
	Syncing bool
	Peers   int
	// Alone says that the chain has no peers by design, as a development chain.
	Alone   bool
	Genesis string
	// Best and Finalized are timestamps that the chain itself says; zero where the runtime has none.
	Best, Finalized time.Time
	// BlockTime is the runtime's own; zero where it does not say.
	BlockTime time.Duration
	// ChainHead says that a follow subscription answered with `initialized`.
	ChainHead bool
}

const (
	// defaultBlockTime is for runtimes that say none.
	defaultBlockTime = 6 * time.Second
	leastAge         = time.Minute
	// ages in the runtime's own block time.
	bestBlocks      = 10
	finalizedBlocks = 50
	// ahead is by how much a chain may be before the machine's clock.
	ahead = 30 * time.Second
)

// Judge gives the reasons for which a node should get no traffic; none when it should. All ages are in seconds by the
// chain's own timestamps and block time, never in numbers of blocks: a chain of two-second blocks is not behind when a
// chain of twelve-second blocks is.
func Judge(f Facts, want release.Substrate, now time.Time) []string {
	var reasons []string
	say := func(format string, args ...any) { reasons = append(reasons, fmt.Sprintf(format, args...)) }
	if f.Syncing {
		say("it is syncing")
	}
	if !f.Alone && f.Peers < want.MinPeers {
		say("expected at least %d peers, found %d", want.MinPeers, f.Peers)
	}
	if want.Genesis != "" && f.Genesis != want.Genesis {
		say("expected the chain with genesis %s, found %s", want.Genesis, f.Genesis)
	}
	block := f.BlockTime
	if block <= 0 {
		block = defaultBlockTime
	}
	limit := time.Duration(want.MaxAgeSeconds) * time.Second
	if limit == 0 {
		limit = max(leastAge, bestBlocks*block)
	}
	if !f.Best.IsZero() {
		switch age := now.Sub(f.Best); {
		case age > limit:
			say("expected a best block of at most %s, found one of %s", limit, age.Round(time.Second))
		case age < -ahead:
			say("expected a best block of the past, found one of %s ahead: the machine's clock is wrong", (-age).Round(time.Second))
		}
	}
	if !f.Best.IsZero() && !f.Finalized.IsZero() {
		if lag := f.Best.Sub(f.Finalized); lag > max(5*leastAge, finalizedBlocks*block) {
			say("expected finality within %s of the best block, found it %s behind", max(5*leastAge, finalizedBlocks*block), lag.Round(time.Second))
		}
	}
	if want.ChainHead && !f.ChainHead {
		say("expected chainHead_v1_follow to answer with initialized, found it does not")
	}
	return reasons
}
